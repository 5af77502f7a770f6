# The dashboard, and the prediction service from the same image: see README, "Hosting".
#   docker build -t inside-a-cnn .
#   docker run -p 8501:8501 -v cnn-home:/home/reader/home inside-a-cnn
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# Nobody who gets in through the app shall be root. Its home is the one place it writes to.
RUN useradd --create-home --uid 1000 reader \
    && mkdir /home/reader/home \
    && chown reader:reader /home/reader/home

WORKDIR /app
# Requirements first: a change of the code does not install everything anew.
COPY requirements.txt constraints.txt ./
RUN python -m pip install -r requirements.txt "psycopg[binary]" -c constraints.txt
COPY . .
# The app never writes here; compiled once, or every start would compile for nobody.
RUN python -m compileall -q app.py dashboard.py mnist_core pages

# By its number, which a host knows without our list of accounts: reader's.
USER 1000
ENV INSIDE_A_CNN_HOME=/home/reader/home \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_HEADLESS=true
VOLUME /home/reader/home
EXPOSE 8501

HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "deploy/healthy.py"]
CMD ["streamlit", "run", "app.py"]

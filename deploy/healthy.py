"""Whether the dashboard in this container answers; the exit status says so."""

import os
import urllib.request

base = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
port = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
where = f"http://127.0.0.1:{port}/{base + '/' if base else ''}_stcore/health"
with urllib.request.urlopen(where, timeout=4) as answer:
    assert answer.read() == b"ok"

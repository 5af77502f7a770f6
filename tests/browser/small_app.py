"""Streamlit whose app trains with the small trainer: `python -m tests.browser.small_app run …`."""

from functools import partial

from streamlit.web import cli

from mnist_core.training import queue
from tests.browser.small_trainer import COMMAND

if __name__ == "__main__":
    queue.TrainingQueue = partial(queue.TrainingQueue, COMMAND)  # before the app imports it
    cli.main()

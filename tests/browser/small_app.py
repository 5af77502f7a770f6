"""Streamlit whose app trains with the small trainer: `python -m tests.browser.small_app run …`.

With another one where TRAINER names its module.
"""

import os
import sys
from functools import partial

from streamlit.web import cli

from mnist_core.training import queue

SMALL = "tests.browser.small_trainer"

if __name__ == "__main__":
    command = (sys.executable, "-m", os.environ.get("TRAINER", SMALL))
    queue.TrainingQueue = partial(queue.TrainingQueue, command)  # before the app imports it
    cli.main()

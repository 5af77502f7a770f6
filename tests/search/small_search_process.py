"""A worker process of a search whose trainer is a small one, without TensorFlow."""

import sys

from mnist_core.search import search_process
from tests.search.patient_trainer import Patient

COMMAND = (sys.executable, "-m", "tests.search.small_search_process")

if __name__ == "__main__":
    raise SystemExit(search_process.main(sys.argv[1], int(sys.argv[2]), Patient()))

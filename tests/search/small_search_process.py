"""A worker process whose trainer is the small one, without TensorFlow."""

import sys

from mnist_core.search import search_process
from tests.training.small_trainer import InItsOwnProcess

COMMAND = (sys.executable, "-m", "tests.search.small_search_process")

if __name__ == "__main__":
    raise SystemExit(search_process.main(sys.argv[1], int(sys.argv[2]), InItsOwnProcess()))

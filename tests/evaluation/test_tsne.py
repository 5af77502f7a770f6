import subprocess
import sys
import threading

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from mnist_core.evaluation.tsne import begin


@pytest.fixture(scope="module")
def clouds() -> np.ndarray:
    """Three clouds of 40 points in 10 dimensions, far apart."""
    random = np.random.default_rng(4)
    return np.concatenate([random.normal(9 * k, 1, (40, 10)) for k in range(3)])


@pytest.mark.slow
def test_who_asks_does_not_wait_and_it_keeps_neighbours_together_and_repeats_itself(clouds) -> None:
    turn = threading.Lock()
    with turn:  # somebody else's turn
        futures = [begin(clouds, 2, turn) for _ in range(2)]
        assert not any(future.done() for future in futures)
    first, second = (future.result(timeout=120) for future in futures)
    assert first.shape == (120, 2) and first.dtype == np.float32
    assert trustworthiness(clouds, first, n_neighbors=5) > 0.9
    assert np.array_equal(first, second)


def test_too_few_digits_and_too_little_time_are_sentences(clouds) -> None:
    with pytest.raises(ValueError, match="at least 10 digits"):
        begin(clouds[:4], 2, threading.Lock()).result(timeout=10)
    with pytest.raises(ValueError, match="longer than 0 s"):
        begin(clouds, 2, threading.Lock(), timeout=0.01).result(timeout=60)


@pytest.mark.slow
def test_scikit_learn_stays_out_of_the_process_that_asks() -> None:
    code = (
        "import sys, threading, numpy as np\n"
        "from mnist_core.evaluation.tsne import begin\n"
        "points = np.random.default_rng(1).normal(size=(20, 4))\n"
        "found = begin(points, 3, threading.Lock()).result(60)\n"
        "sys.exit('sklearn' in sys.modules or found.shape != (20, 3))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

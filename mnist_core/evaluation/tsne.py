"""t-SNE in a process of its own, at low priority, so that no page waits for it.

The process also keeps scikit-learn (seconds to import, 130 MB) out of the web process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np

from mnist_core.data.digits import read_only

CHECKOUT = Path(__file__).resolve().parents[2]
SEED = 1
SECONDS = 300.0
NICE = 10
FEWEST = 10  # points
PERPLEXITY = 30.0


def begin(
    features: np.ndarray,
    dimensions: int,
    turn: AbstractContextManager,
    seed: int = SEED,
    timeout: float = SECONDS,
) -> Future:
    """Start t-SNE and return at once; the future's result is its points, float32 (n, dimensions).

    Parameters
    ----------
    features : float array of shape (n, d)
    dimensions : 2 or 3
    turn : a lock that jobs share, so that one computes at a time
    seed : of the optimisation
    timeout : seconds after which it is given up
    """
    future: Future = Future()

    def work() -> None:
        try:
            with turn:
                future.set_result(_in_own_process(features, dimensions, seed, timeout))
        except Exception as error:  # whatever it was, whoever waits must learn of it
            future.set_exception(error)

    threading.Thread(target=work, daemon=True, name="t-SNE").start()
    return future


def _in_own_process(features: np.ndarray, dimensions: int, seed: int, timeout: float) -> np.ndarray:
    if len(features) < FEWEST:
        raise ValueError(f"t-SNE needs at least {FEWEST} digits; there are {len(features)}.")
    shape = [*map(str, features.shape), str(dimensions), str(seed)]
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "mnist_core.evaluation.tsne", *shape],
            input=features.astype(np.float32).tobytes(),
            capture_output=True,
            timeout=timeout,
            cwd=CHECKOUT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"t-SNE took longer than {timeout:.0f} s and was given up.") from None
    if answer.returncode or len(answer.stdout) != 4 * len(features) * dimensions:
        raise ValueError("t-SNE could not be computed; the process ended without a result.")
    points = np.frombuffer(answer.stdout, np.float32).reshape(len(features), dimensions)
    return read_only(points)


def main() -> None:
    """In the process: features as raw float32 on stdin, points as raw float32 on stdout."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    from sklearn.manifold import TSNE

    count, width, dimensions, seed = map(int, sys.argv[1:])
    features = np.frombuffer(sys.stdin.buffer.read(), np.float32).reshape(count, width)
    tsne = TSNE(
        dimensions,
        perplexity=min(PERPLEXITY, (count - 1) / 3),
        init="random",
        random_state=seed,
        n_jobs=1,
    )
    points = tsne.fit_transform(features).astype(np.float32)
    sys.stdout.buffer.write(points.tobytes())


if __name__ == "__main__":
    main()

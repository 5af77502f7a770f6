"""Judges an export with the client that a person copies, in its own runtime. On the trainer's side.

The same digits for every format, and the probabilities of our own forward pass to compare with.
"""

from __future__ import annotations

import runpy
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.evaluation.metrics import evaluate
from mnist_core.export.converting import LITE, VERSION
from mnist_core.export.formats import Format
from mnist_core.export.outcome import Judgement

BATCH = 250
WARM, TIMED = 5, 50  # digits that are read before and while time is taken
LITERT = "ai_edge_litert"


def judge(format: Format, path: Path, digits: Digits, ours: np.ndarray) -> Judgement:
    """How an export reads digits.

    Parameters
    ----------
    format, path : what was made, and where it lies
    digits : what is read, none of which any network has learnt from
    ours : float32 array of shape (n, 10), the probabilities that our network gives them
    """
    load, read = client_of(format)
    network = load(str(path / VERSION if path.is_dir() else path))
    said = np.concatenate(
        [
            read(network, digits.images[start : start + BATCH])
            for start in range(0, len(digits), BATCH)
        ]
    )
    found = evaluate(said, digits.labels)
    return Judgement(
        format.runtime,
        len(digits),
        found.right,
        int((found.predicted != ours.argmax(axis=1)).sum()),
        float(np.abs(said - ours).max()),
        _milliseconds(lambda: read(network, digits.images[:1])),
    )


def client_of(format: Format) -> tuple[Callable[[str], Any], Callable[[Any, np.ndarray], Any]]:
    """The two functions of a format's first client: one opens an export, one reads with it."""
    if find_spec(LITERT) is None:
        _lend_tensorflows()
    client = runpy.run_path(str(format.clients[0].path))
    return client["load"], client["read"]


def _lend_tensorflows() -> None:
    """TensorFlow brings a LiteRT as well: it stands in where ai-edge-litert is not installed."""
    inside = ModuleType(f"{LITERT}.interpreter")
    inside.__dict__["Interpreter"] = LITE.Interpreter
    sys.modules.setdefault(inside.__name__, inside)
    sys.modules.setdefault(LITERT, ModuleType(LITERT))


def _milliseconds(read: Callable[[], Any]) -> float:
    """The median time of one reading."""
    times = []
    for number in range(WARM + TIMED):
        begun = time.perf_counter()
        read()
        if number >= WARM:
            times.append(time.perf_counter() - begun)
    return 1e3 * float(np.median(times))

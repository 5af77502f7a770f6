"""The command `measure`: make the stored figures of one claim, and keep them in the source tree."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.data.keras_file import read_keras_file
from mnist_core.data.measurements import measure as measure_digits
from mnist_core.data.preprocessing import scale
from mnist_core.data.sources import load_dataset
from mnist_core.evaluation.metrics import evaluate
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.studies import comparisons
from mnist_core.studies.plans import COMPARISONS
from mnist_core.studies.stored_results import RECORDS, save_record

MNIST, CONFUSIONS, CHOICE = "mnist", "confusions", "choice"
MEASUREMENTS = (MNIST, CONFUSIONS, CHOICE, *COMPARISONS)
"""What can be measured and stored, by name."""


def measure(name: str, say: comparisons.Say, folder: Path = RECORDS) -> Path:
    """Measure, store, and return the path of the record.

    Raises
    ------
    ValueError
        If there is nothing of this name, or only the embedded digits are at hand.
    """
    if name not in MEASUREMENTS:
        raise ValueError(f"There is no measurement {name!r}: use one of {', '.join(MEASUREMENTS)}.")
    dataset = load_dataset()
    if dataset.provenance.source == "embedded":
        raise ValueError("Stored figures come from the full MNIST: name it in MNIST_PATH.")
    begun = time.perf_counter()
    if name in COMPARISONS:
        record = comparisons.compare(name, dataset, say)
    elif name == CHOICE:
        record = comparisons.measure_choice(dataset, say)
    elif name == MNIST:
        training, test, _ = read_keras_file(Path(dataset.provenance.location))
        figures = {"training": describe_digits(training), "test": describe_digits(test)}
        record = figures | comparisons.origin(name, dataset, (), begun)
    else:
        networks = {id: confusions(Network.load(id), dataset.test) for id in ARCHITECTURES}
        record = {"networks": networks} | comparisons.origin(name, dataset, (), begun)
    return save_record(name, record, folder)


def describe_digits(digits: Digits) -> dict[str, Any]:
    """What the claims about the data need to know of a set of digits."""
    found = measure_digits(digits)
    pixels = scale(digits.images).astype(np.float64)
    border = np.ones(digits.images.shape[1:], bool)
    border[1:-1, 1:-1] = False
    return {
        "digits": len(digits),
        "shape": list(digits.images.shape),
        "counts": found.counts.tolist(),
        "mean": float(pixels.mean()),
        "deviation": float(pixels.std()),
        "paper": float((digits.images == 0).mean()),
        "clean borders": float((digits.images[:, border] == 0).all(axis=1).mean()),
        "larger side is 20": found.share_of_larger_side_20,
        "centre of mass in the middle": found.share_of_mass_in_range,
        "box off by more than 1": found.share_of_boxes_off_centre,
        "box offsets": _offsets(found.box_offsets),
    }


def confusions(network: Network, digits: Digits) -> list[list[int]]:
    """How often each digit was read as each: rows true, columns read."""
    return evaluate(network.predict(digits.images), digits.labels).matrix.tolist()


def _offsets(offsets: np.ndarray) -> dict[str, int]:
    """How many boxes lie so many pixels off the middle, in the direction that is further off."""
    furthest = np.abs(offsets).max(axis=1)  # multiples of a half
    values, counts = np.unique(furthest, return_counts=True)
    return {f"{value:g}": int(count) for value, count in zip(values, counts, strict=True)}

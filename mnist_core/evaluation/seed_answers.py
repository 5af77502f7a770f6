"""What all three seeds of every shipped network answered: two of the three do not ship.

One file keeps their answers to MNIST's test digits and to the held-out thousand, and what was
chosen for each shipped network on validation digits: its temperature, and what it refuses.
`python -m mnist_core answers FOLDER` makes it from the run folders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_core.atomic import write_npz
from mnist_core.data.digits import Digits, fingerprint, read_only
from mnist_core.data.npz import UnusableFile, read_npz

ANSWERS = Path(__file__).parents[1] / "assets" / "answers.npz"
MAX_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, eq=False)
class SeedAnswers:
    """What the seeds of one network answered.

    Attributes
    ----------
    seeds : the seeds, one for each row
    answers : uint8 array of shape (seeds, n), 0 to 9
    """

    seeds: tuple[int, ...]
    answers: np.ndarray


def seed_answers(id: str, digits: Digits, path: Path = ANSWERS) -> SeedAnswers | None:
    """What the seeds of a shipped network answered to these digits; None where nobody recorded it.

    Parameters
    ----------
    id : the network
    digits : exactly MNIST's test digits, or the held-out thousand, in their order
    path : the file with the answers
    """
    try:
        known = read_npz(path, MAX_BYTES)
    except UnusableFile:
        return None
    print_ = fingerprint(digits)
    sample = next((n for n in ("test", "held out") if str(known.get(f"{n}/sha256")) == print_), "")
    if f"{id}/{sample}" not in known:
        return None
    seeds = tuple(int(seed) for seed in known[f"{id}/seeds"])
    return SeedAnswers(seeds, read_only(known[f"{id}/{sample}"]))


def stored_temperature(id: str, path: Path = ANSWERS) -> tuple[float, int] | None:
    """A shipped network's temperature, and on how many validation digits it was fitted."""
    try:
        known = read_npz(path, MAX_BYTES)
    except UnusableFile:
        return None
    value = known.get(f"{id}/temperature")
    return None if value is None else (float(value[0]), int(value[1]))


def stored_max_logit(id: str, path: Path = ANSWERS) -> tuple[np.ndarray, np.ndarray] | None:
    """A shipped network's largest scores on validation digits, and which of them it reads right.

    Returns
    -------
    float array (n,) and bool array (n,), or None where nobody recorded them
    """
    try:
        known = read_npz(path, MAX_BYTES)
    except UnusableFile:
        return None
    max_logit, right = known.get(f"{id}/max_logit"), known.get(f"{id}/right")
    return None if max_logit is None or right is None else (max_logit.astype(float), right)


def save_answers(arrays: Mapping[str, np.ndarray], path: Path = ANSWERS) -> None:
    """Write the file, with what it held before of other networks; it appears when complete."""
    if path.exists():
        arrays = {**read_npz(path, MAX_BYTES), **arrays}
    write_npz(path, arrays, compressed=True)

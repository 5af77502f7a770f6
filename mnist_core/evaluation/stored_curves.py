"""The curves of the shipped networks: measured by one command, kept with how it was done.

`MNIST_PATH=… python -m mnist_core robustness --network keras_cnn` makes one file.
"""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from mnist_core.data.digits import Digits, Provenance
from mnist_core.data.perturbations import MEASURED
from mnist_core.evaluation.robustness import Curve, WholeDigits
from mnist_core.network.weights import weights_file

MADE = ("network", "command", "seed", "date", "versions", "data", "weights")
FOLDER = Path(__file__).parents[1] / "assets" / "robustness"


@dataclass(frozen=True, eq=False)
class StoredCurves:
    """One network's curves, by perturbation, and how they were made.

    Attributes
    ----------
    curves : by the perturbation's id
    majority : share of the most frequent of these digits
    whole : the network on the digits that a shift leaves wholly in the frame
    made : command, seed, date, versions, data and weights, as in the file
    """

    curves: Mapping[str, Curve]
    majority: float
    whole: WholeDigits
    made: Mapping[str, Any]


def load(network_id: str) -> StoredCurves | None:
    """The stored curves of a shipped network; None if there are none of its present weights."""
    path = path_of(network_id)
    if not path.is_file():
        return None
    description = json.loads(path.read_text(encoding="utf-8"))
    return from_description(description) if are_of(description, network_id) else None


def path_of(network_id: str) -> Path:
    """The file of a shipped network's curves, whether there is one or not."""
    return FOLDER / f"{network_id}.json"


def describe(
    network_id: str,
    digits: Digits,
    provenance: Provenance,
    seed: int,
    curves: Iterable[Curve],
    whole: WholeDigits,
) -> dict[str, Any]:
    """What goes into the file: the counts, and everything needed to count again.

    Parameters
    ----------
    digits : those counted: all test digits, or a sample of them
    provenance : of the test digits
    """
    fewer = f" --digits {len(digits)}" if len(digits) < provenance.test else ""
    return {
        "network": network_id,
        "command": f"python -m mnist_core robustness --network {network_id} --seed {seed}{fewer}",
        "seed": seed,
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "data": {
            "name": provenance.test_name,
            "source": provenance.source,
            "digits": len(digits),
        },
        "weights": _fingerprint(network_id),
        "majority": float(digits.counts.max() / len(digits)),
        "whole": {name: list(counts) for name, counts in asdict(whole).items()},
        "curves": {
            curve.perturbation: {"levels": list(curve.levels), "right": list(curve.right)}
            for curve in curves
        },
    }


def from_description(description: Mapping[str, Any]) -> StoredCurves:
    """The inverse of `describe`."""
    digits = description["data"]["digits"]
    curves = {
        id: Curve(id, tuple(found["levels"]), tuple(found["right"]), digits)
        for id, found in description["curves"].items()
    }
    whole = {name: tuple(counts) for name, counts in description["whole"].items()}
    return StoredCurves(
        MappingProxyType(curves),
        description["majority"],
        WholeDigits(**whole),
        MappingProxyType({name: description[name] for name in MADE}),
    )


def are_of(description: Mapping[str, Any], network_id: str) -> bool:
    """Whether these curves were measured on the weights and levels in use today."""
    levels = {id: list(it.levels) for id, it in MEASURED.items()}
    measured = {id: found["levels"] for id, found in description["curves"].items()}
    return description["weights"] == _fingerprint(network_id) and measured == levels


def _fingerprint(network_id: str) -> str:
    return hashlib.sha256(weights_file(network_id).read_bytes()).hexdigest()

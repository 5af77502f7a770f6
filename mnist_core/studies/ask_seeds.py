"""Asking every seed of the shipped networks once, so that pages know how far recipes spread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mnist_core.data.digits import MNIST_TEST, Dataset, fingerprint
from mnist_core.data.sources import held_out_digits
from mnist_core.evaluation.calibration import fit_temperature
from mnist_core.evaluation.rejection import measure_rejection
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest


def ask_seeds(folder: Path, dataset: Dataset) -> Iterator[tuple[str, np.ndarray]]:
    """What `mnist_core/assets/answers.npz` holds of the networks in a folder, array by array.

    Parameters
    ----------
    folder : the run folders that `python -m mnist_core ship` left, ARCHITECTURE-SEED each; a
        network without any is left out
    dataset : the full MNIST

    Raises
    ------
    ValueError
        If the digits are not the full MNIST, or a run's weights are missing.
    """
    if dataset.provenance.test_name != MNIST_TEST:
        raise ValueError("The seeds are asked about MNIST's test digits: name it in MNIST_PATH.")
    samples = {"test": dataset.test, "held out": held_out_digits()}
    for name, digits in samples.items():
        yield f"{name}/sha256", np.array(fingerprint(digits))
    for id, entry in manifest().items():
        if not any(folder.glob(f"{id}-*")):
            continue
        seeds = [seed["seed"] for seed in entry["seeds"]]
        networks = [Network.load(folder / f"{id}-{seed}" / "weights.npz") for seed in seeds]
        yield f"{id}/seeds", np.array(seeds)
        for name, digits in samples.items():
            said = [network.predict(digits.images).argmax(axis=1) for network in networks]
            yield f"{id}/{name}", np.array(said, np.uint8)
        said = Network.load(id).predict(dataset.validation.images)
        fitted = fit_temperature(said, dataset.validation.labels)
        yield f"{id}/temperature", np.array([fitted.value, fitted.digits])
        refusals = measure_rejection(Network.load(id), dataset.validation)
        yield f"{id}/max_logit", refusals.max_logit.astype(np.float32)
        yield f"{id}/right", refusals.right

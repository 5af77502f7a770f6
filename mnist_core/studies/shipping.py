"""Making the networks that ship: three trainings each, the middle one kept, all on record."""

from __future__ import annotations

import json
import os
import platform
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from mnist_core.atomic import write_json, write_text
from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import MANIFEST, SHIPPED, SUMS, checksum, save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.history import save_history, shipped_history_path
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import DigitsUsed, RunResult, RunState, Say, Score
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run

SEEDS = (1, 2, 3)


def train_seeds(architecture: Architecture, directory: Path, say: Say) -> list[Run]:
    """Train the published recipe once per seed, each into a folder of its own.

    A seed that was trained or begun there before, in the same way, is not begun again: seeds may
    be trained side by side, or by ``python -m mnist_core train``, and a night may be interrupted.
    Raises ValueError where a training failed, or where the seeds had not all the same digits and
    versions.
    """
    trained, provenance = [], load_dataset().provenance
    for seed in SEEDS:
        path = directory / f"{architecture.id}-{seed}"
        config = TrainingConfig(architecture, architecture.recipe, seed, provenance=provenance)
        run = _run_in(path, config)
        result = run.result or train_run(run, say)
        if result is None or result.state != RunState.FINISHED:
            raise ValueError(f"Seed {seed} of {architecture.id} ended: {result}")
        trained.append(run)
    results = [_result(run) for run in trained]
    conditions = [(result.data, dict(result.versions)) for result in results]
    if any(each != conditions[0] for each in conditions):
        raise ValueError(
            f"The seeds in {directory} had different digits or versions: remove them, train again."
        )
    return trained


def _run_in(path: Path, config: TrainingConfig) -> Run:
    """The run of this folder where it is the one asked for, else a new one in its place."""
    run = Run(path)
    if path.exists():
        kept = run.state.active or run.state == RunState.FINISHED
        if kept and _alike(run.config, config):
            return run
        shutil.rmtree(path)
    return create_run(config, path)


def _alike(had: TrainingConfig, asked: TrainingConfig) -> bool:
    """Whether a run does what is asked, wherever its digits lie; an early one names none."""
    there, here = had.provenance, asked.provenance
    if there is not None and here is not None and not there.same_digits(here):
        return False
    return replace(had, provenance=here).to_dict() == asked.to_dict()


def record(architecture: Architecture, trained: list[Run]) -> dict[str, Any]:
    """The manifest's entry: what was done, on what, and how well each seed did.

    The shipped seed is the middle one by validation accuracy (loss where two are equal), so that
    the test digits choose nothing.
    """
    seeds = [_seed(run) for run in trained]
    order = sorted(seeds, key=lambda s: (s["validation"]["accuracy"], -s["validation"]["loss"]))
    result = _result(trained[0])
    accuracies = [seed["test"]["accuracy"] for seed in seeds]
    return {
        "title": architecture.title,
        "source": architecture.source,
        "parameters": architecture.parameters,
        "recipe": architecture.recipe.to_dict(),
        "command": f"python -m mnist_core ship --architecture {architecture.id}",
        "data": _plain(result.data) | {"held out": len(held_out_digits())},
        "date": datetime.now(UTC).date().isoformat(),
        "versions": dict(result.versions),
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine()},
        "seeds": seeds,
        "shipped seed": order[len(order) // 2]["seed"],
        "mean test accuracy": float(np.mean(accuracies)),
    }


def _seed(run: Run) -> dict[str, Any]:
    result, digits = _result(run), held_out_digits()
    probabilities = Network.load(run.path).predict(digits.images)
    right = probabilities[np.arange(len(digits)), digits.labels]
    held_out = {
        "loss": float(-np.log(np.maximum(right, np.finfo(np.float32).tiny)).mean()),
        "accuracy": float((probabilities.argmax(axis=1) == digits.labels).mean()),
        "digits": len(digits),
    }
    return {
        "seed": run.config.seed,
        "seconds": result.seconds,
        "validation": _plain(result.validation),
        "test": _plain(result.test),
        "held out": held_out,
    }


def _result(run: Run) -> RunResult:
    """The result of a run that has finished."""
    result = run.result
    if result is None or result.state != RunState.FINISHED:
        raise ValueError(f"The run in {run.path} has not finished: train it again.")
    return result


def _plain(part: Score | DigitsUsed | None) -> dict[str, Any]:
    """A part of a result as plain values; a run that has finished has them all."""
    return {} if part is None else asdict(part)


def ship(architecture_id: str, directory: Path, say: Say) -> dict[str, Any]:
    """Train, record and install one network in the source tree; returns its manifest entry.

    Raises ValueError where only the embedded digits are at hand: they are too few to ship on.
    """
    architecture = ARCHITECTURES[architecture_id]
    if load_dataset().provenance.source == "embedded":
        raise ValueError("Shipped networks learn from the full MNIST: name it in MNIST_PATH.")
    trained = train_seeds(architecture, directory, say)
    entry = record(architecture, trained)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    chosen = trained[SEEDS.index(entry["shipped seed"])]
    network = Network.load(chosen.path)
    path = SHIPPED / f"{architecture_id}.npz"
    save_weights(path, architecture, network.weights, network.knows_none, compressed=True)
    _note_checksums()
    save_history(shipped_history_path(architecture_id), chosen.history)
    known = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
    known[architecture_id] = entry
    ordered = {name: known[name] for name in ARCHITECTURES if name in known}
    write_json(MANIFEST, ordered, indent=1)
    return entry


def _note_checksums() -> None:
    """Write the checksum of every shipped network beside them."""
    files = [path for id in ARCHITECTURES if (path := SHIPPED / f"{id}.npz").exists()]
    write_text(SHIPPED / SUMS.name, "".join(f"{checksum(it)}  {it.name}\n" for it in files))

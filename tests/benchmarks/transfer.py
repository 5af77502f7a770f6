"""Convolutions learnt on 0 to 4 and frozen, against learning 5 to 9 from scratch.

Baseline: from scratch, with the same digits, epochs and seeds; the third arm's convolutions are
random and frozen. On the embedded digits unless MNIST_PATH names others, in a home of its own.
"""

import os
import tempfile

from mnist_core.data.sources import load_dataset
from mnist_core.figures.number_format import between, percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.studies.transfer_arms import ARMS, arm_of, arms, base, learning_parameters, score
from mnist_core.training.run_folder import Run
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run

BUDGETS = ((100, 8), (1_000, 8))  # digits 5 to 9, and epochs
SEEDS = 3


def main() -> None:
    """Train the base and all arms for every budget, and print what they reach."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    dataset = load_dataset()
    print(dataset.provenance.sentence)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INSIDE_A_CNN_HOME"] = folder
        first = base(ARCHITECTURES["keras_cnn"], dataset.provenance)
        learnt = create_run(first)
        print(f"base: {_reached(learnt)} of 0 to 4")
        for examples, epochs in BUDGETS:
            runs = [create_run(it) for it in arms(first, learnt.id, epochs, examples, SEEDS)]
            for run in runs:
                _reached(run)
            _report(examples, epochs, runs)


def _reached(run: Run) -> str:
    result = train_run(run)
    if result is None or result.test is None:
        raise SystemExit(result and result.reason)
    return percent(result.test.accuracy)


def _report(examples: int, epochs: int, runs: list[Run]) -> None:
    print(f"{examples:,} digits 5 to 9, {epochs} epochs, {SEEDS} seeds:")
    for arm, title in ARMS.items():
        chosen = [run for run in runs if arm_of(run.config) == arm]
        results = [run.result for run in chosen]
        found = score([it.test for it in results if it and it.test])
        seconds = sum(it.seconds or 0 for it in results if it) / len(results)
        weights = learning_parameters(chosen[0].config)
        if found is not None:
            print(
                f"  {title}: {percent(found.mean)} ({between(found.interval)}), "
                f"{weights:,} weights learn, {seconds:.1f} s a run"
            )

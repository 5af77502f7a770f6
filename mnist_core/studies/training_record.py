"""Where a network comes from: its recipe, and how well it read digits it had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mnist_core.data.digits import Provenance
from mnist_core.evaluation.statistics import Interval, wilson
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.network.weights import manifest
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import NamedScore


@dataclass(frozen=True)
class RecordedAccuracy:
    """A recorded accuracy: the share read right, of how many digits of which kind."""

    accuracy: float
    digits: int
    name: str

    @property
    def interval(self) -> Interval:
        """The range in which the true accuracy lies 95 times in 100."""
        return wilson(round(self.accuracy * self.digits), self.digits)


@dataclass(frozen=True)
class TrainingRecord:
    """How a network was trained, on what, and what it reached; None where there is no record."""

    recipe: Recipe | None
    score: RecordedAccuracy | None
    provenance: Provenance | None = None


def shipped_record(id: str) -> TrainingRecord:
    """What is on record for a shipped network."""
    entry = manifest().get(id)
    if entry is None:
        return TrainingRecord(ARCHITECTURES[id].recipe, None)
    test = NamedScore(**shipped_seed(entry)["test"])
    return TrainingRecord(Recipe(**entry["recipe"]), _recorded(test))


def shipped_seed(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an entry of the manifest says of the seed that ships."""
    return next(seed for seed in entry["seeds"] if seed["seed"] == entry["shipped seed"])


def run_record(run: Run) -> TrainingRecord:
    """What is on record for the network of a run; nothing where that cannot be read."""
    try:
        result, config = run.result, run.config
    except RunError:
        return TrainingRecord(None, None)
    score = _recorded(result.test if result else None)
    return TrainingRecord(config.recipe, score, config.provenance)


def in_one_line(recipe: Recipe) -> str:
    """A recipe in words: "Adam, learning rate 0.001, batches of 128, 12 epochs"."""
    optimizer = SETTINGS["optimizer"].choices[recipe.optimizer]
    if recipe.uses("momentum") and recipe.momentum:
        optimizer += f" with momentum {recipe.momentum:g}"
    if recipe.uses("weight_decay"):
        optimizer += f" with weight decay {recipe.weight_decay:g}"
    epochs = "1 epoch" if recipe.epochs == 1 else f"{recipe.epochs} epochs"
    augmented = ", digits written anew" * (recipe.augmentation != "none")
    return (
        f"{optimizer}, learning rate {recipe.learning_rate:g}, batches of {recipe.batch_size}, "
        f"{epochs}{_schedule(recipe)}{augmented}{_rest(recipe)}"
    )


def _schedule(recipe: Recipe) -> str:
    every = "epoch" if recipe.drop_every == 1 else f"{recipe.drop_every} epochs"
    cut = f", learning rate times {recipe.drop:g} every {every}"
    return {
        "one_cycle": ", one cycle of the learning rate",
        "cosine": ", learning rate down a cosine",
        "step": cut,
    }.get(recipe.schedule, "")


def _rest(recipe: Recipe) -> str:
    """What is not at its default, and not yet said."""
    said = [SETTINGS["loss"].choices[recipe.loss]] if recipe.loss != "cross_entropy" else []
    said += [
        f"{name.upper()} {getattr(recipe, name):g}"
        for name in ("l1", "l2")
        if getattr(recipe, name)
    ]
    if recipe.smoothing:
        said.append(f"labels smoothed by {recipe.smoothing:g}")
    if recipe.hardest_again:
        said.append(f"the hardest digits {recipe.hardest_again} times more")
    if recipe.outliers:
        said.append(f"{recipe.outliers:.0%} outliers added")
    if recipe.patience:
        said.append(f"early stopping with patience {recipe.patience}")
    said += [f"{SETTINGS[name].label} {value:g}" for name, value in recipe.distortions.items()]
    return "".join(f", {it}" for it in said)


def _recorded(test: NamedScore | None) -> RecordedAccuracy | None:
    return RecordedAccuracy(test.accuracy, test.digits, test.name) if test else None

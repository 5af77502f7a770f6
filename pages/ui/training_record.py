"""Where the chosen network comes from: its recipe, and how well it read digits it had not seen."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_core.data.digits import Provenance
from mnist_core.evaluation.statistics import Interval, wilson
from mnist_core.network.recipe import Recipe
from mnist_core.network.weights import manifest
from mnist_core.training.run_folder import RunError
from mnist_core.training.run_protocol import NamedScore
from mnist_core.training.runs import open_run
from pages.ui import resources

OPTIMIZERS = (("adam", "Adam"), ("sgd", "SGD"))


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


def training_record(id: str) -> TrainingRecord:
    """What is on record for a shipped network, or for one that was trained here."""
    if not id.startswith(resources.RUN_PREFIX):
        entry = manifest().get(id)
        if entry is None:
            return TrainingRecord(resources.network(id).architecture.recipe, None)
        shipped = next(it for it in entry["seeds"] if it["seed"] == entry["shipped seed"])
        test = NamedScore(**shipped["test"])
        return TrainingRecord(Recipe(**entry["recipe"]), _recorded(test))
    try:
        run = open_run(id.removeprefix(resources.RUN_PREFIX))
        result = run.result
        config, score = run.config, _recorded(result.test if result else None)
        return TrainingRecord(config.recipe, score, config.provenance)
    except RunError:
        return TrainingRecord(None, None)


def in_one_line(recipe: Recipe) -> str:
    """A recipe in words: "Adam, learning rate 0.001, batches of 128, 12 epochs"."""
    optimizer = dict(OPTIMIZERS)[recipe.optimizer]
    if recipe.optimizer == "sgd" and recipe.momentum:
        optimizer += f" with momentum {recipe.momentum:g}"
    epochs = "1 epoch" if recipe.epochs == 1 else f"{recipe.epochs} epochs"
    cycle = ", one cycle of the learning rate" * (recipe.schedule == "one_cycle")
    augmented = ", digits written anew" * (recipe.augmentation != "none")
    return (
        f"{optimizer}, learning rate {recipe.learning_rate:g}, batches of {recipe.batch_size}, "
        f"{epochs}{cycle}{augmented}"
    )


def _recorded(test: NamedScore | None) -> RecordedAccuracy | None:
    return RecordedAccuracy(test.accuracy, test.digits, test.name) if test else None

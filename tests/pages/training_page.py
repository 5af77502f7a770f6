"""The Training page as tests handle it, and small runs for it to show."""

from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR


def field(at, name):
    """A field of the recipe, whatever kind of control it is."""
    return next(
        box
        for box in [*at.number_input, *at.selectbox, *at.segmented_control]
        if box.key == f"train_{name}"
    )


def button(at, label):
    return next(box for box in at.main.button if box.label == label)


def finished(architecture=LINEAR, backend=small_trainer, **recipe):
    """A small real run, trained here and now; without TensorFlow, unless told otherwise."""
    run = runs.create_run(TrainingConfig(architecture, Recipe(**recipe), seed=2, examples=300))
    train_run(run, backend=backend)
    return run


def opened(at):
    """The page with all groups of the form's settings open."""
    for title in ("Learning rate over the run", "Augmentation, one by one", "More settings"):
        at.session_state[f"train_{title}"] = True
    return at.run()

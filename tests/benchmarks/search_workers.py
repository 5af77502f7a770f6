"""How much faster a search is with 2 and 4 worker processes than with one.

Baseline: one worker. Twice: with trainings that only wait, 8 s each, which says what handing out
trials costs, and with trainings of Keras, which says what this machine's cores have to give. The
clock runs from the first trial's beginning to the last one's end: processes are started before.
With WAITING_ONLY set, the first of the two alone.
"""

import os
import tempfile
from collections.abc import Sequence

from optuna.trial import TrialState

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.search.crew import COMMAND, work_together
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.space import Dimension
from mnist_core.search.storage import open_storage
from mnist_core.search.study import ask_search
from mnist_core.training.config import TrainingConfig
from tests.search import patient_trainer, small_search_process
from tests.training.small_trainer import LINEAR

WORKERS, TRIALS = (1, 2, 4), 12
SPACE = (Dimension("learning_rate", low=0.0005, high=0.005),)
WAITING = TrainingConfig(LINEAR, Recipe(epochs=4, batch_size=10), 0, 130)
TRAINING = TrainingConfig(ARCHITECTURES["keras_cnn"], Recipe(epochs=4, batch_size=32), 0, 3_000)


def main() -> None:
    """Print seconds and the ratio to one worker, for trainings that wait and that compute."""
    seconds = 4 * 13 * patient_trainer.STEP_SECONDS
    measure(f"trainings that wait {seconds:.1f} s", WAITING, small_search_process.COMMAND)
    if os.environ.get("WAITING_ONLY") is None:
        measure("trainings of keras_cnn", TRAINING, COMMAND)


def measure(title: str, base: TrainingConfig, command: Sequence[str]) -> None:
    """One row of seconds, each in a home of its own."""
    alone = 0.0
    for workers in WORKERS:
        with tempfile.TemporaryDirectory() as home:
            os.environ["INSIDE_A_CNN_HOME"] = home
            seconds = run(base, workers, command)
        alone = alone or seconds
        print(f"{title}, {workers} workers: {seconds:.1f} s, {alone / seconds:.2f} times as fast")


def run(base: TrainingConfig, workers: int, command: Sequence[str]) -> float:
    """Seconds from the first trial's beginning to the last one's end."""
    plan = SearchPlan(base, SPACE, "random", TRIALS, 1, pruning=False)
    storage = open_storage()
    search = ask_search(storage, "search", plan)
    search.want(True)
    work_together(search, workers, command=command)
    trials = search.study.get_trials(states=(TrialState.COMPLETE,))
    assert len(trials) == TRIALS
    storage.remove_session()
    storage.engine.dispose()
    begun = [it.datetime_start for it in trials if it.datetime_start]
    ended = [it.datetime_complete for it in trials if it.datetime_complete]
    return (max(ended) - min(begun)).total_seconds()

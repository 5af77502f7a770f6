"""What median pruning saves: the same search with and without it, epochs trained and best score.

Baseline: without pruning. Random values of the learning rate and the batch size, the same for
both, three searches of 20 trials each. Trained is softmax regression in NumPy on 500 real digits,
16 epochs a trial, so that it takes minutes. Epochs are counted and not seconds: they cost the same.
"""

import os
import statistics
import tempfile

from optuna.storages import InMemoryStorage

from mnist_core.network.recipe import Recipe
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.search_process import TrialsHere
from mnist_core.search.searcher import Searcher
from mnist_core.search.space import Dimension
from mnist_core.search.study import ask_search
from mnist_core.search.trial import TrialState, best, epochs_trained
from mnist_core.training.config import TrainingConfig
from tests.training import small_trainer

SEEDS = range(3)
SPACE = (Dimension("learning_rate", low=0.001, high=1.0), Dimension("batch_size", low=16, high=256))
BASE = TrainingConfig(small_trainer.LINEAR, Recipe(epochs=16), 0, 500)


def main() -> None:
    """Print each pair of searches, then what pruning saved and what it cost."""
    saved, lost = [], []
    with tempfile.TemporaryDirectory() as home:
        os.environ["INSIDE_A_CNN_HOME"] = home
        for seed in SEEDS:
            (epochs, score, _), (fewer, pruned, ended) = (search(seed, it) for it in (False, True))
            saved.append(1 - fewer / epochs)
            lost.append(score - pruned)
            print(
                f"seed {seed}: {epochs} epochs, best {score:.2%}; with pruning {fewer} epochs, "
                f"best {pruned:.2%}, {ended} of 20 pruned"
            )
    print(f"epochs saved: {statistics.mean(saved):.0%} ({min(saved):.0%} to {max(saved):.0%})")
    print(
        f"best score lost: {100 * statistics.mean(lost):.2f} points, at most {100 * max(lost):.2f}"
    )


def search(seed: int, pruning: bool) -> tuple[int, float, int]:
    """Epochs trained, the best score, and how many trials were pruned."""
    plan = SearchPlan(BASE, SPACE, "random", 20, seed, pruning)
    found = ask_search(InMemoryStorage(), "search", plan)
    found.want(True)
    Searcher(found, TrialsHere(small_trainer), "benchmark").work()
    trials, winner = found.trials(), best(found.trials())
    assert winner is not None and winner.score is not None
    return epochs_trained(trials), winner.score, sum(it.state == TrialState.PRUNED for it in trials)

"""What the tests of searches share: a home with a storage for a file of tests, small searches."""

from collections.abc import Callable, Iterator

import pytest
from optuna.storages import InMemoryStorage, RDBStorage

from mnist_core.network.recipe import Recipe
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.search_process import TrialsHere
from mnist_core.search.searcher import Searcher
from mnist_core.search.space import Dimension
from mnist_core.search.storage import open_storage
from mnist_core.search.study import Search, ask_search
from mnist_core.training.config import TrainingConfig
from tests.training import small_trainer

RATE = Dimension("learning_rate", low=0.001, high=1.0)
BATCH = Dimension("batch_size", (50, 100))
Ask = Callable[..., Search]


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RDBStorage]:
    """The storage of a home that all tests of a module share."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INSIDE_A_CNN_HOME", str(tmp_path_factory.mktemp("searches")))
        environment.delenv("OPTUNA_STORAGE", raising=False)
        kept = open_storage(heartbeat=1)
        yield kept
        kept.engine.dispose()


def plan(*space: Dimension, epochs: int = 1, **named) -> SearchPlan:
    """A search over trainings that take a moment each."""
    base = TrainingConfig(small_trainer.LINEAR, Recipe(epochs=epochs, batch_size=50), 0, 100)
    return SearchPlan(base, space or (RATE, BATCH), **named)


@pytest.fixture
def ask(storage: RDBStorage, request: pytest.FixtureRequest) -> Ask:
    """Makes a search that is wanted, in Optuna's memory; ``kept`` makes it in the home's file."""
    memory = InMemoryStorage()  # the same for everything but workers that die, and much cheaper

    def ask(asked: SearchPlan, end: str = "", kept: bool = False) -> Search:
        name = f"{request.node.name[5:50].replace('_', ' ')}{end}"
        search = ask_search(storage if kept else memory, name, asked)
        search.want(True)
        return search

    return ask


def work(search: Search, most: int | None = None, name: str = "a worker") -> int:
    """One worker's work in this process, without TensorFlow."""
    return Searcher(search, TrialsHere(small_trainer), name).work(most)

"""Many workers on one search, on a real PostgreSQL: one is killed, none is lost, all is shown."""

import os
import signal
import tempfile
import threading
from collections import Counter
from pathlib import Path

import pytest

from mnist_core.search.crew import work_together
from mnist_core.search.storage import open_storage
from mnist_core.search.study import PLANNED, Search, ask_search
from mnist_core.search.trial import TrialState
from mnist_core.training.runs import open_run
from pages.ui import controls, resources
from tests.search import postgres, small_search_process
from tests.search.conftest import RATE, plan
from tests.training.test_queue import wait

pytestmark = pytest.mark.trainer
TRIALS, EPOCHS = 6, 6


@pytest.fixture
def server(home, monkeypatch):
    """The storage of a new server."""
    if not postgres.SERVERS:
        pytest.skip("needs PostgreSQL (on Debian, apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # short: it is a socket's path
        Path(name).chmod(0o755)
        with postgres.postgres(Path(name)) as address:
            monkeypatch.setenv("OPTUNA_STORAGE", address)
            resources.keeper.clear()
            storage = open_storage(heartbeat=1)
            yield storage
            for kept in (storage, resources.keeper().storage):
                kept.remove_session()
                kept.engine.dispose()
            resources.keeper.clear()


def test_four_workers_one_killed_lose_no_trial_count_none_twice_and_are_all_shown(server, app):
    """The trainings are real ones without TensorFlow; the workers are those of production."""
    asked = plan(RATE, sampler="random", trials=TRIALS, epochs=EPOCHS, seed=3, pruning=False)
    search = ask_search(server, "together", asked)
    search.want(True)
    told, killed, at_work = [], [], []
    page = app("experiments", part="Tune", tune="Your own search")

    def kill_one() -> None:
        """End a worker, as a lack of memory would, in the middle of its first trial; then look."""
        wait(lambda: any(it.curve and not it.state.ended for it in watching.trials()), every=0.4)
        victim = next(it for it in watching.trials() if it.curve and not it.state.ended)
        os.kill(int(victim.worker.rpartition(" ")[2]), signal.SIGKILL)
        killed.append(victim)
        page.run()
        at_work.extend(box.value for box in page.caption if box.value.startswith("**At work**"))

    watching = Search(server, "together")  # as the page does
    killer = threading.Thread(target=kill_one)
    killer.start()
    work_together(search, 4, told.append, small_search_process.COMMAND, heartbeat=1)
    killer.join()

    ended, (victim,) = search.trials(), killed
    assert len(ended) == TRIALS
    assert {it.state for it in ended} == {TrialState.FINISHED}
    assert sorted(it.number for it in told) == sorted(it.number for it in ended)
    assert len({it.run for it in ended}) == TRIALS
    assert all(len(it.curve) == EPOCHS and open_run(it.run).result.validation for it in ended)
    assert len({it.worker for it in ended}) >= 3
    again = next(it for it in ended if it.values == victim.values)
    assert again.number != victim.number and again.times >= 1 and again.worker != victim.worker
    asked_for = [it for it in search.study.get_trials() if PLANNED in it.user_attrs]
    assert len(asked_for) == TRIALS + sum(it.times for it in ended)  # more on a slow machine
    alone = ask_search(server, "alone", asked)  # the same values, whoever has trained them
    assert {str(it.values) for it in ended} == {
        str({"learning_rate": alone_value}) for alone_value in values_of(alone)
    }
    assert len(at_work) == 1 and ": trial " in at_work[0]
    page.run()
    assert not page.exception and sorted(page.dataframe[0].value["Trial"]) == sorted(
        it.number for it in ended
    )
    assert set(page.dataframe[0].value["State"]) == {"finished"}
    (shown,) = [box.value for box in page.caption if box.value.startswith("**Workers**")]
    done = Counter(it.worker for it in ended)
    assert all(f"{controls.plain(worker)} {number}" in shown for worker, number in done.items())
    assert shown.count(",") == sum(it.count(",") for it in done) + len(done) - 1


def values_of(search):
    """The values that the plan's seed draws for each of its trials, one after the other."""
    from mnist_core.search.samplers import suggest

    drawn = []
    for _ in range(TRIALS):
        with pytest.warns(UserWarning, match="supposed to be used with Study.optimize"):
            trial = search.study.ask()
        drawn.append(suggest(trial, RATE))
    return drawn

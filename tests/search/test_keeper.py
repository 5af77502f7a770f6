"""The app's own work on a search: by the queue, whose trainer may die, as may the whole server."""

import os
import signal
import subprocess
import sys

import pytest

from mnist_core.search import keeper as keeper_module
from mnist_core.search.keeper import Keeper
from mnist_core.search.space import Dimension
from mnist_core.search.storage import SearchError, open_storage
from mnist_core.search.trial import TrialState
from mnist_core.training.queue import ROOT, TrainingQueue
from mnist_core.training.runs import all_runs, open_run
from tests.search import patient_trainer
from tests.search.conftest import RATE, plan
from tests.training.test_queue import wait

pytestmark = pytest.mark.trainer
EPOCHS = 7
SERVER = """
import time
from mnist_core.search import keeper, storage
from mnist_core.training.queue import TrainingQueue
from tests.search.conftest import RATE, plan
from tests.search.patient_trainer import COMMAND
keeper.open_storage = lambda: storage.open_storage(heartbeat=1)
app = keeper.Keeper(TrainingQueue(COMMAND), 3_500)
app.ask("kept", plan(RATE, sampler="random", trials=2, epochs=7, seed=1))
time.sleep(600)
"""


@pytest.fixture
def begin(home, monkeypatch):
    """Makes the keeper of an app; it and its queue end with the test."""
    made = []
    monkeypatch.delenv("OPTUNA_STORAGE", raising=False)
    monkeypatch.setattr(keeper_module, "open_storage", lambda: open_storage(heartbeat=1))

    def begin():
        queue = TrainingQueue(patient_trainer.COMMAND)
        made.append((Keeper(queue, 3_500), queue))
        return made[-1]

    yield begin
    for keeper, queue in made:
        keeper.close()
        queue.close()
        keeper.storage.remove_session()
        keeper.storage.engine.dispose()


def test_a_search_survives_a_restarted_server_and_a_killed_trainer(begin, home):
    """The server is killed with its first trial half trained; the next one goes on with its run."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env={**os.environ})
    wait(lambda: any(run.history.epochs >= 2 for run in runs_of(home)))
    server.send_signal(signal.SIGKILL)
    server.wait()
    (half,) = all_runs()
    keeper, queue = begin()
    keeper.tend()  # as whoever opens the page
    search = keeper.search("kept")
    wait(lambda: len(all_runs()) == 2 and all_runs()[1].history.epochs >= 2)
    queue._process.kill()
    wait(lambda: not search.unfinished())
    first, second = search.trials()[::-1]
    assert {first.state, second.state} == {TrialState.FINISHED}
    assert (first.run, first.times) == (half.id, 1)
    runs = [open_run(trial.run) for trial in (first, second)]
    assert [run.history.epochs for run in runs] == [EPOCHS, EPOCHS]
    assert [len(trial.curve) for trial in (first, second)] == [EPOCHS, EPOCHS]
    assert sum(run.result.interruptions for run in runs) >= 2
    assert len(all_runs()) == 2


def runs_of(home):
    return all_runs() if (home / "runs").is_dir() else []


def test_stop_puts_the_run_aside_and_go_on_takes_it_up(begin):
    keeper, _ = begin()
    asked = plan(RATE, Dimension("seed", (1, 2)), sampler="random", trials=1, epochs=EPOCHS)
    search = keeper.ask("mine", asked)
    with pytest.raises(SearchError, match="choose another name"):
        keeper.ask("mine", asked)
    wait(lambda: any(it.curve for it in search.trials()))
    with pytest.raises(SearchError, match="Stop this search first"):
        keeper.remove("mine")
    search.want(False)
    wait(lambda: not keeper.works_on("mine"))
    (waiting,) = search.trials()
    assert waiting.state == TrialState.WAITING and 0 < open_run(waiting.run).history.epochs < EPOCHS
    keeper.start(search)
    wait(lambda: not search.unfinished())
    (trial,) = search.trials()
    assert trial.state == TrialState.FINISHED and trial.run == waiting.run
    assert len(trial.curve) == EPOCHS and trial.score == trial.curve[-1]
    wait(lambda: not keeper.works_on("mine"))
    keeper.remove("mine")
    assert keeper.names() == []

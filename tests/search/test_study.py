"""Searches: every trial is tried once, the same again from the same seed, and none is lost."""

import time
from itertools import product

import numpy as np
import optuna
import pytest
from optuna.distributions import FloatDistribution
from optuna.storages import RetryHeartbeatStaleTrialCallback

from mnist_core.search import search_process
from mnist_core.search.search_process import TrialsHere
from mnist_core.search.searcher import Searcher
from mnist_core.search.space import Dimension
from mnist_core.search.storage import SearchError, experimental
from mnist_core.search.study import Search, ask_search, remove_search, search_names
from mnist_core.search.trial import TrialState, best
from mnist_core.training.runs import all_runs, open_run
from tests.search.conftest import BATCH, RATE, plan, work
from tests.training import small_trainer


def tried(search):
    return [tuple(it.values.values()) for it in search.trials()]


def test_a_grid_visits_every_cell_once(ask):
    rates = Dimension("learning_rate", (0.01, 0.1, 0.5))
    search = ask(plan(rates, BATCH, sampler="grid", trials=99))
    assert {it.state for it in search.trials()} == {TrialState.WAITING}
    assert work(search) == 6
    assert tried(search) == list(product((0.01, 0.1, 0.5), (50, 100)))
    assert {it.state for it in search.trials()} == {TrialState.FINISHED}
    assert work(search) == 0 and search.unfinished() == {}


@pytest.mark.slow
@pytest.mark.parametrize(("sampler", "trials"), [("random", 4), ("tpe", 12)])
def test_the_same_seed_tries_the_same_however_often_it_was_interrupted(ask, sampler, trials):
    """TPE draws its first ten at random; what comes after depends on what those have reached."""
    asked = plan(sampler=sampler, trials=trials, seed=5)
    whole, parts = ask(asked, " whole"), ask(asked, " parts")
    work(whole)
    while work(Search(parts.study._storage, parts.name), most=5):  # as another process begins
        pass
    assert tried(parts) == tried(whole)
    assert [it.score for it in parts.trials()] == [it.score for it in whole.trials()]
    other = ask(plan(sampler=sampler, trials=trials, seed=6), " other")
    work(other, most=1)
    assert tried(other)[0] != tried(whole)[0]
    rates = [rate for rate, _ in tried(whole)]
    assert len(set(rates)) == trials and 0.001 <= min(rates) < max(rates) <= 1


def test_random_trials_do_not_depend_on_who_takes_them(ask):
    """The values of trial 2 are the same where 0 and 1 are still trained by others."""
    asked = plan(RATE, sampler="random", trials=3, seed=5)
    alone, among = ask(asked, " alone"), ask(asked, " among")
    work(alone)
    for _ in range(2):
        among.study._pop_waiting_trial_id()  # two others take theirs, and have not begun
    work(among, most=1)
    assert among.trials()[2].values == alone.trials()[2].values


def test_a_trial_is_a_run_that_anybody_can_open(ask):
    search = ask(plan(sampler="random", trials=2))
    work(search, name="anna")
    for trial in search.trials():
        run = open_run(trial.run)
        assert run.config.recipe.learning_rate == trial.values["learning_rate"]
        assert run.config.recipe.batch_size == trial.values["batch_size"]
        assert run.result.validation.accuracy == trial.score == trial.curve[-1]
        assert trial.worker == "anna" and trial.seconds > 0
    assert best(search.trials()).score == max(it.score for it in search.trials())


@pytest.mark.slow
def test_what_is_worse_than_the_median_is_pruned_and_says_why(ask):
    """Four long trainings of a good rate go first; a rate that learns nothing ends after one."""
    rates = Dimension("learning_rate", (0.5, 0.4, 0.3, 0.2, 0.00001))
    search = ask(plan(rates, sampler="grid", epochs=4))
    work(search)
    *good, bad = search.trials()
    assert [len(it.curve) for it in good] == [4] * 4
    assert bad.state == TrialState.PRUNED and len(bad.curve) == 1 and bad.score is None
    firsts = sorted(it.curve[0] for it in good)
    median = (firsts[1] + firsts[2]) / 2
    assert bad.curve[0] < median
    assert bad.reason == (
        f"after epoch 1 its best was {bad.curve[0]:.2%}, below {median:.2%}, the median of 4"
    )
    unpruned = ask(plan(rates, sampler="grid", epochs=4, pruning=False), " not")
    work(unpruned)
    assert len(unpruned.trials()[4].curve) == 4


def test_what_cannot_be_trained_fails_with_its_reason_and_the_search_goes_on(ask):
    kernels = Dimension("kernel_size", (3, 5))  # of a network that has no convolution
    search = ask(plan(kernels, sampler="grid"))
    assert work(search) == 2
    assert {it.state for it in search.trials()} == {TrialState.FAILED}
    assert search.trials()[0].reason == "This network has no convolution that a search could vary."


class Stopping(TrialsHere):
    """Somebody stops the search after the third epoch."""

    def train(self, run, after_epoch, wanted):
        def stop(epoch, accuracy):
            after_epoch(epoch, accuracy)
            if epoch == 3:
                self.search.want(False)

        return super().train(run, stop, wanted)


def test_a_search_that_is_stopped_puts_its_run_aside_and_goes_on_with_it(ask, monkeypatch):
    monkeypatch.setattr(search_process, "LOOK_SECONDS", 0.0)
    search = ask(plan(RATE, sampler="random", trials=2, epochs=5))
    stopping = Stopping(small_trainer)
    stopping.search = search
    before = len(all_runs())
    Searcher(search, stopping, "stopped").work()
    assert len(all_runs()) == before  # none that the app's trainer would take
    second, first = search.trials()
    assert (first.number, first.times, first.state) == (2, 1, TrialState.WAITING)
    assert (second.number, second.state) == (1, TrialState.WAITING)
    search.want(True)
    work(search)
    second, again = search.trials()
    assert {second.state, again.state} == {TrialState.FINISHED}
    assert again.run == first.run and again.values == first.values
    assert open_run(again.run).history.epochs == 5 == len(again.curve)


def test_a_worker_that_comes_too_late_for_the_last_trial_trains_nothing(ask):
    search = ask(plan(RATE, sampler="random", trials=1))
    search.study._pop_waiting_trial_id()  # between this worker's look and its taking
    before = len(all_runs())
    Searcher(search, TrialsHere(small_trainer), "late")._take()
    assert len(all_runs()) == before
    assert [it.number for it in search.trials()] == [0]


def test_a_trial_without_heartbeat_is_given_back(ask):
    """Its worker died: after twice the interval of one second another one gets it."""
    search = ask(plan(RATE, sampler="random", trials=1), kept=True)
    dead = search.study._pop_waiting_trial_id()
    search.study._storage.record_heartbeat(dead)
    begun = time.monotonic()
    assert work(search) == 1
    assert time.monotonic() - begun > 1
    (trial,) = search.trials()
    assert trial.state == TrialState.FINISHED and trial.times == 1


class Late(TrialsHere):
    """Its machine stands still after the first epoch, so long that the others take it for dead."""

    def train(self, run, after_epoch, wanted):
        def told(epoch, accuracy):
            after_epoch(epoch, accuracy)
            if epoch == 1:
                self.study._storage.set_trial_state_values(self.trial, optuna.trial.TrialState.FAIL)
                with experimental():
                    dead = self.study.get_trials()[0]
                    RetryHeartbeatStaleTrialCallback()(self.study, dead)

        return super().train(run, told, wanted)


def test_a_worker_that_was_taken_for_dead_leaves_its_trial_to_the_other(ask):
    search = ask(plan(RATE, sampler="random", trials=1, epochs=4))
    late = Late(small_trainer)
    late.study, late.trial = search.study, search.study.get_trials()[0]._trial_id
    Searcher(search, late, "late")._take()
    (waiting,) = search.trials()
    assert (waiting.number, waiting.state, waiting.times) == (1, TrialState.WAITING, 1)
    work(search)
    (trial,) = search.trials()
    assert trial.state == TrialState.FINISHED and len(trial.curve) == 4


def test_names_are_those_of_searches_newest_first(ask, storage):
    optuna.create_study(storage=storage, study_name="somebody else's")
    first, second = (ask(plan(trials=1), end, kept=True) for end in (" 1", " 2"))
    assert search_names(storage)[:2] == [second.name, first.name]
    assert "somebody else's" not in search_names(storage)
    remove_search(storage, second.name)
    assert search_names(storage)[0] == first.name
    with pytest.raises(SearchError, match="There is no search called"):
        Search(storage, second.name)
    with pytest.raises(SearchError, match="choose another name"):
        ask_search(storage, first.name, plan())
    with pytest.raises(SearchError, match="Name a search with up to 60"):
        ask_search(storage, "../etc", plan())


def test_what_decides_is_found(ask):
    """The score depends on the learning rate alone: it is the rate's own logarithm."""
    search = ask(plan(RATE, Dimension("momentum", low=0.0, high=0.9), sampler="random", trials=1))
    assert search.importances() == {}
    drawn = np.random.default_rng(1).uniform(size=(30, 2))
    for first, second in drawn:
        values = {"learning_rate": float(10 ** (3 * first - 3)), "momentum": 0.9 * float(second)}
        kinds = {
            "learning_rate": FloatDistribution(0.001, 1.0, log=True),
            "momentum": FloatDistribution(0.0, 0.9),
        }
        search.study.add_trial(
            optuna.create_trial(params=values, distributions=kinds, value=float(first))
        )
    shares = search.importances()
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["learning_rate"] > 0.9

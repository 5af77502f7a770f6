"""A worker: takes the trials of a search one by one, has each trained, and tells what came of it.

Who trains is told to it: the app's queue (``queued_trials``) or the worker's own process
(``search_process``). Optuna's ``optimize`` beats the heart while a trial is trained, and gives the
trials of dead workers back; with ``ask`` and ``tell`` alone it does neither, and says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import optuna
from optuna.storages import RetryHeartbeatStaleTrialCallback
from optuna.trial import FrozenTrial
from optuna.trial import TrialState as Optunas

from mnist_core.search.samplers import suggest
from mnist_core.search.storage import experimental
from mnist_core.search.study import PLANNED, REASON, RUN, WORKER, Search
from mnist_core.search.trial import Trial, TrialState, why_pruned
from mnist_core.training.config import TrainingConfig
from mnist_core.training.pruning import remove
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import RunState
from mnist_core.training.runs import open_run

POLL_SECONDS = 1.0
KEPT = 10
"""Runs that a search leaves in the home: its best ones."""
AfterEpoch = Callable[[int, float], None]
Wanted = Callable[[], bool]


class TrainsTrials(Protocol):
    """Who trains the run of a trial."""

    def begin(self, config: TrainingConfig, run_id: str) -> Run:
        """The run for it: that of this id where it can be gone on with, else a new one."""
        ...

    def train(self, run: Run, after_epoch: AfterEpoch, wanted: Wanted) -> Run | None:
        """Train it, telling the validation accuracy of every epoch; its run when it has ended.

        None where it was not ``wanted`` any more: it is put aside for whoever takes the trial next.
        """
        ...


class Undecided(Exception):
    """A trial without a score: it failed, was given back, or is one too many."""


class Searcher:
    """Works on a search until nothing is left, or nobody wants it any more.

    Parameters
    ----------
    search : which one
    trains : who trains
    name : what the page calls this worker
    goes_on : False as soon as this worker shall end
    """

    def __init__(
        self, search: Search, trains: TrainsTrials, name: str, goes_on: Wanted = lambda: True
    ) -> None:
        self._search, self._trains, self._name, self._goes_on = search, trains, name, goes_on
        self._taken: int | None = None
        self._given_back: int | None = None

    def work(self, most: int | None = None) -> int:
        """Take trials, at most so many; returns how many it took.

        Where none waits but another worker still has one, wait for what becomes of it.
        """
        taken = 0
        while self._wanted() and (most is None or taken < most):
            left = self._search.unfinished()
            if not left:
                break
            if TrialState.WAITING in left:
                self._take()
                taken += 1
            else:
                time.sleep(POLL_SECONDS)
                with experimental():
                    optuna.storages.fail_stale_trials(self._search.study)
        return taken

    def _wanted(self) -> bool:
        return self._goes_on() and self._search.wanted

    def _take(self) -> None:
        try:
            self._search.study.optimize(
                self._objective, n_trials=1, catch=(Undecided,), callbacks=[self._after]
            )
        except ValueError:  # Optuna's word for a trial that has ended already
            if not self._lost():
                raise

    def _lost(self) -> bool:
        """Whether this worker was taken for dead, and its trial given to another one.

        A machine that has too much to do is late with its heartbeats.
        """
        trials = self._search.study.get_trials(deepcopy=False)
        return self._taken is not None and trials[self._taken].state == Optunas.FAIL

    def _objective(self, trial: optuna.Trial) -> float:
        """Accuracy on the validation digits of a training with this trial's settings."""
        self._taken = trial.number
        try:
            return self._trained(trial)
        except (Undecided, optuna.TrialPruned):
            raise
        except Exception as error:  # a mistake of ours: it ends this worker, and is on the page
            trial.set_user_attr(REASON, f"{type(error).__name__}: {error}"[:300])
            raise

    def _trained(self, trial: optuna.Trial) -> float:
        if PLANNED not in trial.user_attrs:  # another worker has taken the last one
            raise Undecided
        trial.set_user_attr(WORKER, self._name)
        values = {it.name: suggest(trial, it) for it in self._search.plan.space}
        try:
            config = self._search.plan.config(values)
            run = self._trains.begin(config, trial.user_attrs.get(RUN, ""))
        except (ValueError, OSError) as error:
            raise self._failed(trial, str(error)) from None
        trial.set_user_attr(RUN, run.id)
        curve = _Curve(self._search, trial, run)
        ended = self._trains.train(run, curve.after_epoch, self._wanted)
        if ended is None:
            self._given_back = trial.number
            raise Undecided
        return self._score(trial, ended, curve.pruned)

    def _score(self, trial: optuna.Trial, run: Run, pruned: str) -> float:
        result = run.result
        if result and result.state == RunState.FINISHED and result.validation:
            return result.validation.accuracy
        if pruned:
            trial.set_user_attr(REASON, pruned)
            raise optuna.TrialPruned
        reason = result.reason if result else ""
        raise self._failed(trial, reason or "Its run was stopped by hand.")

    def _failed(self, trial: optuna.Trial, reason: str) -> Undecided:
        trial.set_user_attr(REASON, reason)
        return Undecided()

    def _after(self, study: optuna.Study, trial: FrozenTrial) -> None:
        """Give back what was put aside, as Optuna does for the dead; keep few of the runs."""
        if trial.number == self._given_back:
            with experimental():
                RetryHeartbeatStaleTrialCallback()(study, trial)
        leave_the_best(self._search.trials())


def leave_the_best(trials: Sequence[Trial], most: int = KEPT) -> None:
    """Remove the runs of a search from this home but for its best and those that go on.

    Their settings, curves and scores stay with the search; its runs shall not push out those of
    people, of which the home keeps the newest sixty.
    """
    ended = [it for it in trials if it.state.ended and it.run]
    for trial in sorted(ended, key=lambda it: -(it.score or 0.0))[most:]:
        try:
            run = open_run(trial.run)
        except RunError:  # of another home, or removed already
            continue
        if not run.state.active:
            remove(run)


class _Curve:
    """Tells the epochs of one trial, and ends its run where the median rule says so."""

    def __init__(self, search: Search, trial: optuna.Trial, run: Run) -> None:
        self._search, self._trial, self._run = search, trial, run
        self._curve: list[float] = []
        self.pruned = ""

    def after_epoch(self, epoch: int, accuracy: float) -> None:
        """Epochs count from 1; one that was told before is passed over, also if done again."""
        if epoch <= len(self._curve) or self.pruned:
            return
        self._curve.append(accuracy)
        try:
            self._trial.report(accuracy, epoch)
        except optuna.exceptions.UpdateFinishedTrialError:  # it is another worker's by now
            self._run.request_stop()
            return
        if epoch < int(self._run.config.recipe.epochs) and self._trial.should_prune():
            ended = self._search.study.get_trials(deepcopy=False, states=(Optunas.COMPLETE,))
            others = [list(it.intermediate_values.values()) for it in ended]
            self.pruned = why_pruned(self._curve, others)
            self._run.request_stop()

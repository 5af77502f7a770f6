"""A search as it is kept: its plan, its trials, whether it shall go on. Optuna's study inside.

All trials of the plan wait in the storage from the beginning. Whoever takes one says so there, in
one transaction: the storage is the queue, and no trial is lost or taken twice.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import optuna
from optuna.pruners import MedianPruner, NopPruner
from optuna.storages import BaseStorage
from optuna.trial import FrozenTrial
from optuna.trial import TrialState as Optunas

from mnist_core.search.samplers import sampler
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.storage import RETRIES, SearchError
from mnist_core.search.trial import Trial, TrialState

NAME = re.compile(r"[^\W_][\w ,.()×+-]{0,59}")
PLAN, ASKED, WANTED, KEEPER, QUESTION = "plan", "asked", "wanted", "keeper", "question"
WORKER, RUN, REASON = "worker", "run", "reason"  # of a trial
PLANNED = "planned"  # of a trial: it is one of the plan, and was not made on the spot
FIXED = "fixed_params"  # Optuna's name for what a trial is to be tried with
RETRIED = "retry_history"  # Optuna's list of the trials that a trial takes the place of
GIVING_BACK = timedelta(seconds=30)
DIED = f"Its workers died {RETRIES + 1} times; it is given up."
UNPRUNED = 4
"""Trials that run to their end before any is pruned, and also the fewest to compare with."""
STATES: Mapping[Optunas, TrialState] = MappingProxyType(
    {
        Optunas.WAITING: TrialState.WAITING,
        Optunas.RUNNING: TrialState.TRAINING,
        Optunas.COMPLETE: TrialState.FINISHED,
        Optunas.PRUNED: TrialState.PRUNED,
        Optunas.FAIL: TrialState.FAILED,
    }
)

optuna.logging.set_verbosity(optuna.logging.ERROR)  # what comes of a trial, we say ourselves


class Search:
    """One search in a storage. Reads afresh at every question."""

    def __init__(self, storage: BaseStorage, name: str) -> None:
        try:
            study_id = storage.get_study_id_from_name(name)
            attributes = storage.get_study_user_attrs(study_id)
            self.plan = SearchPlan.from_dict(attributes[PLAN])
        except KeyError:
            raise SearchError(f"There is no search called {name[:60]!r} here.") from None
        self.name, self.question = name, str(attributes.get(QUESTION, ""))
        optuna.logging.set_verbosity(
            optuna.logging.ERROR
        )  # what comes of a trial, we say ourselves
        pruner = MedianPruner(UNPRUNED) if self.plan.pruning else NopPruner()
        self.study = optuna.load_study(
            study_name=name, storage=storage, sampler=sampler(self.plan), pruner=pruner
        )

    @property
    def wanted(self) -> bool:
        """Whether its trials shall be taken."""
        return bool(self.study.user_attrs.get(WANTED))

    def want(self, wanted: bool, keeper: str | None = None) -> None:
        """Let it go on or stop; ``keeper`` is the app that works on it, None if none does."""
        self.study.set_user_attr(KEEPER, keeper)
        self.study.set_user_attr(WANTED, wanted)

    @property
    def keeper(self) -> str | None:
        """The app that works on it, and takes it up again after a restart."""
        return self.study.user_attrs.get(KEEPER)

    def unfinished(self) -> dict[TrialState, int]:
        """How many trials wait, and how many are trained; a state without any is left out."""
        return dict(Counter(it.state for it in self.trials() if not it.state.ended))

    def trials(self) -> list[Trial]:
        """All trials by number; those given back are left out, others stand in their place."""
        all_of_them = self.study.get_trials(deepcopy=False)
        replaced = {number for it in all_of_them for number in it.system_attrs.get(RETRIED, ())}
        return [
            trial_of(it)
            for it in all_of_them
            if it.number not in replaced and PLANNED in it.user_attrs
        ]

    def importances(self) -> dict[str, float]:
        """How much each setting decides whether a trial is among the best quarter; sum 1.

        PED-ANOVA (S. Watanabe et al. 2023, arXiv:2304.10255), over the finished trials. Empty
        where there are too few to say, or nothing was varied.
        """
        from optuna.importance import get_param_importances

        ended = self.study.get_trials(deepcopy=False, states=(Optunas.COMPLETE,))
        if len(ended) < 2 * UNPRUNED or len({it.value for it in ended}) < 2:
            return {}
        names = [it.name for it in self.plan.space]
        shares = get_param_importances(self.study, params=names)
        return {name: float(share) for name, share in shares.items()}


def ask_search(storage: BaseStorage, name: str, plan: SearchPlan, question: str = "") -> Search:
    """Make a search; all its trials wait from now on.

    Raises
    ------
    SearchError
        Where the name cannot be one, or there is such a search already.
    """
    if not NAME.fullmatch(name):
        raise SearchError(
            "Name a search with up to 60 letters, digits, spaces and . , ( ) + -, beginning with "
            "a letter or digit."
        )
    try:
        study = optuna.create_study(study_name=name, storage=storage, direction="maximize")
    except optuna.exceptions.DuplicatedStudyError:
        raise SearchError(
            f"There is a search called {name!r} already: choose another name."
        ) from None
    study.set_user_attr(ASKED, time.time())
    study.set_user_attr(PLAN, plan.to_dict())
    if question:
        study.set_user_attr(QUESTION, question)
    for values in plan.fixed():
        study.enqueue_trial(values, user_attrs={PLANNED: True})
    return Search(storage, name)


def search_names(storage: BaseStorage) -> list[str]:
    """The searches in a storage, newest first; what others keep there is left out."""
    known = [it for it in storage.get_all_studies() if PLAN in it.user_attrs]
    return [it.study_name for it in sorted(known, key=lambda it: -it.user_attrs[ASKED])]


def wanted_by(storage: BaseStorage, keeper: str) -> list[str]:
    """The searches that shall go on and that this app has begun."""
    known = ((it.study_name, it.user_attrs) for it in storage.get_all_studies())
    return [name for name, said in known if said.get(WANTED) and said.get(KEEPER) == keeper]


def remove_search(storage: BaseStorage, name: str) -> None:
    """Forget a search; the runs of its trials stay."""
    optuna.delete_study(study_name=name, storage=storage)


def trial_of(trial: FrozenTrial) -> Trial:
    """Optuna's trial as plain values."""
    said = trial.user_attrs
    fixed = trial.system_attrs.get(FIXED, {})
    times = len(trial.system_attrs.get(RETRIED, ()))
    state = STATES[trial.state]
    begun, ended = trial.datetime_start, trial.datetime_complete
    dead = state == TrialState.FAILED and REASON not in said and times < RETRIES
    if dead and ended and datetime.now() - ended < GIVING_BACK:
        state = TrialState.TRAINING  # the one that takes its place is there in a moment
    return Trial(
        number=trial.number,
        state=state,
        values={**fixed, **trial.params},
        curve=tuple(trial.intermediate_values[step] for step in sorted(trial.intermediate_values)),
        score=trial.value if state == TrialState.FINISHED else None,
        worker=said.get(WORKER, "") if state != TrialState.WAITING else "",
        run=said.get(RUN, ""),
        seconds=(ended - begun).total_seconds() if begun and ended else None,
        reason=said.get(REASON, "" if state != TrialState.FAILED else DIED),
        times=times,
    )

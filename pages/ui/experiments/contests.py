"""Contests: a board of the trainings in this home, judged by three seeds on the test digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean

import pandas as pd
import streamlit as st

from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import Interval
from mnist_core.figures.number_format import between, percent
from mnist_core.studies.contest import GOAL, SEEDS, Entry, entries, ranked
from mnist_core.training.runs import all_runs
from pages.ui import refusal, resources

CONTEST = "contest"  # also the name of the URL parameter
SHIFT, PIXELS = "shift", 3
INTERVAL = "95 % interval"
TO_JUDGE = "contest_entry"


@dataclass(frozen=True)
class Contest:
    """What is counted, its unit, and whether the goal has to be reached.

    Without a goal what is counted is a share of digits, less than nothing, and has an interval.
    """

    title: str
    says: str
    column: str
    by: Callable[[Entry], float]
    goal: bool = True


def _shares(entry: Entry) -> list[float]:
    """The share of shifted test digits that each seed that counts reads right."""
    return [
        resources.read_right(resources.RUN_PREFIX + it.run.id, SHIFT, PIXELS)
        / len(resources.sample())
        for it in entry.counted
    ]


def _shifted(entry: Entry) -> float:
    return -fmean(_shares(entry))


CONTESTS = (
    Contest(
        "Fewest parameters",
        f"The smallest network that reads {percent(GOAL)} of the test digits. One of 697 "
        "parameters has been published that does.",
        "Parameters",
        lambda entry: entry.config.architecture.parameters,
    ),
    Contest(
        "Fewest seconds",
        f"The shortest training that reaches {percent(GOAL)}, on the machine that trained it. "
        "Times of different machines do not compare.",
        "Seconds",
        lambda entry: entry.seconds,
    ),
    Contest(
        "Shifted digits",
        f"The best on {PIXELS} pixels’ shift to a side, of up to 1,000 of the test digits.",
        "Shifted, right",
        _shifted,
        goal=False,
    ),
)


def show() -> None:
    """Choose a contest; its board, and what it takes to be judged."""
    refusal.show()
    titles = {it.title: it for it in CONTESTS}
    chosen = st.segmented_control(
        "Contest",
        list(titles),
        default=CONTESTS[0].title,
        required=True,
        key=CONTEST,
        bind="query-params",
        label_visibility="collapsed",
    )
    contest = titles[chosen]
    st.markdown(contest.says)
    board = entries(all_runs(), resources.dataset().provenance)
    if not board:
        st.info(
            "No entry yet: every training that finishes here is one. Build a network, train it, "
            "and come back."
        )
        return
    board = ranked(board, contest.by, contest.goal)
    _board(contest, board)
    st.caption(
        f"The judge is the mean of the **first {SEEDS} seeds** on the test digits, with Student’s "
        "95 % interval over the seeds. The best of many tries does not count: it would be chosen "
        "by the test digits. “Open” shows a run, and its recipe repeats it."
    )
    _missing_seeds(board)


def _board(contest: Contest, board: Sequence[Entry]) -> None:
    rows = [_row(contest, place, entry) for place, entry in enumerate(board, start=1)]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        column_config={
            "Parameters": st.column_config.NumberColumn("Parameters", format="localized"),
            "Seconds": st.column_config.NumberColumn("Seconds", format="%.1f"),
            "Run": st.column_config.LinkColumn("Run", display_text="open"),
        },
    )


def _row(contest: Contest, place: int, entry: Entry) -> dict[str, object]:
    value = contest.by(entry)
    reached = entry.reached or not contest.goal
    verdict = f"{place}." if entry.judged and reached else "below the goal"
    right = {"Test digits, right": percent(entry.accuracy)}
    if contest.goal:
        figures = {contest.column: value, **right, INTERVAL: _between(entry.interval)}
    else:
        of_shares = mean_interval(_shares(entry)) if entry.judged else None
        figures = {contest.column: percent(-value), INTERVAL: _between(of_shares), **right}
    return {
        "Place": verdict if entry.judged else "not judged yet",
        "Network": entry.config.architecture.title,
        **figures,
        "Seeds": f"{len(entry.counted)} of {SEEDS}",
        "Epochs": int(entry.config.recipe.epochs),
        "Digits": entry.config.examples or resources.training_digits(),
        "Run": f"training?run={entry.counted[0].run.id}",
    }


def _between(interval: Interval | None) -> str:
    """An interval of shares as text; nothing where there is none yet."""
    return (
        "" if interval is None else between(Interval(max(interval.low, 0), min(interval.high, 1)))
    )


def _missing_seeds(board: Sequence[Entry]) -> None:
    """Choose an entry that is not judged yet, and have its missing seeds trained."""
    open_ones = [entry for entry in board if not entry.judged]
    if not open_ones:
        return
    place = st.selectbox(
        "Not judged yet",
        range(len(open_ones)),
        format_func=lambda place: _name(open_ones[place]),
        key=TO_JUDGE,
    )
    entry = open_ones[place]
    count = len(entry.missing())
    st.button(
        f"Train the missing {count} seeds" if count > 1 else "Train the missing seed",
        icon=":material/playlist_add:",
        on_click=partial(_train, entry),
        disabled=_asked(entry),
    )
    if _asked(entry):
        st.caption("They wait in the queue, or are being trained.")


def _name(entry: Entry) -> str:
    recipe = entry.config.recipe
    return (
        f"{entry.config.architecture.title}, {recipe.optimizer}, rate {recipe.learning_rate:g}, "
        f"{recipe.epochs} epochs"
    )


def _asked(entry: Entry) -> bool:
    """Whether one of the missing trainings waits or is trained already."""
    wanted = entry.missing()
    return any(run.state.active and run.config in wanted for run in all_runs())


def _train(entry: Entry) -> None:
    with refusal.explained():
        for config in entry.missing():
            resources.queue().submit(config, resources.training_digits())

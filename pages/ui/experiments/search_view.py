"""A search while it goes on and afterwards: how it stands, its trials, its charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from mnist_core.figures.search_charts import (
    best_so_far_chart,
    importance_chart,
    learning_curves_chart,
    parallel_chart,
)
from mnist_core.search.space import SEARCHED
from mnist_core.search.trial import Trial, TrialState, best, finished
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run
from pages.ui import controls, refusal, resources
from pages.ui.components.live_chart import live_chart

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper
    from mnist_core.search.study import Search

SEARCH = "search"  # also the name of the URL parameter
CHART = "search_chart"
POLL_SECONDS = 2.0
CHARTS = MappingProxyType(
    {
        "best": "Best so far",
        "curves": "Learning curves",
        "values": "Values",
        "matters": "What matters",
    }
)


def look_at(name: str) -> None:
    """Make a search the one in view, and name it in the address."""
    st.session_state[SEARCH] = name


def choose(keeper: Keeper, names: Sequence[str]) -> None:
    """The search in view, drawn again every two seconds while it goes on."""
    if not names:
        st.info("No search yet: choose settings to vary, and start one.")
        return
    if st.session_state.get(SEARCH) not in names:
        st.session_state.pop(SEARCH, None)
    name = st.selectbox("Search in view", names, key=SEARCH, bind="query-params")
    search = keeper.search(name)
    active = search.wanted and bool(search.unfinished())
    st.fragment(_watched, run_every=POLL_SECONDS if active else None)(keeper, search, active)


def _watched(*asked) -> None:
    try:
        with resources.storage_answers():
            _watch(*asked)
    except ValueError as error:
        st.error(controls.plain(str(error)), icon=":material/error:")


def _watch(keeper: Keeper, search: Search, active: bool) -> None:
    try:
        trials = search.trials()
    except KeyError:  # somebody has removed it
        st.rerun()
    if active != (search.wanted and any(not it.state.ended for it in trials)):
        st.rerun()  # it has begun, ended or been stopped meanwhile
    refusal.show()
    buttons(keeper, search, active)
    stands(search, trials)
    chart(search, trials)
    table(trials)


def buttons(keeper: Keeper, search: Search, active: bool) -> None:
    """Stop, go on, remove; all keep their places."""
    left = bool(search.unfinished())
    with st.container(horizontal=True):
        _button("Stop", "stop", active, lambda: search.want(False), search)
        _button("Go on", "play_arrow", left and not active, lambda: keeper.start(search), search)
        _button("Remove", "delete", not active, lambda: keeper.remove(search.name), search)


def _button(label: str, icon: str, enabled: bool, does, search: Search) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        disabled=not enabled,
        on_click=_press,
        args=(does,),
        key=f"{label}_{search.name}",
    )


def _press(does) -> None:
    with refusal.explained(), resources.storage_answers():
        does()


def stands(search: Search, trials: Sequence[Trial]) -> None:
    """How many trials have ended, which is best, and who works on them."""
    counts = Counter(it.state for it in trials)
    ended = sum(it.state.ended for it in trials)
    facts = [f"{counts[state]} {state}" for state in TrialState if counts[state]]
    st.progress(
        ended / max(len(trials), 1), text=f"**{ended} of {len(trials)}** · " + ", ".join(facts)
    )
    winner = best(trials)
    if winner is not None:
        st.markdown(
            f"**Best: {winner.score:.2%}**, trial {winner.number}: {winner.values_in_words}."
        )
    busy = [f"{it.worker}: trial {it.number}" for it in trials if it.state == TrialState.TRAINING]
    done = Counter(it.worker for it in trials if it.state.ended and it.worker)
    if busy:
        st.caption("**At work** · " + controls.plain("; ".join(busy)))
    if done:
        st.caption(
            "**Workers** · " + controls.plain(", ".join(f"{name} {n}" for name, n in done.items()))
        )
    pruned = [it for it in trials if it.state == TrialState.PRUNED]
    if pruned:
        last = pruned[-1]
        st.caption(f"**Pruned** · {len(pruned)}; the last, trial {last.number}: {last.reason}")


def chart(search: Search, trials: Sequence[Trial]) -> None:
    """One of four charts, as soon as there is something to draw."""
    kind = st.segmented_control(
        "Chart",
        list(CHARTS),
        default="best",
        required=True,
        format_func=CHARTS.__getitem__,
        key=CHART,
        label_visibility="collapsed",
    )
    colours, ended = controls.palette(), finished(trials)
    if kind == "curves" and any(it.curve for it in trials):
        live_chart.show(
            learning_curves_chart(trials, colours),
            alt="Validation accuracy after every epoch, one line a trial.",
            key=f"curves_{search.name}",
        )
    elif not ended:
        st.caption("Nothing to draw before a trial has finished.")
    elif kind == "best":
        live_chart.show(
            best_so_far_chart({search.name: trials}, colours),
            alt=f"Score of {len(ended)} finished trials, and the best up to each.",
            key=f"best_{search.name}",
        )
    elif kind == "values":
        controls.show(
            parallel_chart(trials, search.plan.space, colours),
            alt="Every finished trial as a line through its values, coloured by its score.",
            key="parallel",
        )
        st.caption("Drag along an axis to keep some lines only. Where do the best ones bunch?")
    elif kind == "matters":
        _importances(search)


def _importances(search: Search) -> None:
    shares = search.importances()
    if not shares:
        st.caption("It takes eight finished trials, not all equal, to say what matters.")
        return
    titles = {name: SEARCHED[name].title for name in shares}
    controls.show(
        importance_chart(shares, titles, controls.palette()),
        alt=", ".join(f"{titles[name]} {share:.0%}" for name, share in shares.items()),
        key="importances",
    )
    st.caption(
        "How much each setting decides whether a trial is among the best quarter (PED-ANOVA). It "
        "speaks of the ranges that were searched: a setting that hardly moved cannot matter."
    )


def table(trials: Sequence[Trial]) -> None:
    """All trials, the newest first, with the reason where one was pruned or failed."""
    rows = [
        {
            "Trial": it.number,
            "State": str(it.state),
            "Score": None if it.score is None else 100 * it.score,
            **{SEARCHED[name].title: value for name, value in it.values.items()},
            "Epochs": len(it.curve),
            "Seconds": it.seconds,
            "Run": _link(it),
            "Why": it.reason,
        }
        for it in reversed(trials)
        if it.state != TrialState.WAITING
    ]
    if not rows:
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        column_config={
            "Score": st.column_config.NumberColumn("Score", format="%.2f %%"),
            "Seconds": st.column_config.NumberColumn("Seconds", format="%.1f"),
            "Run": st.column_config.LinkColumn("Run", display_text="open"),
        },
    )


def _link(trial: Trial) -> str | None:
    """The address of a trial's run while this home has it; the best ten of a search stay."""
    try:
        return f"training?run={open_run(trial.run).id}" if trial.state.ended else None
    except RunError:
        return None

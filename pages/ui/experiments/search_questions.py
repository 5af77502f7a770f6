"""The ready experiments: a question, a guess, then trainings that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from mnist_core.figures.question_charts import tried_chart, values_chart
from mnist_core.figures.search_charts import best_so_far_chart
from mnist_core.search.ready_experiments import READY_EXPERIMENTS, ReadyExperiment
from mnist_core.search.trial import Trial
from pages.ui import controls, guess, refusal, resources
from pages.ui.components.live_chart import live_chart
from pages.ui.experiments import search_view

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper
    from mnist_core.search.study import Search

QUESTION = "question"  # also the name of the URL parameter
GUESS = "guess_"  # keys begin so


def show(keeper: Keeper, names: Sequence[str]) -> None:
    """Choose a question and guess; then what has been trained for it."""
    titles = {it.title: it for it in READY_EXPERIMENTS.values()}
    question = titles[st.selectbox("Experiment", list(titles), key=QUESTION, bind="query-params")]
    st.markdown(f"**{question.question}**")
    if guess.choose(GUESS + question.id, "What do you expect?", question.guesses) is None:
        return
    searches = _newest(keeper, names, question)
    _start_button(keeper, names, question, searches)
    if not searches:
        return
    active = any(it.wanted and it.unfinished() for it in searches.values())
    every = search_view.POLL_SECONDS if active else None
    st.fragment(_watched, run_every=every)(keeper, question, searches, active)


def _newest(keeper: Keeper, names: Sequence[str], question: ReadyExperiment) -> dict[str, Search]:
    """The searches of the last time that somebody has had this trained, by their ending."""
    found: dict[str, Search] = {}
    for end in question.searches:
        for name in names:
            if name.startswith(question.title) and name.endswith(end):
                search = keeper.search(name)
                if search.question == question.id:
                    found[end] = search
                    break
    return found if len(found) == len(question.searches) else {}


def _start_button(
    keeper: Keeper, names: Sequence[str], question: ReadyExperiment, searches: Mapping[str, Search]
) -> None:
    plans = question.plans(resources.dataset().provenance)
    count = sum(plan.trials for plan in plans.values())
    busy = any(it.wanted and it.unfinished() for it in searches.values())
    st.button(
        f"Train it again: {count} trainings" if searches else f"Train it: {count} trainings",
        icon=":material/play_arrow:",
        type="secondary" if searches else "primary",
        disabled=busy,
        on_click=_start,
        args=(keeper, list(names), question),
        key=f"start_{question.id}",
    )


def _start(keeper: Keeper, names: list[str], question: ReadyExperiment) -> None:
    number = 1
    while any(name.startswith(f"{question.title} {number}") for name in names):
        number += 1
    with refusal.explained(), resources.storage_answers():
        for end, plan in question.plans(resources.dataset().provenance).items():
            keeper.ask(f"{question.title} {number}{end}", plan, question.id)


def _watched(*asked) -> None:
    try:
        with resources.storage_answers():
            _watch(*asked)
    except ValueError as error:
        st.error(controls.plain(str(error)), icon=":material/error:")


def _watch(
    keeper: Keeper,
    question: ReadyExperiment,
    searches: Mapping[str, Search],
    active: bool,
) -> None:
    found = {end: search.trials() for end, search in searches.items()}
    left = [it for trials in found.values() for it in trials if not it.state.ended]
    if active != (bool(left) and any(it.wanted for it in searches.values())):
        st.rerun()
    refusal.show()
    for end, search in searches.items():
        if len(searches) > 1:
            st.caption(f"**{end.strip().capitalize()}**")
        search_view.buttons(keeper, search, search.wanted and bool(search.unfinished()))
        search_view.stands(search, found[end])
    _charts(question, found)
    if left:
        st.caption("The answer comes when all of it is trained.")
        return
    _answer(question, found)


def _charts(question: ReadyExperiment, found: Mapping[str, Sequence[Trial]]) -> None:
    colours, named = controls.palette(), {end.strip(): it for end, it in found.items()}
    if not any(trial.score is not None for trials in found.values() for trial in trials):
        return
    if question.varied:
        lines = "augmentation" if question.id == "augmentation" else ""
        figure = values_chart(next(iter(found.values())), question.varied, colours, lines)
        alt = "A dot for every training, by its value, and the means with their intervals."
        live_chart.show(figure, alt=alt, key=f"values_{question.id}")
    else:
        live_chart.show(
            tried_chart(named, "learning_rate", "dropout", colours),
            alt="Where both searches have tried; large dots did well.",
            key=f"tried_{question.id}",
        )
        live_chart.show(
            best_so_far_chart(named, colours),
            alt="The best score of both searches after each finished trial.",
            key=f"best_{question.id}",
        )
    st.caption(f"**Look at this** · {question.look}")


def _answer(question: ReadyExperiment, found: Mapping[str, Sequence[Trial]]) -> None:
    answer = question.answer(found, len(resources.split("validation")))
    if answer is None:
        st.warning("Too few of the trainings have finished to say anything.")
        return
    key = GUESS + question.id
    right = answer.right is not None and guess.guessed(key) == question.guesses[answer.right]
    guess.came_out(key, f"**{answer.sentence}**", right)

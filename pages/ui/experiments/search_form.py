"""The form of a search: which training, which of its settings, within which values, by whom."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from mnist_core.editing.draft import ID
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.search.search_plan import MAX_TRIALS, SAMPLERS, SearchPlan
from mnist_core.search.space import SEARCHED, Dimension
from mnist_core.training.config import MIN_EXAMPLES, TrainingConfig
from pages.ui import edited_network, refusal, resources
from pages.ui.experiments import search_view

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper

PREFIX = "search_"
FIRST = ("learning_rate", "batch_size")
RANGES = MappingProxyType(
    {
        "learning_rate": (0.0003, 0.03),
        "batch_size": (16, 256),
        "width": (0.25, 2.0),
        "dropout": (0.0, 0.8),
        "epochs": (2, 6),
        "depth": (1, 2),
        "kernel_size": (1, 7),
        "examples": (500, 2_000),
        "seed": (1, 3),
    }
)
"""Where the fields begin: what is worth trying, within what a setting may be."""
WORDS = MappingProxyType({"grid": "Grid", "random": "Random", "tpe": "TPE"})
HELP = (
    "**Grid** tries every combination. **Random** draws each value on its own. **TPE** draws ten "
    "at random, then prefers what lies near the good ones (Bergstra 2011)."
)


def show(keeper: Keeper) -> None:
    """The fields, what they come to, and the button that starts."""
    st.session_state.setdefault(PREFIX + "name", _free_name(keeper))
    st.text_input("Name", key=PREFIX + "name", max_chars=60, persist_state="session")
    base = _base()
    sampler = st.segmented_control(
        "Who chooses the values",
        SAMPLERS,
        default="tpe",
        format_func=WORDS.__getitem__,
        required=True,
        help=HELP,
        key=PREFIX + "sampler",
    )
    chosen = st.multiselect(
        "Settings to vary",
        list(SEARCHED),
        default=list(FIRST),
        format_func=lambda name: SEARCHED[name].title,
        max_selections=6,
        key=PREFIX + "vary",
    )
    try:
        space = tuple(_dimension(name, sampler == "grid") for name in chosen)
        plan = _plan(base, space, sampler)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        plan = None
    if plan is not None:
        st.caption(f"{plan.trials} trainings of up to {plan.base.recipe.epochs} epochs each.")
    st.button(
        "Start the search",
        type="primary",
        icon=":material/play_arrow:",
        on_click=_start,
        args=(keeper, plan),
        disabled=plan is None,
        width="stretch",
        key=PREFIX + "start",
    )


def _base() -> TrainingConfig:
    """The training that is varied."""
    own = edited_network.architecture()
    networks = dict(ARCHITECTURES) if own is None else {ID: own, **ARCHITECTURES}
    id = st.selectbox(
        "Network",
        list(networks),
        index=list(networks).index("keras_cnn"),
        format_func=lambda id: networks[id].title,
        key=PREFIX + "network",
    )
    available = resources.training_digits()
    left, right = st.columns(2)
    with left:
        epochs = st.number_input("Epochs", 1, 50, 3, key=PREFIX + "epochs", help="Of a trial.")
    with right:
        examples = st.number_input(
            "Training digits",
            MIN_EXAMPLES,
            available,
            min(1_000, available),
            step=500,
            key=PREFIX + "examples",
            help="On how many digits each trial learns.",
        )
    recipe = Recipe(learning_rate=0.001, batch_size=32, epochs=int(epochs))
    return TrainingConfig(networks[id], recipe, 1, int(examples), resources.dataset().provenance)


def _plan(base: TrainingConfig, space: tuple[Dimension, ...], sampler: str) -> SearchPlan:
    left, right = st.columns(2)
    grid = sampler == "grid"
    with left:
        trials = st.number_input(
            "Trials",
            1,
            MAX_TRIALS,
            12,
            key=PREFIX + "trials",
            disabled=grid,
            help="How many trainings. A grid has as many as there are combinations.",
        )
    with right:
        seed = st.number_input(
            "Seed", 0, 2**31 - 1, 0, key=PREFIX + "seed", help="The same seed draws the same."
        )
    pruning = st.toggle(
        "End hopeless trials early",
        True,
        key=PREFIX + "pruning",
        help="Median pruning: after each epoch, whoever is below the median of the finished ends.",
    )
    return SearchPlan(base, space, sampler, int(trials), int(seed), bool(pruning))


def _dimension(name: str, grid: bool) -> Dimension:
    """The fields of one setting: values of a choice, the ends of a range, cells of a grid."""
    setting = SEARCHED[name]
    if setting.choices:
        values = st.multiselect(
            setting.title,
            list(setting.choices),
            default=list(setting.choices)[:2],
            format_func=lambda value: setting.choices[value],
            key=PREFIX + name,
        )
        if not values:
            raise ValueError(f"Choose values of the {setting.label}.")
        return Dimension(name, tuple(values))
    first = RANGES.get(name, (setting.low, min(setting.high, setting.low + 4 * setting.step)))
    whole = setting.kind is int
    boxes = st.columns(3 if grid else 2)
    ends = []
    for box, word, end in zip(boxes, ("from", "to"), first, strict=False):
        value = box.number_input(
            f"{setting.title} {word}",
            value=int(end) if whole else float(end),
            step=int(setting.step) if whole else float(setting.step),
            format="%d" if whole else "%.5g",
            help=f"From {setting.low:g} to {setting.high:g}.",
            key=f"{PREFIX}{name}_{word}",
        )
        ends.append(value)
    dimension = Dimension(name, low=ends[0], high=ends[1])
    if not grid:
        return dimension
    cells = boxes[2].number_input("values", 2, 12, 3, key=f"{PREFIX}{name}_cells")
    return dimension.cut(int(cells))


def _free_name(keeper: Keeper) -> str:
    taken, number = keeper.names(), 1
    while f"Search {number}" in taken:
        number += 1
    return f"Search {number}"


def _start(keeper: Keeper, plan: SearchPlan) -> None:
    with refusal.explained(), resources.storage_answers():
        name = st.session_state[PREFIX + "name"].strip()
        keeper.ask(name, plan)
        search_view.look_at(name)
        st.session_state[PREFIX + "name"] = _free_name(keeper)

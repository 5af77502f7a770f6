"""The form on the Training page: which network, by which recipe, on how many digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.editing.draft import ID as OWN
from mnist_core.editing.draft import Draft
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import DISTORTIONS, SETTINGS, Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.studies.training_record import in_one_line
from mnist_core.training.config import MIN_EXAMPLES, TrainingConfig
from mnist_core.training.preset_recipes import OVERFIT, PRESETS
from pages.ui import controls, edited_network, learnt_digits, refusal, resources, session_runs
from pages.ui.training import recipe_pictures

PREFIX = "train_"
NETWORK = PREFIX + "architecture"
CHANGED = PREFIX + "changed"  # what is chosen or started here shows on the rest of the page
SCHEDULE = ("drop", "drop_every")
RARE = ("loss", "smoothing", "patience", "hardest_again", "weight_decay", "l1", "l2")

HELP = MappingProxyType(
    {
        "examples": "Fewer digits are learnt faster, and by heart.",
        "seed": "Decides the initial weights, the order of the digits, what dropout drops and what "
        "augmentation does. The same seed gives the same run.",
    }
)


@st.fragment
def show() -> None:
    """The form with its presets, its bounds, and the button that starts.

    A fragment: while a run is drawn every second, a change in the form need not wait for all that.
    """
    if st.session_state.pop(CHANGED, False):
        session_runs.rerun()
    architecture_id()
    choices = _choices()
    st.selectbox(
        "Network to train",
        list(choices),
        key=NETWORK,
        persist_state="session",
        format_func=lambda id: choices[id].title,
        on_change=_take_network,
    )
    with st.container(horizontal=True):
        st.button(
            "Published", on_click=_fill, args=("published",), help="The recipe of its document."
        )
        st.button(
            "Fast",
            on_click=_fill,
            args=("fast",),
            help="Our own recipe: all digits once, by one cycle of the learning rate, and the "
            "hardest of them again; bfloat16 where this machine is faster with it.",
        )
        st.button(
            "One epoch",
            on_click=_fill,
            args=("one-epoch",),
            help="The same recipe, a short try.",
        )
        st.button(
            "Overfit",
            on_click=_fill,
            args=("overfit",),
            help="So few digits, so many epochs, that they are learnt by heart.",
        )
    st.caption(
        "**Published**: as its source says. **Fast**: our own, all digits once and the hardest "
        "again. "
        f"**One epoch**: a short try. **Overfit**: {OVERFIT.examples} digits, learnt by heart."
    )
    learnt_digits.choose()
    start = st.container()  # in view without scrolling; what it asks for stands below
    rates, digits = _fields()
    _assumptions(architecture())
    config = _config()
    if config is not None:
        _pictures(config, rates, digits)
    start.button(
        "Start",
        type="primary",
        icon=":material/play_arrow:",
        key=PREFIX + "start",
        on_click=_start,
        args=(config,),
        disabled=session_runs.busy() or config is None,
        width="stretch",
    )


def architecture_id() -> str:
    """The network to train: at first the one the person has chosen in the sidebar."""
    if st.session_state.get(NETWORK) not in _choices():
        chosen = resources.network(controls.chosen_network()).architecture.id
        st.session_state[NETWORK] = chosen if chosen in _choices() else next(iter(ARCHITECTURES))
        _fill("published")
    return st.session_state[NETWORK]


def architecture() -> Architecture:
    """The network to train, by value."""
    return _choices()[architecture_id()]


def choose_own() -> None:
    """Fill the form for the network that was edited, by the recipe that goes with it."""
    st.session_state[NETWORK] = OWN
    _fill("published")


def take(config: TrainingConfig, change: Mapping[str, Any]) -> None:
    """Fill the form with what a run was asked, but for what is to be changed."""
    wanted = config.architecture.to_dict()
    known = [id for id, network in _choices().items() if network.to_dict() == wanted]
    if not known:  # somebody else's, opened by a link: it becomes the network under edit
        edited_network.put(Draft.of(config.architecture))
    st.session_state[NETWORK] = known[0] if known else OWN
    learnt_digits.choose_named(config.provenance)
    available = learnt_digits.available()
    asked = available if config.examples is None else min(config.examples, available)
    _put(replace(config.recipe, **change), asked)
    st.session_state[PREFIX + "seed"] = config.seed
    st.session_state[CHANGED] = True


def _choices() -> dict[str, Architecture]:
    """The networks that can be trained: those of the documents, and the person's own."""
    own = edited_network.architecture()
    return dict(ARCHITECTURES) if own is None else {OWN: own, **ARCHITECTURES}


def _pictures(
    config: TrainingConfig, rates: DeltaGenerator | None, digits: DeltaGenerator | None
) -> None:
    """What the recipe will do, in the places that are open."""
    if rates is not None:
        with rates:
            batches = config.batches(learnt_digits.available())
            recipe_pictures.rates(config, batches * int(config.recipe.epochs))
    if digits is not None:
        with digits:
            recipe_pictures.digits(config)


def _fields() -> tuple[DeltaGenerator | None, DeltaGenerator | None]:
    """All settings; returns where learning rates and digits can be drawn, None where closed."""
    left, right = st.columns(2)
    with left:
        _setting("optimizer")
        _setting("learning_rate")
        _setting("batch_size")
        _number("Training digits", "examples", 500, MIN_EXAMPLES, learnt_digits.available())
        _setting("schedule")
    with right:
        _setting("momentum")
        _setting("epochs")
        _number("Seed", "seed", 1)
        _setting("precision")
        _setting("augmentation")
    rates = _group("Learning rate over the run", SCHEDULE)
    digits = _group("Augmentation, one by one", (*DISTORTIONS, "outliers"))
    _group("More settings", RARE)
    return rates, digits


def _group(title: str, names: tuple[str, ...]) -> DeltaGenerator | None:
    """Settings that are rarely used, behind one line; while it is closed, none of them is made.

    Returns a place below them for a picture, or None where nobody has opened it.
    """
    with st.expander(title, key=PREFIX + title, on_change="rerun") as group:
        if not group.open:
            return None
        wide = [name for name in names if SETTINGS[name].choices]
        for name in wide:
            _setting(name)
        left, right = st.columns(2)
        for place, name in enumerate(name for name in names if name not in wide):
            with (left, right)[place % 2]:
                _setting(name)
        return st.container()


def _setting(name: str) -> None:
    """The control of one setting; disabled where another one leaves it without effect."""
    setting = SETTINGS[name]
    if setting.choices:
        st.selectbox(
            setting.title,
            list(setting.choices),
            format_func=setting.choices.__getitem__,
            help=setting.help,
            key=PREFIX + name,
            persist_state="session",
        )
        return
    matters, disabled = setting.matters, False
    if matters is not None:
        disabled = st.session_state[PREFIX + matters[0]] not in matters[1]
    _number(
        setting.title,
        name,
        setting.step,
        setting.low,
        setting.high,
        disabled=disabled,
        format=None if setting.kind is int else "%.5g",
    )


def _number(
    label: str, name: str, step: float, low: float = 0, high: float | None = None, **options
) -> None:
    bounds = "" if high is None else f" From {low:g} to {high:,g}."
    st.number_input(
        label,
        step=step,
        help=(HELP.get(name) or SETTINGS[name].help) + bounds,
        key=PREFIX + name,
        persist_state="session",
        **options,
    )


def _assumptions(architecture: Architecture) -> None:
    if architecture.recipe.assumed:
        st.caption(architecture.recipe.assumed)


def _config() -> TrainingConfig | None:
    """What the form asks for; where that cannot be, says why in one sentence instead."""
    values = {name: st.session_state[PREFIX + name] for name in SETTINGS}
    examples, available = st.session_state[PREFIX + "examples"], learnt_digits.available()
    try:
        if examples > available:
            raise ValueError(f"There are {available:,} training digits; ask for no more.")
        config = TrainingConfig(
            architecture(),
            Recipe(**values),
            seed=st.session_state[PREFIX + "seed"],
            examples=None if examples == available else examples,
            provenance=learnt_digits.dataset().provenance,
        )
        config.check_work(available)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        return None
    batches = config.batches(available)
    total = batches * int(config.recipe.epochs)
    st.caption(f"{in_one_line(config.recipe)}.")  # also what stands in a closed group
    st.caption(f"{batches:,} batches in an epoch, {total:,} steps in all.")
    return config


def _start(config: TrainingConfig) -> None:
    with refusal.explained():
        session_runs.start(config)
    st.session_state[CHANGED] = True


def _take_network() -> None:
    _fill("published")
    st.session_state[CHANGED] = True


def _fill(name: str) -> None:
    """Put a named recipe for the chosen network into the fields; it may have gone meanwhile."""
    preset = PRESETS[name](architecture())
    examples = learnt_digits.available() if preset.examples is None else preset.examples
    _put(preset.recipe, examples)
    st.session_state.setdefault(PREFIX + "seed", 1)


def _put(recipe: Recipe, examples: int) -> None:
    for field in SETTINGS:
        st.session_state[PREFIX + field] = getattr(recipe, field)
    st.session_state[PREFIX + "examples"] = examples

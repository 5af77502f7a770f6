"""The form on the Training page: which network, by which recipe, on how many digits."""

from __future__ import annotations

from types import MappingProxyType

import streamlit as st

from mnist_core.editing.draft import ID as OWN
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import (
    AUGMENTATIONS,
    BOUNDS,
    OPTIMIZERS,
    PRECISIONS,
    SCHEDULES,
    Recipe,
)
from mnist_core.network.sequential import Architecture
from mnist_core.training.config import MIN_EXAMPLES, TrainingConfig
from mnist_core.training.preset_recipes import OVERFIT, PRESETS
from pages.ui import controls, edited_network, refusal, resources, session_runs

PREFIX = "train_"
NETWORK = PREFIX + "architecture"
CHANGED = PREFIX + "changed"  # what is chosen or started here shows on the rest of the page
CHOICES = ("optimizer", "schedule", "precision", "augmentation")

HELP = MappingProxyType(
    {
        "optimizer": "Who takes the steps. SGD goes straight down the slope; Adam scales the step "
        "of every weight by how large its slopes have been.",
        "learning_rate": "Length of a step. Too long and the loss jumps or explodes; too short and "
        "nothing seems to happen.",
        "momentum": "Share of the last step that is kept, like a ball that rolls on.",
        "batch_size": "Digits per step. Small batches: more steps in an epoch, each noisier.",
        "epochs": "How many times every training digit is seen.",
        "examples": "Fewer digits are learnt faster, and by heart.",
        "schedule": "How the learning rate goes over the run. Constant, or one cycle: up to the "
        "learning rate and down to nothing.",
        "precision": "Float32, or bfloat16 where a short measurement on this machine finds it "
        "faster: half the bits, the same range.",
        "augmentation": "None, or handwriting: each time a digit is learnt from, it is turned, "
        "bent and written with another pen; some zeros get a slash, ones a flag, sevens a bar. "
        "In the last quarter of the run this happens to three digits in ten; the rest are as "
        "they are.",
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
        st.rerun()
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
            help="Our own recipe: one cycle of the learning rate, "
            "bfloat16 where this machine is faster with it.",
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
        "**Published**: as its source says. **Fast**: our own, one cycle of the learning rate. "
        f"**One epoch**: a short try. **Overfit**: {OVERFIT.examples} digits, learnt by heart."
    )
    start = st.container()  # in view without scrolling; what it asks for stands below
    _fields()
    _assumptions(architecture())
    config = _config()
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


def _choices() -> dict[str, Architecture]:
    """The networks that can be trained: those of the documents, and the person's own."""
    own = edited_network.architecture()
    return dict(ARCHITECTURES) if own is None else {OWN: own, **ARCHITECTURES}


def _fields() -> None:
    st.segmented_control(
        "Optimizer",
        OPTIMIZERS,
        format_func=str.upper,
        required=True,
        help=HELP["optimizer"],
        key=PREFIX + "optimizer",
        persist_state="session",
    )
    left, right = st.columns(2)
    with left:
        _number("Learning rate", "learning_rate", 0.001, format="%.5g")
        _number("Batch size", "batch_size", 8)
        _number("Training digits", "examples", 500)
    with right:
        sgd = st.session_state[PREFIX + "optimizer"] == "sgd"
        _number("Momentum", "momentum", 0.1, disabled=not sgd, format="%.2f")
        _number("Epochs", "epochs", 1)
        _number("Seed", "seed", 1)
    left, right = st.columns(2)
    with left:
        _choice("Schedule", "schedule", SCHEDULES)
        _choice("Augmentation", "augmentation", AUGMENTATIONS)
    with right:
        _choice("Arithmetic", "precision", PRECISIONS)


def _choice(label: str, name: str, values: tuple[str, ...]) -> None:
    st.selectbox(
        label,
        values,
        format_func=lambda value: value.replace("_", " "),
        help=HELP[name],
        key=PREFIX + name,
        persist_state="session",
    )


def _number(label: str, name: str, step: float, **options) -> None:
    low, high = BOUNDS.get(name, (0, None))
    if name == "examples":
        low, high = MIN_EXAMPLES, session_runs.available_digits()
    bounds = "" if high is None else f" From {low:g} to {high:,g}."
    st.number_input(
        label,
        step=step,
        help=HELP[name] + bounds,
        key=PREFIX + name,
        persist_state="session",
        **options,
    )


def _assumptions(architecture: Architecture) -> None:
    if architecture.recipe.assumed:
        st.caption(architecture.recipe.assumed)


def _config() -> TrainingConfig | None:
    """What the form asks for; where that cannot be, says why in one sentence instead."""
    values = {name: st.session_state[PREFIX + name] for name in (*BOUNDS, *CHOICES)}
    examples, available = st.session_state[PREFIX + "examples"], session_runs.available_digits()
    try:
        if examples > available:
            raise ValueError(f"There are {available:,} training digits; ask for no more.")
        config = TrainingConfig(
            architecture(),
            Recipe(**values),
            seed=st.session_state[PREFIX + "seed"],
            examples=None if examples == available else examples,
            provenance=resources.dataset().provenance,
        )
        config.check_work(available)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        return None
    batches = config.batches(available)
    total = batches * int(config.recipe.epochs)
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
    """Put a named recipe for the chosen network into the fields."""
    preset = PRESETS[name](_choices()[st.session_state[NETWORK]])
    for field in (*BOUNDS, *CHOICES):
        st.session_state[PREFIX + field] = getattr(preset.recipe, field)
    examples = session_runs.available_digits() if preset.examples is None else preset.examples
    st.session_state[PREFIX + "examples"] = examples
    st.session_state.setdefault(PREFIX + "seed", 1)

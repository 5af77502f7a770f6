"""One digit, changed by hand, and every network's reading of it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.data.geometry import shift
from mnist_core.data.perturbations import MEASURED, PERTURBATIONS
from mnist_core.evaluation.rejection import read
from mnist_core.evaluation.robustness import SHIFT
from mnist_core.evaluation.sweeps import FARTHEST, Sweep, distance_to_flip, fine_levels
from mnist_core.figures import robustness_curves as figures
from mnist_core.figures.number_format import percent
from pages.ui import controls, resources
from pages.ui.components.dragger.dragger import dragger
from pages.ui.components.mailbox import mailbox
from pages.ui.components.reading import reading

CHANGE = "change"  # keys
RIGHT, DOWN, LOT, EVERY = "dragged_right", "dragged_down", "lot", "every_place"
DRAGGED, DRAGGED_READING, CHANGED_READING = "dragged", "dragged_reading", "changed_reading"
LEVEL = "level_"  # keys of the sliders begin so
PICTURE = 224  # pixels
LARGEST = 1 - 2**-25  # a probability below which float32 knows nothing but 1


def networks() -> Mapping[str, str]:
    """The networks to ask, the shipped ones and the chosen one, with their names."""
    names = {id: resources.network(id).architecture.title for id in resources.sound_networks()}
    chosen = controls.chosen_network()
    if chosen not in names:
        names[chosen] = f"{resources.network(chosen).architecture.title}, your run"
    return names


def choose_change() -> str:
    """What is done to the digits: the id of a perturbation."""
    return st.pills(
        "What to do to it",
        list(MEASURED),
        format_func=lambda id: PERTURBATIONS[id].name,
        default=SHIFT,
        required=True,
        key=CHANGE,
        persist_state="session",
        label_visibility="collapsed",
    )


@st.fragment
def change_by_hand(digit: np.ndarray, label: int | None) -> None:
    """Let the person change a digit, and show what each network makes of it.

    Parameters
    ----------
    digit : float32 array of shape (28, 28), in [0, 1]
    label : what it is meant to be, or None
    """
    change = choose_change()
    if change == SHIFT:
        _drag(digit, label)
    else:
        _turn_a_dial(digit, label, change)
    reading.deliver(controls.chosen_network())


def _drag(digit: np.ndarray, label: int | None) -> None:
    """The digit can be dragged; below it, where asked for, for each network all places at once."""
    right, down = (st.session_state.setdefault(way, 0) for way in (RIGHT, DOWN))
    colours, every = controls.palette(), bool(st.session_state.get(EVERY))
    with st.container(horizontal=True, gap="large"):
        with st.container(width=PICTURE + 4):
            dragger(digit, right, down, FARTHEST, colours, key=DRAGGED, on_move=_move)
            st.caption(f"{_where(right, down)}. Drag it, or use the arrow keys.")
            st.button(
                "Put it back",
                key="put_back",
                on_click=_move,
                args=(0, 0),
                disabled=not (right or down),
            )
        with st.container(width="stretch", gap=None):
            _follow(digit, right, down)
    both = np.arange(2 if right or down else 1)  # where it was, and where it is
    here = shift(np.stack([digit] * len(both)), right * both, down * both)
    said = {id: resources.network(id).predict(here) for id in networks()}
    places = {id: resources.places(id, digit.tobytes()) for id in networks()} if every else {}
    _readings(
        {id: found[-1] for id, found in said.items()},
        {id: found[0] for id, found in said.items()},
        {id: _reach(found) for id, found in places.items()},
        label,
    )
    st.toggle(
        "Every place at once",
        key=EVERY,
        persist_state="session",
        help=f"Has every network read the digit {(2 * FARTHEST + 1) ** 2} times.",
    )
    if every:
        _show_places(places, right, down)


def _reach(places: np.ndarray) -> str:
    """Where the nearest place is at which a network changes its mind, see `sweeps.places`."""
    far = distance_to_flip(places)
    return "nowhere" if far is None else f"{far:.2g} px away"


def _show_places(places: Mapping[str, np.ndarray], right: int, down: int) -> None:
    """For each network, its answer at every place to which the digit can be dragged."""
    st.markdown(
        "Each square is a place the digit can be dragged to; the middle is where it was. In the "
        "colour of ink, the network reads it as it did there; orange, as something else: the "
        "nearest such place is in the table. The stronger the colour, the surer the network."
    )
    with st.container(horizontal=True):
        for id, name in networks().items():
            with st.container(width=figures.CELL * (2 * FARTHEST + 1)):
                controls.show_sprite(
                    figures.place_map(places[id], right, down, controls.palette()),
                    width="content",
                    alt=f"{name}: at each of {places[id][..., 0].size} places, whether it still "
                    f"answers {places[id][FARTHEST, FARTHEST].argmax()}.",
                )
                st.caption(controls.plain(name))


def _follow(digit: np.ndarray, right: int, down: int) -> None:
    """What the chosen network reads, at every step of the digit's way."""
    id = controls.chosen_network()
    moved = shift(digit[np.newaxis], right, down)[0]
    follows = reading.drag(DRAGGED, digit)
    reading.reading(id, controls.palette(), DRAGGED_READING, follows, pictured=False)
    said = read(resources.network(id), moved)
    told = reading.answer(id, moved, said, about=(right, down))
    mailbox.post(DRAGGED_READING, {DRAGGED_READING: told})


def _turn_a_dial(digit: np.ndarray, label: int | None, change: str) -> None:
    """A slider changes the digit; below it, each network's probability along the slider."""
    perturbation = PERTURBATIONS[change]
    levels, neutral = fine_levels(perturbation)
    seed = 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.select_slider(
            f"{perturbation.name}, {perturbation.unit}",
            levels.tolist(),
            value=float(levels[neutral]),
            format_func=figures.level_name,
            key=LEVEL + change,
            persist_state="session",
            help=perturbation.sentence,
        )
        if perturbation.random:
            seed = st.number_input(
                "Seed",
                0,
                999,
                key=LOT,
                width=110,
                persist_state="session",
                help="Draws the noise, or the place that is covered.",
            )
    sweeps = {id: resources.sweep(id, digit.tobytes(), change, seed) for id in networks()}
    at = int(np.abs(levels - level).argmin())
    with st.container(gap=None):
        _follow_dial(digit, change, levels, float(levels[at]), seed)
    _readings(
        {id: sweep.probabilities[at] for id, sweep in sweeps.items()},
        {id: sweep.probabilities[neutral] for id, sweep in sweeps.items()},
        {id: _flips(sweep) for id, sweep in sweeps.items()},
        label,
    )
    first = next(iter(sweeps.values()))
    answer = int(first.answers[first.neutral]) if label is None else label
    names = networks()
    controls.show(
        figures.sweep_lines(
            {names[id]: sweep for id, sweep in sweeps.items()},
            change,
            answer,
            float(level),
            controls.palette(),
        ),
        alt=f"The probability of {answer} along the slider, one line a network. A large mark is "
        "where a network changes its answer.",
        key="sweep",
    )


def _follow_dial(
    digit: np.ndarray, change: str, levels: np.ndarray, level: float, seed: int
) -> None:
    """The digit as the slider changes it, and what the chosen network reads, at every step."""
    id, perturbation = controls.chosen_network(), PERTURBATIONS[change]
    draws = perturbation.draws((1, *digit.shape), seed) if perturbation.draws else None
    follows = reading.dials({change: LEVEL + change}, digit, {change: levels.tolist()}, draws)
    reading.reading(id, controls.palette(), CHANGED_READING, follows)
    changed = perturbation.function(digit[np.newaxis], level, seed)[0]
    told = reading.answer(id, changed, read(resources.network(id), changed), about=[level])
    mailbox.post(CHANGED_READING, {CHANGED_READING: told})


def _readings(
    now: Mapping[str, np.ndarray],
    before: Mapping[str, np.ndarray],
    flips: Mapping[str, str],
    label: int | None,
) -> None:
    """Who still gives the answer it gave before, and a row for each network.

    Where each changes its mind is said if `flips` are known.
    """
    still = sum(now[id].argmax() == before[id].argmax() for id in now)
    meant = "" if label is None else f" It is labelled **{label}**."
    st.markdown(f"**{still} of {len(now)}** networks read it as they did before.{meant}")
    rows = {
        controls.plain(name): {
            "reads": f"**{now[id].argmax()}**"
            if _differs(now[id], before[id])
            else str(now[id].argmax()),
            "probability": _sure(now[id]),
        }
        | ({"changes its mind": flips[id]} if flips else {})
        for id, name in networks().items()
    }
    st.table(pd.DataFrame(list(rows.values()), pd.Index(rows, name="network")))


def _differs(now: np.ndarray, before: np.ndarray) -> bool:
    return int(now.argmax()) != int(before.argmax())


def _flips(sweep: Sweep) -> str:
    marks = [figures.level_name(flip) for flip in sweep.flips if flip is not None]
    return f"at {' and '.join(marks)}" if marks else "nowhere"


def _sure(probabilities: np.ndarray) -> str:
    """The largest probability; it is never the 1 to which float32 rounds it."""
    return controls.plain(percent(min(float(probabilities.max()), LARGEST)))


def _where(right: int, down: int) -> str:
    ways = [
        f"{abs(pixels)} {'pixel' if abs(pixels) == 1 else 'pixels'} {way[pixels < 0]}"
        for pixels, way in ((right, ("right", "left")), (down, ("down", "up")))
        if pixels
    ]
    return ", ".join(ways) or "In its place"


def _move(right: int, down: int) -> None:
    st.session_state[RIGHT], st.session_state[DOWN] = right, down

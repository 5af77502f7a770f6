"""Nudge it: five dials for one digit, the curves along each, and the smallest change that flips."""

from zlib import crc32

import numpy as np
import streamlit as st

from mnist_core.data.perturbations import PERTURBATIONS
from mnist_core.evaluation.nudges import NUDGES, Flip, nudged
from mnist_core.evaluation.nudges import levels as levels_along
from mnist_core.evaluation.rejection import read
from mnist_core.figures.answer_charts import nudge_curves
from pages.ui import controls, guess, resources
from pages.ui.components.mailbox import mailbox
from pages.ui.components.reading import reading

DIAL, ALONG = "nudge_", "nudge_along"  # keys: one dial each, and whose curve is shown
NUDGED = "nudged"  # key
GUESS = "guess_flip_"  # keys begin so


@st.fragment
def show(id: str, digit: np.ndarray) -> None:
    """Turn the dials and see the answer change.

    A fragment: the drawing and its own answer stay as they are.

    Parameters
    ----------
    id : of the network that reads
    digit : float array of shape (28, 28), in [0, 1]
    """
    st.markdown("Move, turn, scale or thicken it, and watch where the answer tips over.")
    levels = _dials()
    colours, key = controls.palette(), np.asarray(digit, np.float32).tobytes()
    moved = nudged(digit, levels)
    with st.container(gap=None):
        keys = {it: DIAL + it for it in NUDGES}
        reading.reading(id, colours, NUDGED, reading.dials(keys, digit))
        said = read(resources.network(id), moved)
        told = reading.answer(id, moved, said, about=list(levels.values()))
        mailbox.post(NUDGED, {NUDGED: told})
    st.button("Back to the start", on_click=_reset, key="nudge_reset", type="tertiary")
    names = {it: nudge.name for it, nudge in NUDGES.items()}
    along = st.segmented_control(
        "Probabilities along",
        list(NUDGES),
        default="rotate",
        format_func=names.__getitem__,
        key=ALONG,
        required=True,
        persist_state="session",
    )
    name = names[along].lower()
    controls.show(
        nudge_curves(
            levels_along(along),
            resources.nudge_curve(id, key, along),
            levels[along],
            f"{name}, {PERTURBATIONS[along].unit}",
            colours,
        ),
        alt=f"Ten probabilities along {name}, from the drawing as it is.",
        key="nudge_curves",
    )
    if st.toggle("Find the smallest change of each kind that flips the answer", key="find_flips"):
        first, shown = read(resources.network(id), digit).first, f"{crc32(key):08x}"
        _flips(f"{GUESS}{id}_{shown}", first, resources.flips(id, key))


def _dials() -> dict[str, float]:
    """The five dials, and where they stand."""
    levels = {}
    with st.container(horizontal=True):
        for it, nudge in NUDGES.items():
            st.session_state.setdefault(DIAL + it, float(PERTURBATIONS[it].neutral))
            levels[it] = st.slider(
                f"{nudge.name}, {PERTURBATIONS[it].unit}",
                float(nudge.lowest),
                float(nudge.highest),
                step=nudge.step,
                key=DIAL + it,
                persist_state="session",
                width=190,
            )
    return levels


def _reset() -> None:
    for it in NUDGES:
        st.session_state[DIAL + it] = float(PERTURBATIONS[it].neutral)


def _flips(key: str, answer: int, found: tuple[Flip, ...]) -> None:
    """Ask which digit comes first, then say all that was found."""
    others = [str(digit) for digit in range(10) if digit != answer]
    asks = f"It reads a {answer} now. Nudged just far enough, what will it be taken for first?"
    given = guess.choose(key, asks, others)
    if given is None:
        return
    if not found:
        guess.came_out(key, "None of these changes flips the answer, as far as the dials go.")
        return
    first, unit = found[0], PERTURBATIONS[found[0].nudge].unit
    guess.came_out(
        key,
        f"The smallest change, {NUDGES[first.nudge].name.lower()} {_signed(first.level)} {unit}, "
        f"makes it a **{first.answer}**.",
        given == str(first.answer),
    )
    _say_flips(found)


def _say_flips(found: tuple[Flip, ...]) -> None:
    lines = []
    for flip in found:
        name, unit = NUDGES[flip.nudge].name, PERTURBATIONS[flip.nudge].unit
        lines.append(
            f"- **{name}** {_signed(flip.level)} {unit}: reads **{flip.answer}** "
            f"(a pixel changes by {flip.changed:.3f} on average)"
        )
    others = [
        nudge.name.lower()
        for it, nudge in NUDGES.items()
        if it not in {flip.nudge for flip in found}
    ]
    st.markdown("The smallest change of the picture first:\n" + "\n".join(lines))
    if others:
        st.caption(f"No flip was found along: {', '.join(others)}.")
    st.caption(
        "Searched outwards from the drawing, dial by dial, and narrowed down by halving; changes "
        "along two dials at once may be smaller."
    )


def _signed(level: float) -> str:
    return f"{level:.3g}".replace("-", "−")

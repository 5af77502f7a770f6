"""Browse the digits: many as tiles, and the one in view with its values."""

import streamlit as st

from mnist_core.figures import digit_charts as figures
from pages.ui import controls, digit_choice, resources
from pages.ui.components.tiles.tiles import tiles

GRID = 60  # digits in view at once
CHOICE = "choice"  # key of the fragment that shows the digit in view wherever it is shown


def digits_named(split: str) -> str:
    """What the digits of a split are called."""
    names = {"train": "training digits", "validation": "validation digits"}
    names |= {it.id: it.test_name for it in resources.brought_sets()}
    return names.get(split, resources.dataset().provenance.test_name)


def counted(split: str) -> str:
    """How many there are, and what they are called."""
    return f"{len(resources.split(split)):,} {digits_named(split)}"


def browse(digit: digit_choice.ChosenDigit) -> None:
    """The digits around the one in view, and that one enlarged."""
    place = st.container()
    many, one = place.columns(2, gap="medium")
    chosen = resources.split(digit.split)
    indices = digit_choice.digits_of_kind()
    first = (int((indices <= digit.index).sum()) - 1) // GRID * GRID
    shown = indices[first : first + GRID]
    with many:
        tiles(
            chosen.images[shown],
            labels=[str(i) for i in shown],
            names=[f"Digit {i}, a {chosen.labels[i]}" for i in shown],
            key="grid",
            on_pick=lambda place: _choose(int(shown[place])),
            chosen=shown.tolist().index(digit.index) if digit.index in shown else None,
        )
        page, pages = first // GRID + 1, -(-len(indices) // GRID)
        key = f"grid_page_{page}"  # by its page, so that it follows the digit in view
        st.pagination(pages, default=page, key=key, on_change=_turn_page, args=(key,))
    with one:
        st.markdown(
            f"Digit **{digit.index}** of {counted(digit.split)}, labelled **{digit.label}**."
        )
        numbers = st.toggle("Print the values", key="numbers", persist_state="session")
    with place if numbers else one:
        controls.show(
            figures.pixels(digit.image, controls.palette(), numbers),
            alt=f"A handwritten {digit.label}, pixel by pixel; 0 is paper and 255 is ink.",
            key="pixels",
        )


def _choose(index: int) -> None:
    """Callback: show the digit with this number."""
    st.session_state[digit_choice.DIGIT] = index
    st.rerun(CHOICE)


def _turn_page(key: str) -> None:
    """Callback: show the first digit of the page that was asked for."""
    _choose(int(digit_choice.digits_of_kind()[(st.session_state[key] - 1) * GRID]))

"""What a network takes digits for: the confusion matrix, the digits of a cell, frequent pairs."""

import streamlit as st

from mnist_core.evaluation.metrics import Evaluation
from mnist_core.evaluation.pairs import NAMED, hits, most_and_named, pairs
from mnist_core.figures import digit_scores as figures
from mnist_core.figures.confusion_matrix import cells
from pages.ui import controls, guess, resources
from pages.ui.components.matrix.matrix import matrix
from pages.ui.evaluated_digits import EvaluatedDigits
from pages.ui.gallery import gallery

GUESS, TRUE, READ = "guessed_pair", "true", "read"
OTHERS = "two others"
GUESSES = (*(f"{a} and {b}" for a, b in NAMED), "2 and 7", OTHERS)
ANY = "any"
CHOICES = (ANY, *map(str, range(10)))


def confusions(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The matrix and the pairs after a guess; a cell of the matrix, or all errors, as digits."""
    named = TRUE in st.query_params or READ in st.query_params  # a link to a cell asks for it
    title = controls.plain(resources.network(id).architecture.title)
    key = f"{GUESS}_{id}_{evaluated.key}"
    asks = f"Which two of the {evaluated.name} does {title} confuse most often?"
    guessed = guess.choose(key, asks, GUESSES)
    if guessed is None and not named:
        return
    guess.came_out(key, *answer(found, guessed or ""))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        true, read = _matrix(found)
    with right:
        _pairs(id, found, evaluated)
    if true is None or read is None:
        words = "read wrong, the surest answer first. “4 as 9” is a 4 read as 9."
    else:
        words = f"{true} read as {read}, the surest answer first."
    gallery(evaluated, found, found.of_pair(true, read), f"cell_{true}_{read}", words)


def answer(found: Evaluation, guessed: str) -> tuple[str, bool | None]:
    """Which pair is confused most often, and whether a guess such as "4 and 9" was right."""
    if not found.confusions:
        return "It confused none: every digit was read right.", None
    most = [pair for pair in pairs(found.matrix) if pair.rank == 1]
    count = f"{most[0].count:,} digit{'s' if most[0].count > 1 else ''}"
    text = " and ".join(f"**{pair.first} and {pair.second}**" for pair in most[:2])
    if len(most) > 2:
        return f"{len(most)} pairs with {count} each come first: no pair stands out.", None
    each = " each" if len(most) > 1 else ""
    names = [f"{pair.first} and {pair.second}" for pair in most]
    hit = guessed in names or (guessed == OTHERS and not set(names) & set(GUESSES))
    return f"Most often: {text} ({count}{each}).", hit


def _matrix(found: Evaluation) -> tuple[int | None, int | None]:
    """The matrix, and the cell in view: chosen in it, by the select boxes, or by a link."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true, read = (
            st.selectbox(label, CHOICES, key=key, bind="query-params", width=110)
            for label, key in (("True digit", TRUE), ("Read as", READ))
        )
        rates = st.toggle("Rates", key="rates", help="Shares of each true digit, in %.")
        errors_only = st.toggle("Errors only", key="errors_only")
    matrix(
        cells(found.matrix, controls.palette(), rates=rates, errors_only=errors_only),
        None if ANY in (true, read) else (int(true), int(read)),
        alt="Confusion matrix: a row for each true digit, a column for what it was read as.",
        key="matrix",
        on_pick=_pick,
    )
    unit = "% of each row" if rates else f"digits, {len(found):,} in all"
    st.caption(f"In {unit}. Press a cell to see its digits below.")
    return None if true == ANY else int(true), None if read == ANY else int(read)


def _pairs(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    everything, colours = pairs(found.matrix), controls.palette()
    st.markdown("**The most frequent pairs, and those the documents name**")
    controls.show(
        evaluated.once(
            ("pairs", id, colours.name),
            lambda: figures.confused_pairs(most_and_named(everything), colours),
        ),
        alt="Pairs of digits by how often they are confused; those the documents name are marked.",
        key="pairs",
    )
    among = hits(everything)
    st.markdown(
        f"Documents 000 and 002 name {len(NAMED)} pairs. Of these, **{among}** "
        f"{'is' if among == 1 else 'are'} among the {len(NAMED)} most frequent here: what is "
        "confused depends on the network."
    )


def _pick(true: int, read: int) -> None:
    st.session_state[TRUE], st.session_state[READ] = str(true), str(read)

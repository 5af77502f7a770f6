"""The answer: what a network reads, how sure it is, what speaks for it, what the others read."""

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.evaluation.rejection import (
    COVERAGE,
    SURELY_NONE,
    Reading,
    Rejection,
    against_none,
    read,
)
from mnist_core.explain.contributions import contributions
from mnist_core.figures.answer_charts import contribution_maps, refusal
from mnist_core.figures.number_format import percent
from pages.ui import controls, resources
from pages.ui.components.pad import pad

SHARE = "coverage"  # key: the share of validation digits that are answered, in %
SURE = "surely_none"  # key: how sure of "no digit" a network is that refuses, in %
LOWEST = 80  # % of the validation digits
LEAST_SURE, MOST_SURE = 50, 99  # %


def threshold(id: str) -> float:
    """The largest score below which this network refuses what is drawn, as the person chose it."""
    found = resources.rejection(id)
    if found.knows_none:
        return against_none(st.session_state.get(SURE, 100 * SURELY_NONE) / 100)
    return found.threshold(st.session_state.get(SHARE, 100 * COVERAGE) / 100)


def by_every_network(digit: np.ndarray, known: bool) -> None:
    """The same digit, float (28, 28) in [0, 1], read by every shipped network; known as above."""
    rows = []
    for id in resources.sound_networks():
        reading = read(resources.network(id), digit)
        refused = reading.max_logit < threshold(id)
        rows.append(
            {
                "network": resources.network(id).architecture.title,
                "reads": str(reading.first),
                "probability": controls.plain(percent(reading.probabilities[reading.first])),
                "second guess": f"{reading.second}, "
                f"{percent(reading.probabilities[reading.second])}",
                "a digit, if it were drawn?" if known else "a digit?": "no" if refused else "yes",
            }
        )
    st.table(pd.DataFrame(rows).set_index("network"))


def what_speaks(id: str, digit: np.ndarray, reading: Reading) -> None:
    """For each of the ten digits, the ink that speaks for it and against it."""
    st.markdown(
        "Where the ink raises the score of a digit it is orange, where it lowers it blue. Look for "
        "the strokes that decide between the answer and the second guess."
    )
    controls.show(
        contribution_maps(
            contributions(resources.network(id), digit), reading.probabilities, controls.palette()
        ),
        alt=f"What each part of the ink adds to the ten scores; the answer is {reading.first}.",
        key="contributions",
    )
    st.caption(
        "Ink times gradient: how the score, the number before the softmax, would change if this "
        "ink faded a little. All ten maps share one scale."
    )


def refusing(id: str, reading: Reading, known: bool) -> None:
    """The threshold of refusal, what it costs and brings on validation digits; known as above."""
    found = resources.rejection(id)
    st.markdown(
        "Ten probabilities add up to 1 whatever is shown, so a letter gets a digit's name too. The "
        "largest score before the softmax need not be large: what stays below a threshold is not "
        "answered. Draw a letter or a scribble."
    )
    (_choose_certainty if found.knows_none else _choose_share)()
    chosen = threshold(id)
    share = max(found.answered(chosen), 1 / len(found.right))  # the surest one, where none is
    verdict = "below it: refused" if reading.max_logit < chosen else "not below it: answered"
    if known:
        verdict += ", if it were drawn; a digit of the data is never refused"
    limit, score = (f"{it:.3g}".replace("-", "−") for it in (chosen, reading.max_logit))
    st.markdown(
        f"The threshold is **{limit}**. Of {len(found.right):,} validation digits "
        f"{percent(share)} are answered; {percent(found.accuracy(share))} of these answers are "
        f"right ({percent(found.accuracy(1))} if all must be answered). This digit's largest score "
        f"is **{score}**, {verdict}."
    )
    _cost(id, found, share)


def _choose_share() -> None:
    """The threshold of a network that has never been shown what is no digit."""
    st.markdown(
        "This network has never been shown what is no digit: its threshold is chosen on validation "
        "digits, so that nearly all are answered. Training can show it (*Outliers*)."
    )
    st.session_state.setdefault(SHARE, round(100 * COVERAGE))
    st.slider(
        "Validation digits that must be answered, %",
        LOWEST,
        100,
        key=SHARE,
        persist_state="session",
        width=pad.SIDE,
    )


def _choose_certainty() -> None:
    """The threshold of a network that has an answer of its own for what is no digit."""
    st.markdown(
        "This network was also shown what is no digit: two at once, a pen that strays, random "
        "strokes, blots. It learnt an eleventh answer for them, *no digit*, whose score is always "
        "0. So a largest score of 2 says that this digit is e² = 7.4 times as likely as none, one "
        "of −2 the opposite."
    )
    st.session_state.setdefault(SURE, round(100 * SURELY_NONE))
    st.slider(
        "How sure of *no digit* it must be to refuse, %",
        LEAST_SURE,
        MOST_SURE,
        key=SURE,
        persist_state="session",
        width=pad.SIDE,
    )


def _cost(id: str, found: Rejection, share: float) -> None:
    """What is right of the answers, by how many validation digits are answered."""
    shares, colours = np.arange(LOWEST, 101) / 100, controls.palette()
    chosen = max(share, LOWEST / 100)
    controls.show(
        resources.made(
            ("refusal", id, chosen, colours.name),
            lambda: refusal(shares, [found.accuracy(it) for it in shares], chosen, colours),
        ),
        alt=f"Accuracy of the answers against the share that is answered; chosen: {share:.1%}.",
        key="refusal",
    )

"""The digits that defeat every network, those with doubtful labels, and the surest errors."""

import numpy as np
import streamlit as st

from mnist_core.evaluation.hardest import CONFIDENT, hardest, readers_wrong, suspects
from mnist_core.evaluation.label_errors import SOURCE, without
from mnist_core.evaluation.metrics import Evaluation
from mnist_core.figures.number_format import percent
from pages.ui import resources
from pages.ui.evaluated_digits import EvaluatedDigits
from pages.ui.evaluation.published import exact
from pages.ui.gallery import gallery

KIND = "hard_kind"
ALL_WRONG, LABELS, SUREST = "hardest", "wrong labels?", "surest errors"
DOUBTED = "doubted by people"


def hard(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """One of several selections of digits, each opened like any other."""
    kind = st.segmented_control(
        "Which digits",
        (ALL_WRONG, LABELS, *((DOUBTED,) if len(evaluated.doubted) else ()), SUREST),
        format_func=str.capitalize,
        default=ALL_WRONG,
        key=KIND,
        required=True,
    )
    if kind == SUREST:
        sure = {i: percent(found.probabilities[i].max()) for i in found.misclassified.tolist()}
        words = "read wrong by this network, with the probability it gave its answer."
        gallery(evaluated, found, found.misclassified, "surest", words, sure)
    elif kind == ALL_WRONG:
        _all_wrong(found, evaluated)
    elif kind == DOUBTED:
        _doubted(found, evaluated)
    else:
        _suspects(found, evaluated)


def _all_wrong(found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The digits that most trainings read wrong: every known seed of every shipped network."""
    answers, seeds = [], 0
    for id in resources.sound_networks():
        known = evaluated.seeds(id)
        if known is not None:
            seeds += len(known.seeds)
            answers += list(known.answers)
        else:
            answers.append(evaluated.evaluation(id).predicted)
    most = int(readers_wrong(np.array(answers), found.labels).max())
    indices = hardest(np.array(answers), found.labels, max(most, 1))
    who = f"all {most}" if most == len(answers) else f"{most} of the {len(answers)}"
    words = (
        f"that {who} trainings of the {len(resources.sound_networks())} shipped networks read "
        "wrong, more than any other. Under each: its label, and what the chosen network reads."
    )
    gallery(evaluated, found, indices, "all_wrong", words)
    if not seeds:
        st.caption("What other seeds answer to these digits is not known.")
    st.markdown("Look at them: which would you have read right, and which is there no telling?")


def _suspects(found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """Digits whose label all shipped networks agree to doubt."""
    ids = resources.sound_networks()
    doubted = suspects([evaluated.evaluation(id) for id in ids])
    labels = {
        int(i): f"{found.labels[i]} or {answer}?"
        for i, answer in zip(doubted.indices, doubted.answers, strict=True)
    }
    words = (
        f"that all {len(ids)} shipped networks take for the same other number, with a mean "
        f"probability of at least {percent(CONFIDENT)}: the label first."
    )
    gallery(evaluated, found, doubted.indices, "suspects", words, labels)
    st.caption(
        "Candidates, not verdicts: the networks learnt from the same digits and share their "
        "habits. Decide by looking."
    )


def _doubted(found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The test digits of which people said that the label is wrong, and accuracy without them."""
    counted, most = without(found, evaluated.doubted), evaluated.ceiling
    st.markdown(
        f"Accuracy **{exact(found.accuracy)}** on all {len(found):,}, "
        f"**{exact(counted.accuracy)}** without these {counted.doubted}. "
        f"Whoever reads all digits as people do is counted right on {exact(most or 1.0)}: no more "
        "can be had but by MNIST’s own mistakes. This network answers "
        f"{counted.agreed} of them as MNIST labels them."
    )
    words = (
        "whose label most of five people did not choose. Look at each: what would you have said? "
        "Under it stands MNIST’s label, and what the network reads."
    )
    gallery(evaluated, found, evaluated.doubted, "doubted", words)
    st.caption(f"Which digits these are: {SOURCE}.")

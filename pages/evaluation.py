"""Evaluation: how often a network is right, where it errs, and how far that can be trusted."""

import streamlit as st

from mnist_core.data.digits import HELD_OUT
from pages.ui import controls, evaluated_digits, frame, resources
from pages.ui.evaluation import (
    compare,
    confusions,
    embedding_map,
    hardest_digits,
    reliability,
)
from pages.ui.evaluation import score_table as figures

frame.guard(__file__)

frame.page_header(
    "Evaluation",
    "How often the network is right on digits it has never seen, what it takes them for when it is "
    "wrong, and how far each number can be trusted.",
)
id = controls.chosen_network()
digits = evaluated_digits.choose()
found, title = digits.evaluation(id), controls.plain(resources.network(id).architecture.title)
st.markdown(f"**{title}** on **{len(found):,} {digits.name}**")
if digits.key == evaluated_digits.OWN:
    st.caption("Drawn and labelled by you on the Draw page, and kept in this session only.")
elif digits.name == HELD_OUT:
    st.caption(
        "Held-out training digits come from MNIST's training set; no network here learns from "
        "them. They are not the MNIST test set."
    )
if digits.legend:
    st.caption(f"Here the answers stand for: {controls.plain(digits.legend)}.")
learnt_from = resources.training_record(id).provenance
if learnt_from is not None and digits.key == evaluated_digits.TEST:
    caution = learnt_from.caution(resources.dataset().provenance)
    if caution:
        st.caption(controls.plain(caution))
figures.at_a_glance(found)
frame.parts(
    "part",
    {
        "Figures": lambda: figures.scores(id, title, found, digits),
        "Confusions": lambda: confusions.confusions(id, found, digits),
        "Hardest": lambda: hardest_digits.hard(id, found, digits),
        "Compare": lambda: compare.comparison(id, found, digits),
        "Calibration": lambda: reliability.calibration(id, found, digits),
        "Map": lambda: embedding_map.embedding_map(id, found, digits),
    },
)

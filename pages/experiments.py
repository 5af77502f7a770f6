"""Experiments: build a network of your own, and put ideas to the test by training."""

import streamlit as st

from pages.ui import frame
from pages.ui.experiments import builder, contests, ensembles, other_data, transfer_learning, tuning

frame.guard(__file__)

frame.page_header(
    "Experiments",
    "Ideas about networks are tested by training them. Build one, decide what to change and what "
    "to keep, and let the figures answer.",
)
PARTS = (
    ("Build", builder.show),
    ("Tune", tuning.show),
    ("Contests", contests.show),
    ("Ensembles", ensembles.show),
    ("Transfer", transfer_learning.show),
    ("Other data", other_data.show),
)
tabs = st.tabs([name for name, _ in PARTS], key="part", bind="query-params", on_change="rerun")
for tab, (_, show) in zip(tabs, PARTS, strict=True):
    if tab.open:  # only the open one computes
        with tab:
            show()

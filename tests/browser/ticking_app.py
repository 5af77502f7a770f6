"""A Streamlit script whose chart gets new data ten times a second: ?chart=live or ordinary."""

from dataclasses import replace

import streamlit as st

from mnist_core.figures.learning_curves import loss_curve
from mnist_core.training.history import shipped_history
from pages.ui import controls
from pages.ui.components.live_chart import live_chart

EVERY = 0.1  # seconds
BATCHES_A_TICK = 4
EPOCHS = 12

st.set_page_config(layout="wide")
recorded = shipped_history("keras_cnn")


def tick() -> None:
    """The first half of a recorded training, and a little more of it every time."""
    number = st.session_state.ticks = st.session_state.get("ticks", -1) + 1
    batches = recorded.batches // 2 + BATCHES_A_TICK * number
    done = batches // recorded.batches_per_epoch
    history = replace(
        recorded,
        batch_loss=recorded.batch_loss[:batches],
        batch_accuracy=recorded.batch_accuracy[:batches],
        validation_loss=recorded.validation_loss[:done],
        validation_accuracy=recorded.validation_accuracy[:done],
    )
    figure = loss_curve(history, EPOCHS, controls.palette())
    show = live_chart.show if st.query_params["chart"] == "live" else controls.show
    show(figure, f"Loss at tick {number}", "chart")


st.fragment(tick, run_every=EVERY)()

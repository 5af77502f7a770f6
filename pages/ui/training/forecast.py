"""How well will it read in the end? A guess about a run while it trains."""

import streamlit as st

from mnist_core.training.run_folder import Run
from mnist_core.training.run_status import RunStatus
from pages.ui import controls, guess

GUESS = "guess_final_"  # keys begin so
NEAR = 1.0  # of 100 digits: a guess so close is right


def show(run: Run, status: RunStatus) -> None:
    """Ask while the run goes on; once it has finished, say what came out beside the guess."""
    key = GUESS + run.id
    if status.state.active:
        asks = "When it is done, how many of 100 validation digits will it read right?"
        if given := guess.number(key, asks, 0, 100, 90):
            st.caption(f"You guessed {given} of 100 validation digits. Now watch.")
        return
    result, given = status.result, guess.guessed(key)
    if given and result is not None and result.validation is not None:
        share = result.validation.accuracy
        outcome = f"It reads **{controls.percent(share)}** of the validation digits right."
        guess.came_out(key, outcome, abs(int(given) - 100 * share) <= NEAR)

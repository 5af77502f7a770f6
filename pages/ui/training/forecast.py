"""How well will it read in the end, and when will it turn? Two guesses about a run in training."""

import numpy as np
import streamlit as st

from mnist_core.training.history import History
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_status import RunStatus
from pages.ui import controls, guess

GUESS, TURN = "guess_final_", "guess_turn_"  # keys begin so
NEAR = 1.0  # of 100 digits: a guess so close is right
FEWEST = 3  # epochs of which it can be asked when the loss turns


def show(run: Run, status: RunStatus, history: History, epochs: int) -> None:
    """Ask while the run goes on; once it has finished, say what came out beside the guesses."""
    if status.state.active:
        _ask(run, epochs)
    elif status.state == RunState.FINISHED:
        _judge(run, status, history, epochs)


def thirds(epochs: int) -> dict[str, range]:
    """The first, middle and last third of the epochs, by their words: "4 to 6"."""
    parts = (range(part[0], part[-1] + 1) for part in np.array_split(range(1, epochs + 1), 3))
    return {f"{it[0]} to {it[-1]}" if len(it) > 1 else f"{it[0]}": it for it in parts}


def _ask(run: Run, epochs: int) -> None:
    """One question after the other; the curves below are in nobody's way."""
    asks = "When it is done, how many of 100 validation digits will it read right?"
    given = guess.number(GUESS + run.id, asks, 0, 100, 90)
    if given is None:
        return
    told = [f"{given} of 100 validation digits"] if given else []
    if epochs >= FEWEST:
        asks = "After which epochs will the loss on the validation digits be lowest?"
        turn = guess.choose(TURN + run.id, asks, thirds(epochs))
        if turn is None:
            return
        told += [f"the lowest validation loss after epoch {turn}"] if turn else []
    if told:
        st.caption(f"You guessed {', and '.join(told)}. Now watch.")


def _judge(run: Run, status: RunStatus, history: History, epochs: int) -> None:
    result, key = status.result, GUESS + run.id
    given = guess.guessed(key) or ""
    if given.isdecimal() and result is not None and result.validation is not None:
        share = result.validation.accuracy
        outcome = f"It reads **{controls.percent(share)}** of the validation digits right."
        guess.came_out(key, outcome, abs(int(given) - 100 * share) <= NEAR)
    key = TURN + run.id
    if (given := guess.guessed(key)) and history.turn:
        outcome = f"The loss on the validation digits was lowest after **epoch {history.turn}**."
        guess.came_out(key, outcome, history.turn in thirds(epochs).get(given, ()))

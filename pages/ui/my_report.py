"""My report: what this session guessed, answered, drew and trained, as one page to take home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from mnist_core.data.drawing.kept_drawings import Kept
from mnist_core.lessons.first_guess import Guess
from mnist_core.network.forward import Network
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run
from mnist_core.web.lesson_report import Report, ReportedDrawing, Training, report
from pages.ui import clock, digit_choice, guess, resources, session_runs, taking_home
from pages.ui.class_address import SEAT

FILE = "my_report.html"
HELP = (
    "One HTML page to keep or print: what you guessed and what came out, the drawings you kept, "
    "the networks you trained, and links back to every view."
)


def offer(id: str) -> None:
    """A button that saves the report, made when it is asked for.

    It bears the name that the session gave, or the one that a class gave to the pupil. The network
    with this id reads the drawings in it.
    """
    seat = st.session_state.get(SEAT)
    animal = seat.pupil.name if seat is not None and seat.pupil is not None else ""
    by = st.session_state.get(taking_home.BY) or animal
    kept = st.session_state.setdefault(digit_choice.KEPT, [])
    runs = st.session_state.setdefault(session_runs.MINE, [])
    guesses = guess.all_guesses()  # all three grow on: a click in a fragment does not come by here
    address = urlsplit(st.context.url or "")
    base = f"{address.scheme}://{address.netloc}"
    make = partial(_page, by, guesses, kept, resources.network(id), runs, base, clock.today())
    st.download_button(
        "My report",
        make,
        file_name=FILE,
        mime="text/html",
        icon=":material/summarize:",
        on_click="ignore",
        key="my_report",
        help=HELP,
    )


def _page(
    by: str,
    guesses: Mapping[str, Guess],
    kept: Sequence[Kept],
    network: Network,
    runs: Sequence[str],
    base: str,
    today: date,
) -> str:
    """Made in a thread of Streamlit's, outside of any session."""
    told = list(guesses.items())
    found = Report(
        name=by,
        guesses=[it for key, it in told if not key.startswith(guess.LESSON)],
        answers=[it for key, it in told if key.startswith(guess.LESSON) and it.guessed],
        drawings=[_read(it, network) for it in list(kept)],
        network=network.architecture.title,
        trainings=[it for it in map(_training, list(runs)) if it is not None],
    )
    return report(found, base, today)


def _read(kept: Kept, network: Network) -> ReportedDrawing:
    (probabilities,) = network.predict(kept.digit[None])
    read = int(probabilities.argmax())
    return ReportedDrawing(kept.digit, kept.label, read, float(probabilities[read]))


def _training(id: str) -> Training | None:
    """A run of the session; None where its folder is gone or cannot be read."""
    try:
        run = open_run(id)
        title = f"{run.config.architecture.title}, seed {run.config.seed}"
        outcome, history = session_runs.outcome(run, run.status), run.history
    except RunError:
        return None
    return Training(title, outcome, history, f"training?run={id}")

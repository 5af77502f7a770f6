"""How sessions see runs: their own ones, each change of state once, the time that is left."""

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import BatchDone, RunResult, RunState, to_line
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT, PROGRESS
from tests.pages.training_page import finished


@pytest.mark.slow
def test_two_sessions_see_their_own_runs_only(app):
    one, other = app("training"), app("training")
    run = finished(epochs=1)
    one.query_params["run"] = run.id
    one.run()
    assert f"run-{run.id}" in one.sidebar.selectbox(key="network").options
    other.run()
    assert f"run-{run.id}" not in other.sidebar.selectbox(key="network").options
    assert "Run in view" in [box.label for box in one.selectbox]
    assert "Run in view" not in [box.label for box in other.selectbox]


def test_time_left_is_shown_only_while_it_trains(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    batches = [BatchDone(1, n + 1, 28, 1.0, 0.5, seconds=3 + n / 4) for n in range(20)]
    lines = [to_line(batch) for batch in batches]
    (run.path / PROGRESS).write_text("\n".join(lines) + "\n")
    with run.lock():
        at = app("training", run=run.id)
        assert any("about 16 s left · 512 digits per second" in text for text in bars(at))
        run.pause()
        run.write_count(PAUSED_AT, 20)
        at.run()
        assert bars(at) and not any("s left" in text for text in bars(at))


def bars(at):
    """The texts of the progress bars on the page."""
    return [bar.proto.text for bar in at.main.get("progress")]


def look(path):
    """What the page asks at every tick: has the state of the run changed since the last one?"""

    from pathlib import Path

    import streamlit as st

    from mnist_core.training.run_folder import Run
    from pages.ui import session_runs

    run = Run(Path(path))
    st.text(session_runs.news(run, run.status))


def test_every_change_of_state_draws_the_whole_page_once(home):
    """Else the table of runs, outside of what is drawn every second, would stay behind."""
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    at = AppTest.from_function(look, default_timeout=300, args=(str(run.path),))

    def seen():
        return [at.run().text[0].value for _ in range(2)]

    assert seen() == ["False", "False"]  # queued, as when it was first seen
    with run.lock():
        assert seen() == ["True", "False"]  # starting
        (run.path / PROGRESS).touch()
        assert seen() == ["True", "False"]  # training
        run.write_result(RunResult(RunState.FINISHED))
    assert seen() == ["True", "False"]  # finished

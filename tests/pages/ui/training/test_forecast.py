"""How well a run will read in the end: asked while it goes on, judged when it has finished."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState, Score
from mnist_core.training.runs import create_run
from pages.ui.training.forecast import GUESS
from tests.pages.guesses import guess


@pytest.mark.parametrize(("accuracy", "verdict"), [(0.985, "right"), (0.9, "not quite")])
def test_a_guess_about_a_run_is_judged_when_it_has_finished(app, accuracy, verdict) -> None:
    mlp = ARCHITECTURES["mlp"]
    run = create_run(TrainingConfig(mlp, mlp.recipe))
    at = app("training", run=run.id)
    key = GUESS + run.id
    at.number_input(key=f"{key}_number").set_value(98).run()
    guess(at, key, "That is my guess")
    assert "You guessed 98 of 100 validation digits." in "".join(it.value for it in at.caption)
    run.write_result(RunResult(RunState.FINISHED, validation=Score(0.1, accuracy, 500)))
    at.run()
    assert not at.exception
    said = "".join(it.value for it in at.markdown)
    assert f"You guessed **98**: {verdict}. It reads **{100 * accuracy:.1f} %**" in said

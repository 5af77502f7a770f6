"""How well a run will read and when it turns: asked while it goes on, judged when it is done."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import (
    BatchDone,
    EpochDone,
    RunResult,
    RunState,
    Score,
    to_line,
)
from mnist_core.training.run_status import PROGRESS
from mnist_core.training.runs import create_run
from pages.ui.training.forecast import GUESS, TURN, thirds
from tests.pages.guesses import guess


@pytest.mark.slow
@pytest.mark.parametrize(("accuracy", "verdict"), [(0.985, "right"), (0.9, "not quite")])
def test_guesses_about_a_run_are_judged_when_it_has_finished(app, accuracy, verdict) -> None:
    mlp = ARCHITECTURES["mlp"]
    epochs = int(mlp.recipe.epochs)
    run = create_run(TrainingConfig(mlp, mlp.recipe))
    at = app("training", run=run.id)
    key = GUESS + run.id
    at.number_input(key=f"{key}_number").set_value(98).run()
    guess(at, key, "That is my guess")
    guess(at, TURN + run.id, next(iter(thirds(epochs))))
    captions = "".join(it.value for it in at.caption)
    assert "You guessed 98 of 100 validation digits, and the lowest validation loss" in captions
    losses = [0.3, 0.1] + [0.2] * (epochs - 2)
    events = []
    for epoch, loss in enumerate(losses, start=1):
        events += [BatchDone(epoch, 1, 1, 0.1, 0.9, epoch), EpochDone(epoch, 0.1, 0.9, loss, 0.9)]
    (run.path / PROGRESS).write_text("".join(to_line(event) + "\n" for event in events))
    run.write_result(RunResult(RunState.FINISHED, validation=Score(0.1, accuracy, 500)))
    at.run()
    assert not at.exception
    said = "".join(it.value for it in at.markdown)
    assert f"You guessed **98**: {verdict}. It reads **{100 * accuracy:.1f} %**" in said
    assert ": right. The loss on the validation digits was lowest after **epoch 2**." in said


def test_thirds_cover_all_epochs_once() -> None:
    assert list(thirds(10)) == ["1 to 4", "5 to 7", "8 to 10"]
    assert [list(it) for it in thirds(3).values()] == [[1], [2], [3]]

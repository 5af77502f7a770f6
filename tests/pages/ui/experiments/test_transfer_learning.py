"""The Transfer tab: a guess, ten runs in the queue, and the three arms once they have ended."""

import pytest

from mnist_core.studies.transfer_arms import ARMS, RANDOM, SCRATCH, TRANSFERRED, arm_of
from mnist_core.training.run_protocol import (
    BatchDone,
    EpochDone,
    NamedScore,
    RunResult,
    RunState,
    to_line,
)
from mnist_core.training.run_status import PROGRESS
from mnist_core.training.runs import waiting_runs
from tests.pages.guesses import guess

PART = {"part": "Transfer"}
REACHED = {TRANSFERRED: 0.9, SCRATCH: 0.8, RANDOM: 0.7}


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def end(run) -> None:
    """Write into a run's folder what a trainer would have."""
    arm = arm_of(run.config)
    reached = 0.99 if arm is None else REACHED[arm] + run.config.seed / 100
    events = [BatchDone(1, 1, 1, 1.0, 0.5, 1.0), EpochDone(1, 1.0, 0.5, 0.7, reached, 1.0)]
    (run.path / PROGRESS).write_text("".join(to_line(event) + "\n" for event in events))
    test = NamedScore(0.3, reached, 500, "test digits, only 5, 6, 7, 8, 9")
    run.write_result(RunResult(RunState.FINISHED, seconds=2.0, epochs=1, test=test))


@pytest.fixture
def begun(app):
    at = app("experiments", **PART)
    assert not at.exception
    assert at.button(key="transfer_start").disabled
    at.number_input(key="transfer_seeds").set_value(2)
    guess(at, "transfer_guess", ARMS[SCRATCH])
    at.button(key="transfer_start").click().run()
    assert not at.exception
    return at


def test_the_runs_wait_in_the_queue_the_base_first(app, begun) -> None:
    waiting = waiting_runs()
    assert [arm_of(run.config) for run in waiting] == [None, *ARMS, *ARMS]
    assert waiting[1].config.frozen.source == waiting[0].id
    assert {run.config.examples for run in waiting[1:]} == {100}
    asked = begun.query_params["transfer"]
    assert (asked if isinstance(asked, str) else asked[0]).split(",") == [r.id for r in waiting]
    assert "The base is learning 0 to 4." in words(begun)
    begun.button(key="transfer_stop").click().run()
    assert {run.state for run in waiting} == {RunState.STOPPED}


def test_the_arms_stand_side_by_side_with_their_intervals_and_the_guess(app, begun) -> None:
    runs = waiting_runs()
    for run in runs:
        end(run)
    begun.run()
    assert not begun.exception
    table = begun.table[0].value
    assert list(table["test digits 5–9 right"]) == ["91.5 %", "81.5 %", "71.5 %"]
    # Student's t for two seeds, 12.706 · 0.01 / 2: 0.915 ± 0.0635
    assert table.loc[ARMS[TRANSFERRED], "95 % interval"] == "85.1 to 97.9 %"
    assert list(table["weights that learn"]) == ["206,218", "225,034", "206,218"]
    assert f"You guessed **{ARMS[SCRATCH]}**: not quite. Most were read right by" in words(begun)
    assert "The base reads 99.0 % of 0 to 4." in words(begun)
    link = app("experiments", **PART, transfer=",".join(run.id for run in runs))
    assert link.table[0].value.equals(table)


def test_a_link_to_something_else_is_one_sentence(app) -> None:
    at = app("experiments", **PART, transfer="0123456789abcdef")
    assert not at.exception
    assert "There is no run called" in at.warning[0].value
    assert at.button(key="transfer_start").disabled

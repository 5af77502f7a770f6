"""The words between trainer and pages: they come back as they went, and old ones are read."""

from dataclasses import replace

import pytest

from mnist_core.training.run_protocol import (
    RESULT,
    BatchDone,
    BestTaken,
    DigitsUsed,
    EpochDone,
    NamedScore,
    RateChanged,
    Resumed,
    RunResult,
    RunState,
    Score,
    from_line,
    read_result,
    to_line,
    write_result,
)

EVENTS = (
    BatchDone(2, 3, 40, loss=0.25, accuracy=0.5, seconds=1.5, rate=0.001),
    EpochDone(2, 0.25, 0.5, validation_loss=0.75, validation_accuracy=0.625, seconds=9.0),
    Resumed(batches=40, epochs=1, interrupted=True),
    RateChanged(batches=40, factor=0.5),
    BestTaken(epoch=2),
)
FINISHED = RunResult(
    RunState.FINISHED,
    seconds=1.25,
    ended=1795848660.5,
    epochs=2,
    interruptions=1,
    precision="mixed_bfloat16",
    bfloat16_speedup=1.5,
    data=DigitsUsed("embedded", training=300, validation=500),
    versions={"python": "3.12.1", "numpy": "2.5.5"},
    validation=Score(0.5, 0.75, 500),
    test=NamedScore(0.25, 0.875, 1000, "held-out training digits"),
)


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_comes_back_from_its_line(event):
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (  # the first runs did not write the learning rate down
            '{"event": "batch", "epoch": 1, "batch": 2, "batches": 4, "loss": 2, "accuracy": 0.5,'
            ' "seconds": 0.5}',
            BatchDone(1, 2, 4, 2.0, 0.5, 0.5, rate=0.0),
        ),
        (
            '{"event": "epoch", "epoch": 1, "loss": 2.0, "accuracy": 0.4, "seconds": 3.0,'
            ' "validation_loss": 1.5, "validation_accuracy": 0.6, "some later field": []}',
            EpochDone(1, 2.0, 0.4, 1.5, 0.6, seconds=3.0),
        ),
        ('{"event": "resumed", "batches": 4, "epochs": 1}', Resumed(4, 1, interrupted=False)),
    ],
)
def test_lines_of_other_versions_are_read(line, event):
    assert from_line(line) == event


@pytest.mark.parametrize(
    "line",
    [
        "",
        "7",
        '{"event": "lunch"}',
        '{"event": ["batch"]}',
        '{"event": "resumed", "batches": -1, "epochs": 0}',
        '{"event": "resumed", "batches": Infinity, "epochs": 0}',
        '{"event": "resumed", "batches": NaN, "epochs": 0}',
        '{"event": "resumed", "batches": "4", "epochs": 0}',
        '{"event": "epoch", "epoch": 1, "loss": 1' + "0" * 400 + ', "accuracy": 1,'
        ' "validation_loss": 1, "validation_accuracy": 1}',
    ],
)
def test_other_lines_are_no_event(line):
    assert from_line(line) is None


@pytest.mark.parametrize(
    "result",
    [
        FINISHED,
        replace(FINISHED, state=RunState.STOPPED, validation=None, test=None),
        RunResult(RunState.FAILED, reason="The steps were too long."),
    ],
    ids=["finished", "stopped", "failed"],
)
def test_a_result_comes_back_from_its_folder(tmp_path, result):
    write_result(tmp_path, result)
    assert read_result(tmp_path) == result
    assert [path.name for path in tmp_path.iterdir()] == [RESULT]


OLD = """{
  "seconds": 20.5,
  "state": "finished",
  "epochs": 12,
  "interruptions": 0,
  "precision": "float32",
  "bfloat16 speed-up": null,
  "data": {"source": "MNIST_PATH", "training": 54000, "validation": 5000},
  "versions": {"python": "3.12.1", "tensorflow": "2.21.0", "keras": "3.15.1", "numpy": "2.5.5"},
  "validation": {"loss": 0.03, "accuracy": 0.991, "digits": 5000},
  "test": {"loss": 0.025, "accuracy": 0.9925, "digits": 10000, "name": "MNIST test digits"},
  "ended": 1795848660.5
}"""


def test_the_result_of_an_earlier_version_is_read(tmp_path):
    (tmp_path / RESULT).write_text(OLD)
    result = read_result(tmp_path)
    assert result.state == RunState.FINISHED and not result.state.active
    assert result.test == NamedScore(0.025, 0.9925, 10_000, "MNIST test digits")
    assert result.data.training == 54_000 and result.bfloat16_speedup is None
    assert result.versions["keras"] == "3.15.1"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"state": "asleep"}', '{"state": "finished", "test": 3}']
)
def test_what_is_no_result_is_none(tmp_path, text):
    (tmp_path / RESULT).write_text(text)
    assert read_result(tmp_path) is None
    assert read_result(tmp_path / "nowhere") is None


def test_a_state_is_active_waits_or_has_ended():
    active = "queued starting training paused interrupted".split()
    assert [state for state in RunState if state.active] == active
    assert [state for state in RunState if state.waiting] == ["queued", "interrupted"]

"""Progress files, whole, half written and broken, read while they grow."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mnist_core.training.progress import ProgressReader, read_history
from mnist_core.training.run_protocol import (
    BatchDone,
    BestTaken,
    EpochDone,
    RateChanged,
    Resumed,
    to_line,
)


def batch(number, loss, batches=4):
    return BatchDone(1, number, batches, loss, 0.5, seconds=number * 0.25, rate=0.1 / number)


EPOCH = EpochDone(1, loss=2.0, accuracy=0.4, validation_loss=1.5, validation_accuracy=0.6)
RESUMED = Resumed(batches=4, epochs=1, interrupted=True)


@pytest.fixture
def progress(tmp_path):
    path = tmp_path / "progress.jsonl"
    append(path, *(batch(n, 3.0 - n / 2) for n in range(1, 5)), EPOCH, batch(5, 0.5))
    return path


def append(path, *events):
    with path.open("a") as file:
        file.write("".join(to_line(event) + "\n" for event in events))


def same(one, other):
    for name, value in vars(one).items():
        np.testing.assert_array_equal(getattr(other, name), value, err_msg=name)


@pytest.mark.parametrize(
    "ending",
    [
        '{"event": "batch", "lo',
        "\x00\xff",
        "[1]",
        "null",
        '{"event": "batch"}',
        "[" * 100_000,
        '{"event": "epoch", "loss": "a", "accuracy": 1, "validation_loss": 1,'
        ' "validation_accuracy": 1}',
    ],
    ids=["half", "bytes", "list", "null", "fields missing", "nested", "no number"],
)
def test_a_broken_line_is_passed_over(progress, ending):
    with progress.open("a") as file:
        file.write(ending)
    assert read_history(progress).batches == 5


def test_changes_of_the_rate_after_the_place_it_resumed_from_are_made_again(progress):
    append(progress, RateChanged(3, 0.5), RateChanged(4, 2.0), BestTaken(1), RESUMED)
    assert read_history(progress).rate_changes == ((3, 0.5),)
    assert read_history(progress).best_epoch == 0
    append(progress, RateChanged(4, 2.0), BestTaken(1))
    history = read_history(progress)
    assert history.rate_changes == ((3, 0.5), (4, 2.0)) and history.best_epoch == 1
    assert history.rate_moves
    np.testing.assert_allclose(history.batch_rate, 0.1 / np.arange(1, 5))


def test_after_an_interruption_what_was_done_again_counts_once(progress):
    with progress.open("a") as file:
        file.write("{\n" + to_line(RESUMED) + "\n" + to_line(batch(5, 0.7)) + "\n")
    history = read_history(progress)
    np.testing.assert_allclose(history.batch_loss, [2.5, 2.0, 1.5, 1.0, 0.7])
    assert (history.epochs, history.interruptions) == (1, 1)


def test_no_file_is_an_empty_history(tmp_path):
    history = read_history(tmp_path / "none")
    assert (history.batches, history.epochs) == (0, 0)
    assert history.seconds_left(3) is None
    assert history.batch_epochs.shape == (0,)


def test_a_second_look_reads_only_what_is_new_and_equals_a_fresh_one(progress, monkeypatch):
    reader, parsed, parse = ProgressReader(progress), [], json.loads
    monkeypatch.setattr(json, "loads", lambda line: parsed.append(line) or parse(line))
    first = reader.read()
    assert (first.batches, len(parsed)) == (5, 6)
    assert reader.read() is first and len(parsed) == 6
    whole = to_line(batch(6, 0.4))
    steps = [whole[:20], whole[20:], "\n", "{\n" + to_line(RESUMED) + "\n", whole + "\n"]
    for text, batches, lines in zip(steps, [5, 5, 6, 4, 5], [0, 0, 1, 2, 1], strict=True):
        before = len(parsed)
        with progress.open("a") as file:
            file.write(text)
        assert reader.read().batches == batches
        assert len(parsed) - before == lines
        assert reader.bytes_read <= progress.stat().st_size
        same(reader.read(), ProgressReader(progress).read())
        del parsed[before + lines :]


@pytest.mark.parametrize("change", ["another file", "a shorter one", "no file"])
def test_another_file_is_read_from_its_beginning(progress, change):
    assert read_history(progress).batches == 5
    other = progress.with_name("other")
    append(other, batch(1, 9.0))
    if change == "another file":
        append(other, *(batch(n, 9.0) for n in range(2, 20)))
        other.replace(progress)
        assert read_history(progress).batch_loss.tolist() == [9.0] * 19
    elif change == "a shorter one":
        progress.write_bytes(other.read_bytes())
        assert read_history(progress).batch_loss.tolist() == [9.0]
    else:
        progress.unlink()
        assert read_history(progress).batches == 0


def test_what_is_shared_cannot_be_changed(progress):
    with pytest.raises(ValueError, match="read-only"):
        read_history(progress).batch_loss[0] = 0


def test_many_threads_read_while_it_grows(progress):
    reader = ProgressReader(progress)

    def look(number):
        if number % 4 == 0:
            append(progress, batch(6, 0.1))
        history = reader.read()
        return len(history.batch_loss), len(history.batch_seconds)

    with ThreadPoolExecutor(8) as sessions:
        lengths = list(sessions.map(look, range(400)))
    assert all(losses == seconds for losses, seconds in lengths)
    assert reader.read().batches == 105
    same(reader.read(), ProgressReader(progress).read())

"""Histories: their pace, their curves, and the files they are kept in."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.network.weights import manifest
from mnist_core.training.history import History, load_history, save_history, shipped_history, smooth
from mnist_core.training.progress import read_history
from mnist_core.training.run_protocol import BatchDone, EpochDone, to_line


def batch(number, loss, batches=4):
    return BatchDone(1, number, batches, loss, 0.5, seconds=number * 0.25, rate=1 / number)


EPOCH = EpochDone(1, loss=2.0, accuracy=0.4, validation_loss=1.5, validation_accuracy=0.6)


@pytest.fixture
def progress(tmp_path):
    path = tmp_path / "progress.jsonl"
    events = [*(batch(n, 3.0 - n / 2) for n in range(1, 5)), EPOCH, batch(5, 0.5)]
    path.write_text("".join(to_line(event) + "\n" for event in events))
    return path


def test_batches_and_epochs(progress):
    history = read_history(progress)
    np.testing.assert_allclose(history.batch_loss, [2.5, 2.0, 1.5, 1.0, 0.5])
    np.testing.assert_allclose(history.batch_epochs, [0.25, 0.5, 0.75, 1.0, 1.25])
    assert (history.batches, history.epochs, history.batches_per_epoch) == (5, 1, 4)
    np.testing.assert_allclose(history.validation_accuracy, [0.6])
    np.testing.assert_allclose(history.training_loss, [2.0])
    assert history.turn == 1


def follow(batch_seconds, batches_per_epoch):
    """A history of so many batches that says nothing but when they ended."""
    n, none = len(batch_seconds), np.empty(0)
    seconds = np.array(batch_seconds)
    return History(np.ones(n), np.ones(n), seconds, batches_per_epoch, none, none, none, none)


def test_time_left_at_the_pace_of_the_last_batches():
    """Twenty seconds to build the graph, then four batches a second, then two."""
    fast = 20 + 0.25 * np.arange(30)
    assert follow(fast[:9], 100).seconds_left(epochs=2) is None
    assert follow(fast[:10], 100).seconds_left(epochs=2) == pytest.approx(190 * 0.25)
    assert follow(fast, 100).batches_per_second == pytest.approx(4)
    slow = [*fast, *(fast[-1] + 0.5 * np.arange(1, 61))]
    assert follow(slow, 100).seconds_left(epochs=2) == pytest.approx(110 * 0.5)
    assert follow(slow, 45).seconds_left(epochs=2) == 0


def test_smoothing_by_hand():
    """Span 3 halves the weight of every older value: (1·2 + ½·1) / 1½ for the second of 1, 2."""
    np.testing.assert_allclose(smooth(np.array([1.0, 2.0]), span=3), [1.0, 2.5 / 1.5])
    np.testing.assert_allclose(smooth(np.full(50, 0.3)), 0.3)
    assert smooth(np.array([])).shape == (0,)


def test_a_saved_history_comes_back(progress, tmp_path):
    history = read_history(progress)
    history = replace(history, rate_changes=((3, 0.5),), best_epoch=1)
    save_history(tmp_path / "h.npz", history)
    copy = load_history(tmp_path / "h.npz")
    for name, value in vars(history).items():
        np.testing.assert_allclose(getattr(copy, name), value, rtol=1e-6)


@pytest.mark.parametrize("name", ["keras_cnn", "classic_cnn", "wide_cnn", "mlp"])
def test_the_shipped_histories_are_those_of_the_shipped_networks(name):
    history, entry = shipped_history(name), manifest()[name]
    assert history.epochs == entry["recipe"]["epochs"]
    shipped = next(s for s in entry["seeds"] if s["seed"] == entry["shipped seed"])
    assert history.validation_accuracy[-1] == pytest.approx(shipped["validation"]["accuracy"])
    per_epoch = -(-entry["data"]["training"] // entry["recipe"]["batch_size"])
    assert history.batches == per_epoch * history.epochs


def test_csv_has_a_line_a_batch_and_validation_where_an_epoch_ends(progress):
    lines = read_history(progress).to_csv().splitlines()
    assert (
        lines[0]
        == "batch,epochs,seconds,loss,accuracy,learning_rate,validation_loss,validation_accuracy"
    )
    assert len(lines) == 6
    assert lines[4] == "4,1,1,1,0.5,0.25,1.5,0.6"
    assert lines[5] == "5,1.25,1.25,0.5,0.5,0.2,,"

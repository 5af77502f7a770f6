"""Histories read from progress files, whole, half written and broken."""

import json

import numpy as np
import pytest

from mnist_core.network.weights import manifest
from mnist_core.training.history import (
    load_history,
    read_history,
    save_history,
    shipped_history,
    smooth,
)


def batch(number, loss, batches=4):
    return {"event": "batch", "epoch": 1, "batch": number, "batches": batches,
            "loss": loss, "accuracy": 0.5, "seconds": number * 0.25}  # fmt: skip


EPOCH = {"event": "epoch", "epoch": 1, "loss": 2.0, "accuracy": 0.4,
         "validation_loss": 1.5, "validation_accuracy": 0.6}  # fmt: skip


@pytest.fixture
def progress(tmp_path):
    path = tmp_path / "progress.jsonl"
    events = [*(batch(n, 3.0 - n / 2) for n in range(1, 5)), EPOCH, batch(5, 0.5)]
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path


def test_batches_and_epochs(progress):
    history = read_history(progress)
    np.testing.assert_allclose(history.batch_loss, [2.5, 2.0, 1.5, 1.0, 0.5])
    np.testing.assert_allclose(history.batch_epochs, [0.25, 0.5, 0.75, 1.0, 1.25])
    assert (history.batches, history.epochs, history.batches_per_epoch) == (5, 1, 4)
    np.testing.assert_allclose(history.validation_accuracy, [0.6])
    np.testing.assert_allclose(history.training_loss, [2.0])


def test_time_left_at_the_pace_so_far(progress):
    assert read_history(progress).seconds_left(epochs=2) == pytest.approx(3 * 0.25)
    assert read_history(progress).seconds_left(epochs=1) == 0


@pytest.mark.parametrize(
    "ending",
    ['{"event": "batch", "lo', "\x00\xff", "[1]", "null", '{"event": "batch"}', "[" * 100_000,
     '{"event": "epoch", "loss": "a", "accuracy": 1, "validation_loss": 1,'
     ' "validation_accuracy": 1}'],
    ids=["half", "bytes", "list", "null", "fields missing", "nested", "no number"],
)  # fmt: skip
def test_a_broken_line_is_passed_over(progress, ending):
    with progress.open("a") as file:
        file.write(ending)
    assert read_history(progress).batches == 5


def test_after_an_interruption_what_was_done_again_counts_once(progress):
    resumed = {"event": "resumed", "batches": 4, "epochs": 1, "interrupted": True}
    with progress.open("a") as file:
        file.write("{\n" + json.dumps(resumed) + "\n" + json.dumps(batch(5, 0.7)) + "\n")
    history = read_history(progress)
    np.testing.assert_allclose(history.batch_loss, [2.5, 2.0, 1.5, 1.0, 0.7])
    assert (history.epochs, history.interruptions) == (1, 1)


def test_no_file_is_an_empty_history(tmp_path):
    history = read_history(tmp_path / "none")
    assert (history.batches, history.epochs) == (0, 0)
    assert history.seconds_left(3) is None
    assert history.batch_epochs.shape == (0,)


def test_smoothing_by_hand():
    """Span 3 halves the weight of every older value: (1·2 + ½·1) / 1½ for the second of 1, 2."""
    np.testing.assert_allclose(smooth(np.array([1.0, 2.0]), span=3), [1.0, 2.5 / 1.5])
    np.testing.assert_allclose(smooth(np.full(50, 0.3)), 0.3)
    assert smooth(np.array([])).shape == (0,)


def test_a_saved_history_comes_back(progress, tmp_path):
    history = read_history(progress)
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
    assert lines[0] == "batch,epochs,seconds,loss,accuracy,validation_loss,validation_accuracy"
    assert len(lines) == 6
    assert lines[4] == "4,1,1,1,0.5,1.5,0.6"
    assert lines[5] == "5,1.25,1.25,0.5,0.5,,"

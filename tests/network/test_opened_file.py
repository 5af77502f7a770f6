"""Networks from files: what Keras saves reads as Keras reads it, what is hostile is refused."""

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mnist_core.network.forward import Network
from mnist_core.network.kept_networks import MOST, keep, kept_file
from mnist_core.network.opened_file import UnopenedFile, open_network
from mnist_core.network.weights import SHIPPED, save_weights
from tests.network.hostile_files import FLAT, HOSTILE, TRACE
from tests.network.keras_files import (
    BIAS,
    INPUT,
    KERNEL,
    keras_file,
    layer,
    legacy_file,
    model,
)


def by_hand(images):
    """One Dense layer and a softmax, from the formula."""
    scores = images.reshape(len(images), 784).astype(float) / 255 @ KERNEL + BIAS
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("data", "end"),
    [
        (keras_file(), "It ends in probabilities (softmax)."),
        (legacy_file(), "It ends in probabilities (softmax)."),
        (keras_file(model(INPUT, FLAT, layer("Dense", units=10))), "It ends in scores (logits)"),
        (
            keras_file(model(INPUT, FLAT, layer("Dense", units=10), layer("Softmax", axis=-1))),
            "It ends in probabilities (softmax).",
        ),
        (
            keras_file(
                model(
                    layer("InputLayer", batch_shape=[None, 784]),
                    layer("Dense", units=10, activation="log_softmax"),
                )
            ),
            "It ends in logarithms",
        ),
    ],
    ids=["keras", "legacy", "logits", "softmax", "logarithms"],  # a file's bytes have its time
)
def test_a_file_without_keras_gives_the_network_of_its_formula(data, end):
    images = np.random.default_rng(1).integers(0, 256, (20, 28, 28), np.uint8)
    opened = open_network(data, "mine.keras")
    np.testing.assert_allclose(opened.network.predict(images), by_hand(images), atol=1e-5)
    assert opened.said[1].startswith(end)
    assert opened.network.architecture.title == "mine"


def test_a_file_of_this_app_is_opened_as_it_was_saved():
    shipped = Network.load("mlp")
    opened = open_network((SHIPPED / "mlp.npz").read_bytes(), "<b>x</b>/../My net.npz").network
    assert all((opened.weights[name] == shipped.weights[name]).all() for name in shipped.weights)
    assert opened.architecture.title == "My net" and opened.architecture.claim is None


def test_what_a_network_has_learnt_of_no_digit_goes_with_its_file(home, tmp_path):
    file, shipped = tmp_path / "mine.npz", Network.load("mlp")
    save_weights(file, shipped.architecture, shipped.weights, knows_none=True)
    opened = open_network(file.read_bytes(), "mine.npz").network
    assert opened.knows_none and Network.load(keep(opened)).knows_none


def test_what_is_kept_is_named_by_its_content_and_bounded(home):
    opened = open_network(keras_file(), "mine.keras")
    id = keep(opened.network)
    assert keep(open_network(keras_file(), "other.keras").network) == id
    images = np.random.default_rng(1).integers(0, 256, (3, 28, 28), np.uint8)
    again = Network.load(id)
    assert again.architecture == Network.load(kept_file(id)).architecture
    np.testing.assert_array_equal(again.predict(images), opened.network.predict(images))
    for number in range(MOST + 5):
        (home / "networks" / f"file-{number:016x}.npz").write_bytes(b"")
    keep(opened.network)
    assert len(list((home / "networks").iterdir())) == MOST and kept_file(id).is_file()
    for wrong in ("file-../../../etc/pass", "mlp", "file-0123456789abcdeg", "", "file-" + "f" * 16):
        with pytest.raises(ValueError, match="open its file again"):
            kept_file(wrong)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_runs_nothing(what, tmp_path, monkeypatch):
    make, reason = HOSTILE[what]
    data = make()
    monkeypatch.chdir(tmp_path)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(UnopenedFile, match=reason) as refused:
        open_network(data, "<script>../../x.keras")
    assert time.process_time() - begun < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB
    sentence = str(refused.value)
    assert sentence.startswith("x is not opened. ") and sentence.endswith(".")
    assert len(sentence) < 400 and "\n" not in sentence
    assert list(tmp_path.iterdir()) == [] and not Path(TRACE).exists()


def test_opening_a_file_imports_no_keras():
    assert open_network(legacy_file(), "x.h5")
    loaded = sys.modules["mnist_core.network.keras_weights"].__dict__
    assert "h5py" in loaded and not {"keras", "tensorflow"} & set(loaded)

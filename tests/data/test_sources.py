"""The first source that works is taken, and each one passed over says why."""

import hashlib
import time

import numpy as np
import pytest

from mnist_core.data.digits import MNIST_TEST_FINGERPRINT, RejectedSource
from mnist_core.data.sources import embedded_digits, held_out_digits, load_dataset
from mnist_core.evaluation.seed_answers import ANSWERS


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """An empty Keras cache, an empty home, and MNIST_PATH not set."""
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path / "home"))
    (tmp_path / "keras" / "datasets").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    return {
        "MNIST_PATH": tmp_path / "named.npz",
        "Keras cache": tmp_path / "keras" / "datasets" / "mnist.npz",
        "download": tmp_path / "home" / "mnist.npz",
    }


@pytest.mark.parametrize("source", ["MNIST_PATH", "Keras cache", "download"])
def test_each_source_is_found(source, places, small_arrays, monkeypatch):
    np.savez_compressed(places[source], **small_arrays)
    if source == "MNIST_PATH":
        monkeypatch.setenv("MNIST_PATH", str(places[source]))
    dataset = load_dataset()
    assert dataset.provenance.source == source
    assert dataset.provenance.location == str(places[source])
    assert dataset.provenance.test_name == f"test digits of {places[source].name}"
    assert dataset.provenance.sentence.startswith("100 training and 50 test digits from ")
    assert len(dataset.provenance.rejected) == list(places).index(source)
    assert (dataset.train.counts == 9).all() and (dataset.validation.counts == 1).all()
    assert (dataset.test.images == small_arrays["x_test"]).all()
    assert not dataset.train.occur_in(dataset.validation).any()


def test_what_was_changed_is_said_with_the_source(places, small_arrays):
    inverted = {name: 255 - small_arrays[name] for name in ("x_train", "x_test")}
    np.savez_compressed(places["Keras cache"], **small_arrays | inverted)
    dataset = load_dataset()
    assert (dataset.test.images == small_arrays["x_test"]).all()
    assert dataset.provenance.sentence.endswith(
        "mnist.npz). Changed in reading: black on white turned to white on black."
    )


def test_the_order_is_path_cache_download(places, small_arrays, monkeypatch):
    for path in places.values():
        np.savez_compressed(path, **small_arrays)
    monkeypatch.setenv("MNIST_PATH", str(places["MNIST_PATH"]))
    for source, path in places.items():
        assert load_dataset().provenance.source == source
        path.unlink()
    assert load_dataset().provenance.source == "embedded"


def test_embedded_when_there_is_nothing_else(places):
    dataset = load_dataset()
    assert [len(part) for part in (dataset.train, dataset.validation, dataset.test)] == [
        3_500,
        500,
        1_000,
    ]
    assert dataset.provenance.test_name == "held-out training digits"
    assert dataset.provenance.rejected == (
        RejectedSource("MNIST_PATH", "not set"),
        RejectedSource("Keras cache", f"no file at {places['Keras cache']}"),
        RejectedSource(
            "download", f"no file at {places['download']}, and no download was asked for"
        ),
    )
    assert (dataset.test.images == held_out_digits().images).all()


def test_broken_files_fall_through_with_their_reasons(places, small_arrays, monkeypatch):
    places["MNIST_PATH"].write_text("digits")
    monkeypatch.setenv("MNIST_PATH", str(places["MNIST_PATH"]))
    np.savez(places["Keras cache"], x_train=small_arrays["x_train"])
    np.savez(places["download"], **small_arrays | {"y_train": small_arrays["y_train"] + 1})
    dataset = load_dataset()
    assert dataset.provenance.source == "embedded"
    assert [rejection.reason for rejection in dataset.provenance.rejected] == [
        "the file is not a zip archive",
        "y_train is missing",
        "y_train has labels from 1 to 10, not from 0 to 9, and no download was asked for",
    ]


@pytest.mark.parametrize("name", ["~nobody-of-this-name/mnist.npz", "n" * 5_000, "/", "/dev/zero"])
def test_odd_names_fall_through(name, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", name)
    assert load_dataset().provenance.rejected[0].reason not in ("", "not set")


def test_a_home_that_cannot_be_made_falls_through(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path / "file"))
    assert "cannot be created" in load_dataset().provenance.rejected[2].reason


def test_too_few_digits_to_split(places, small_arrays, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(places["MNIST_PATH"]))
    keep = np.flatnonzero(small_arrays["y_train"] != 3)
    keep = np.append(keep, np.flatnonzero(small_arrays["y_train"] == 3)[:1])
    few = {name: small_arrays[name][keep] for name in ("x_train", "y_train")}
    np.savez(places["MNIST_PATH"], **small_arrays | few)
    assert load_dataset().provenance.rejected[0].reason == (
        "too few training digits to split: digit 3 has 1 that are not held out, and 2 are needed"
    )
    held_out = {"x_train": held_out_digits().images, "y_train": held_out_digits().labels}
    np.savez(places["MNIST_PATH"], **small_arrays | held_out)
    assert "digit 0 has 0 that are not held out" in load_dataset().provenance.rejected[0].reason


def test_duplicates_are_kept(places, small_arrays, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(places["MNIST_PATH"]))
    twice = {name: np.repeat(small_arrays[name], 2, axis=0) for name in ("x_train", "y_train")}
    np.savez(places["MNIST_PATH"], **small_arrays | twice)
    dataset = load_dataset()
    assert (len(dataset.train), len(dataset.validation)) == (183, 17)


@pytest.fixture
def packed(small_arrays, tmp_path):
    np.savez_compressed(tmp_path / "served.npz", **small_arrays)
    return (tmp_path / "served.npz").read_bytes()


def test_a_download_on_request_is_kept(packed, serve, places):
    requests = []

    def answer(handler):
        requests.append(handler.path)
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(packed)

    url, sha256 = serve(answer), hashlib.sha256(packed).hexdigest()
    assert load_dataset(url=url, sha256=sha256).provenance.source == "embedded"
    assert not requests  # nothing is fetched unless it is asked for
    for _ in range(2):
        dataset = load_dataset(download=True, url=url, sha256=sha256)
        assert dataset.provenance.source == "download"
        assert dataset.provenance.location == str(places["download"])
    assert len(requests) == 1  # the copy counts
    assert load_dataset().provenance.source == "download"


def test_a_failed_download_falls_through(packed, serve, places):
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(packed)

    places["download"].write_bytes(b"an older, broken one")
    dataset = load_dataset(download=True, url=serve(answer))
    assert dataset.provenance.source == "embedded"
    assert "wrong SHA-256" in dataset.provenance.rejected[2].reason
    dataset = load_dataset(download=True, url=serve(lambda handler: handler.send_error(404)))
    assert "answered 404 Not Found" in dataset.provenance.rejected[2].reason


def test_a_slow_download_ends_at_the_deadline(serve):
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"0")
            time.sleep(0.1)

    start = time.monotonic()
    dataset = load_dataset(download=True, url=serve(answer), deadline=0.5)
    assert time.monotonic() - start < 3
    assert "took longer than 0.5 seconds" in dataset.provenance.rejected[2].reason


def test_mnists_fingerprint_is_the_one_under_which_the_answers_are_recorded():
    with np.load(ANSWERS) as known:
        assert str(known["test/sha256"]) == MNIST_TEST_FINGERPRINT


@pytest.mark.slow
def test_the_full_mnist(full_mnist_path, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    dataset = load_dataset()
    assert [len(part) for part in (dataset.train, dataset.validation, dataset.test)] == [
        55_000,
        5_000,
        10_000,
    ]
    assert dataset.provenance.test_name == "MNIST test digits"
    assert dataset.provenance.sentence == (
        f"60,000 training and 10,000 test digits from MNIST_PATH ({full_mnist_path})."
    )
    shares = dataset.validation.counts / (dataset.validation.counts + dataset.train.counts)
    assert np.abs(shares - 1 / 12).max() < 0.001
    assert len(dataset.train.without(held_out_digits())) == 54_000
    assert not dataset.validation.occur_in(held_out_digits()).any()
    assert not dataset.validation.occur_in(dataset.train).any()
    assert not dataset.test.occur_in(embedded_digits()).any()
    again = load_dataset()
    assert (again.validation.labels == dataset.validation.labels).all()
    assert (again.validation.images == dataset.validation.images).all()

"""What other programs read: every export, by its own runtime and the client that a person copies.

One network is exported by the real process, as a press of the page's button does it; the other four
that ship by the benchmark `exports`.
"""

import json
import runpy
import sys
import time
from importlib.metadata import version

import numpy as np
import pytest
from PIL import Image

from mnist_core.__main__ import main
from mnist_core.data.digits import Digits
from mnist_core.data.sources import load_dataset
from mnist_core.export import converting, judging, making
from mnist_core.export.export_queue import ExportQueue
from mnist_core.export.formats import FORMATS, TENSORFLOW, Client, Format
from mnist_core.export.outcome import CHANGES, Judgement, changes
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.opened_file import open_network
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import save_weights
from tests.js.node import install, run

pytestmark = pytest.mark.slow
NETWORK = "keras_cnn"
WITHIN = {"npz": 0.0, "litert_float16": 1e-3, "litert_int8": 1.0}  # the others: 1e-5
POINTS = 0.003  # that int8 may read worse
EVERY_LAYER = Architecture(
    "every",
    "Every layer",
    (
        Conv2D(4, 3, padding="same"),
        BatchNormalization(),
        ReLU(name="before"),
        Conv2D(4, 3, padding="same"),
        Add(source="before"),
        MaxPooling2D(2),
        AveragePooling2D(2, 1, "same"),
        Dropout(0.5),
        Conv2D(8, 3, 2),
        GlobalAveragePooling2D(),
        Dense(12),
        ReLU(),
        Flatten(),
        Dense(10),
        Softmax(),
    ),
    preprocessing="standardise",
)


@pytest.fixture(scope="module")
def dataset():
    return load_dataset()


@pytest.fixture(scope="module")
def digits(dataset):
    """2,000: all that judge in the process, and as many others."""
    others = dataset.train[np.linspace(0, len(dataset.train) - 1, 1_000).astype(int)]
    return Digits(
        np.concatenate([dataset.test.images, others.images]),
        np.concatenate([dataset.test.labels, others.labels]),
    )


@pytest.fixture(scope="module")
def ours(digits):
    return Network.load(NETWORK).predict(digits.images)


@pytest.fixture(scope="module")
def export(dataset, tmp_path_factory):
    with pytest.MonkeyPatch.context() as context:
        context.setenv("INSIDE_A_CNN_HOME", str(tmp_path_factory.mktemp("home")))
        queue = ExportQueue()
        try:
            asked = queue.ask(Network.load(NETWORK), dataset.provenance)
            deadline, seen = time.monotonic() + 600, set()
            while asked.result is None:
                assert time.monotonic() < deadline
                queue.tend()
                seen.add(asked.progress and asked.progress.doing)
                time.sleep(0.05)
        finally:
            queue.close()
    assert "Keras (.keras) is judged" in seen and "LiteRT int8 is made" in seen
    assert asked.result.reason == ""
    return asked


def opened(export, format):
    """What the client's two functions make of an export: the network, and how to read with it."""
    load, read = judging.client_of(format)
    path = export.file(format)
    return load(str(path / "1" if path.is_dir() else path)), read


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda it: it.id)
def test_its_own_runtime_reads_2000_digits_as_our_network_does(export, format, digits, ours):
    network, read = opened(export, format)
    said = np.asarray(read(network, digits.images))
    assert said.shape == (2_000, 10) and said.dtype == np.float32
    assert np.abs(said - ours).max() <= WITHIN.get(format.id, 1e-5)
    right = [(it.argmax(axis=1) == digits.labels).mean() for it in (said, ours)]
    assert right[0] >= right[1] - (POINTS if format.id == "litert_int8" else 0)
    [judged] = [it.judgement for it in export.result.outcomes if it.format == format.id]
    half = slice(1_000)
    assert judged.digits == 1_000
    assert judged.right == (said.argmax(axis=1) == digits.labels)[half].sum()
    assert judged.changed == (said.argmax(axis=1) != ours.argmax(axis=1))[half].sum()
    assert judged.difference == pytest.approx(np.abs(said - ours)[half].max(), rel=0.1, abs=1e-6)
    assert 0 < judged.milliseconds < 1_000


def test_sizes_are_those_on_disk_and_runtimes_those_installed(export):
    found = {it.format: it for it in export.result.outcomes}
    assert list(found) == list(FORMATS)
    for id, outcome in found.items():
        path = export.file(FORMATS[id])
        parts = path.rglob("*") if path.is_dir() else [path]
        assert outcome.bytes == sum(it.stat().st_size for it in parts if it.is_file())
    assert found["litert_int8"].bytes < 0.3 * found["litert"].bytes
    assert 0.45 < found["litert_float16"].bytes / found["litert"].bytes < 0.55
    assert found["litert"].judgement.runtime == f"ai-edge-litert {version('ai-edge-litert')}"
    assert found["onnx"].judgement.runtime == f"onnxruntime {version('onnxruntime')}"


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda it: it.id)
def test_a_client_reads_a_picture_from_a_shell(
    export, format, dataset, tmp_path, monkeypatch, capsys
):
    picture, path = tmp_path / "digit.png", export.file(format)
    Image.fromarray(dataset.test.images[0]).save(picture)
    client = str(format.clients[0].path)
    named = str(path / "1" if path.is_dir() else path)
    monkeypatch.setattr(sys, "argv", [client, named, str(picture)])
    runpy.run_path(client, run_name="__main__")
    expected = Network.load(NETWORK).predict(dataset.test.images[:1])[0]
    answer, _, certainty = capsys.readouterr().out.strip().partition(", probability ")
    assert answer == f"{picture}: {expected.argmax()}"
    assert float(certainty.rstrip("%")) == pytest.approx(100 * expected.max(), abs=1)


def test_float16_keeps_what_matters_most_of_the_network_that_rounding_changes_most(
    dataset, digits, tmp_path
):
    network, path = Network.load("mlp"), tmp_path / "network.tflite"
    with converting.Converter(network, dataset.train) as converter:
        converter.write("litert_float16", path)
    load, read = judging.client_of(FORMATS["litert_float16"])
    said, ours = read(load(str(path)), digits.images), network.predict(digits.images)
    assert np.abs(said - ours).max() <= WITHIN["litert_float16"]
    assert np.array_equal(said.argmax(axis=1), ours.argmax(axis=1))
    numbers = sum(it.size for it in network.weights.values())
    assert path.stat().st_size < 2.1 * numbers + 10_000  # two bytes a number, and the layers


def test_onnx_runtime_web_reads_what_our_network_reads(export, digits, ours, tmp_path):
    assert install() == 0
    path = tmp_path / "digits.bin"
    path.write_bytes(digits.images.tobytes())
    [client] = [it for it in FORMATS["onnx"].clients if it.language == "javascript"]
    done = run(str(client.path), str(export.file(FORMATS["onnx"])), str(path))
    assert done.returncode == 0, done.stderr
    said = np.reshape(json.loads(done.stdout), (2_000, 10))
    assert np.abs(said - ours).max() < 1e-5


def test_what_keras_saves_here_can_be_opened_here(export, digits, ours):
    file = export.file(FORMATS["keras"]).read_bytes()
    found = open_network(file, "mine.keras")
    assert "divides them by 255 itself" in found.said[0]
    assert np.array_equal(found.network.predict(digits.images[:100]), ours[:100])


def test_tensorflow_lends_its_litert_where_ai_edge_litert_is_missing(
    export, digits, ours, monkeypatch
):
    monkeypatch.setattr(judging, "find_spec", lambda name: None)
    for name in ("ai_edge_litert", "ai_edge_litert.interpreter"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.warns(UserWarning, match="LiteRT"):
        network, read = opened(export, FORMATS["litert"])
    assert np.abs(read(network, digits.images[:50]) - ours[:50]).max() < 1e-5
    assert not sys.modules["ai_edge_litert.interpreter"].__dict__.get("__file__")
    for name in ("ai_edge_litert", "ai_edge_litert.interpreter"):
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")  # Keras, of NumPy
def test_every_kind_of_layer_and_standardised_pixels_are_exported(dataset, tmp_path):
    """As a network of one's own, whose branches join; int8 is held to where the others point."""
    network = Network.initialise(EVERY_LAYER, 5)
    small = type(dataset)(
        dataset.train, dataset.validation, dataset.test[:100], dataset.provenance, dataset.aside
    )
    asked = ("keras", "litert_float16", "litert_int8", "onnx")  # SavedModel lies between
    formats = [FORMATS[it] for it in asked]
    outcomes = making.make(network, small, formats, lambda it: tmp_path / it.file, lambda *_: None)
    assert [it.reason for it in outcomes] == [""] * len(formats)
    for it in outcomes:
        within = {"litert_float16": 1e-3, "litert_int8": 0.02}.get(it.format, 1e-5)
        assert it.judgement.difference < within, it.format
    file = (tmp_path / FORMATS["keras"].file).read_bytes()
    again = open_network(file, "mine.keras").network
    assert again.architecture.preprocessing == "standardise"
    assert (
        np.abs(again.predict(small.test.images) - network.predict(small.test.images)).max() < 1e-6
    )


def test_one_format_that_fails_leaves_the_others(dataset, tmp_path, monkeypatch):
    def fails(of, path):
        path.write_bytes(b"half")
        raise RuntimeError("No such operation.\nMore.")

    monkeypatch.setattr(converting, "MAKERS", {**converting.MAKERS, "litert": fails})
    none = Format("none", "None", "none", "", "", (Client("", "", ""),), (), makes=("no_such",))
    broken, npz = FORMATS["litert"], FORMATS["npz"]
    network = Network.load("classic_cnn")
    outcomes = making.make(
        network, dataset, [none, broken, npz], lambda it: tmp_path / it.file, lambda *_: None
    )
    assert [it.reason for it in outcomes] == [
        "None needs no_such, which the app itself does not: pip install no_such, and export again.",
        "LiteRT float32 failed: No such operation.",
        "",
    ]
    assert outcomes[2].judgement.changed == 0
    assert [it.name for it in tmp_path.iterdir()] == ["network.npz"]


def test_the_command_writes_files_clients_and_a_digit(home, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    command = ["export", "--network", "mlp", "--out", str(out)]
    assert main([*command, "--format", "npz", "saved_model", "html"]) == 0
    said = capsys.readouterr().out
    assert "NumPy (.npz): " in said and "0 of 1,000 answers changed" in said
    assert sorted(it.name for it in out.iterdir()) == [
        *("ask_serving.py", "digit.png", "mlp", "mlp.html", "mlp.npz", "read_npz.py"),
        "read_saved_model.py",
    ]
    assert (out / "mlp" / "1" / "saved_model.pb").is_file()
    assert Network.load(out / "mlp.npz").architecture.id == "mlp"
    assert main([*command, "--format", "saved_model"]) == 2
    assert f"There is {out / 'mlp'} already" in capsys.readouterr().err
    assert main(["export", "--network", "nobody"]) == 2
    assert "There is no network called 'nobody'" in capsys.readouterr().err


def test_the_command_takes_a_run_by_its_folder(home, tmp_path, capsys):
    run_folder, out = tmp_path / "my-run", tmp_path / "out"
    run_folder.mkdir()
    network = Network.initialise(EVERY_LAYER, 1)
    save_weights(run_folder / "weights.npz", network.architecture, network.weights)
    assert main(["export", "--network", str(run_folder), "--format", "npz", "--out", str(out)]) == 0
    again = Network.load(out / "my-run.npz")
    assert all(np.array_equal(again.weights[it], network.weights[it]) for it in network.weights)


@pytest.mark.parametrize(
    ("changed", "words"), [(0, 0), (1, 1), (2, 1), (3, 2), (20, 2), (21, 3), (2_000, 3)]
)
def test_changes_in_words(changed, words):
    assert changes(Judgement("", 2_000, 1_900, changed, 0.1, 1.0)) == CHANGES[words]


def test_every_format_says_by_whom_it_is_read():
    for format in FORMATS.values():
        assert format.clients[0].run and format.clients[0].language == "python"
        assert format.runtime.split()[-1][0].isdigit()
        assert {*format.runtimes} <= {
            *TENSORFLOW,
            "numpy",
            "keras",
            "ai-edge-litert",
            "onnxruntime",
        }
        assert all(it.code for it in format.clients)

"""The stored curves: complete, of the shipped weights, and the same when counted again."""

import json

import numpy as np
import pytest

from mnist_core.data.keras_file import read_keras_file
from mnist_core.data.perturbations import MEASURED
from mnist_core.evaluation import stored_curves
from mnist_core.evaluation.robustness import count_right
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest

STORED = [id for id in manifest() if stored_curves.path_of(id).is_file()]
BORDERLINE = 3  # digits that another processor's rounding may tip over


def test_the_seed_networks_have_curves():
    assert {"mlp", "classic_cnn", "wide_cnn", "keras_cnn"} <= set(STORED)


@pytest.mark.parametrize("id", STORED)
def test_they_are_complete_and_say_how_they_were_made(id):
    found = stored_curves.load(id)
    assert found is not None, f"measure again: python -m mnist_core robustness --network {id}"
    assert set(found.curves) == set(MEASURED)
    assert found.made["command"].startswith(f"python -m mnist_core robustness --network {id} ")
    digits = found.made["data"]["digits"]
    assert found.made["data"] == {
        "name": "MNIST test digits",
        "source": "MNIST_PATH",
        "digits": digits,
    }
    fewer = f" --digits {digits}" if digits < 10_000 else ""
    assert found.made["command"].endswith(f" --seed {found.made['seed']}{fewer}")
    assert found.made["date"] >= "2026-11-21" and set(found.made["versions"]) == {"python", "numpy"}
    assert found.majority == pytest.approx(0.1135, abs=1e-6 if digits == 10_000 else 0.02)


@pytest.mark.parametrize("id", STORED)
def test_undisturbed_accuracy_is_the_manifests(id):
    entry = manifest()[id]
    shipped = next(s for s in entry["seeds"] if s["seed"] == entry["shipped seed"])
    for curve in stored_curves.load(id).curves.values():
        close = 3e-4 if curve.digits == 10_000 else 5e-3  # a sample of them
        assert curve.untouched == pytest.approx(shipped["test"]["accuracy"], abs=close)


@pytest.fixture(scope="module")
def digits(full_mnist_path):
    return read_keras_file(full_mnist_path).test


@pytest.mark.slow
@pytest.mark.parametrize("id", MEASURED)
def test_counted_again_they_are_the_same(id, digits):
    found = stored_curves.load("mlp")
    curve, seed = found.curves[id], found.made["seed"]
    at = len(curve.levels) - 2
    again = count_right(Network.load("mlp"), digits, id, curve.levels[at], seed)
    assert again == pytest.approx(curve.right[at], abs=BORDERLINE)


def test_curves_of_other_weights_or_levels_are_not_shown(tmp_path, monkeypatch):
    text = stored_curves.path_of("mlp").read_text("utf-8")
    monkeypatch.setattr(stored_curves, "FOLDER", tmp_path)
    assert stored_curves.load("mlp") is None
    path = stored_curves.path_of("mlp")
    path.write_text(text, "utf-8")
    assert stored_curves.load("mlp") is not None
    path.write_text(text.replace('"weights": "', '"weights": "0'), "utf-8")
    assert stored_curves.load("mlp") is None
    changed = json.loads(text)
    changed["curves"]["blur"]["levels"][1] = 0.75
    path.write_text(json.dumps(changed), "utf-8")
    assert stored_curves.load("mlp") is None


def test_the_digits_that_stay_whole_are_the_same_for_all():
    counts = {stored_curves.load(id).whole.digits for id in STORED}
    assert len({digits[0] for digits in counts}) == len(counts)  # unless there are fewer of them
    for digits in counts:
        assert np.diff(digits).max() <= 0

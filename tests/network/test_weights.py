"""Weights: initial ones, the file format, shipped networks, and files that are not networks."""

import json

import numpy as np
import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import BatchNormalization, Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import SHIPPED, initial_weights, manifest, save_weights

MLP = ARCHITECTURES["mlp"]


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    one, same, other = (initial_weights(MLP, seed) for seed in (1, 1, 2))
    assert all((one[name] == same[name]).all() for name in one)
    assert (one["dense1/kernel"] != other["dense1/kernel"]).any()


def test_initial_weights_are_glorot_uniform():
    weights = initial_weights(ARCHITECTURES["keras_cnn"], 0)
    kernel = weights["conv2/kernel"]
    limit = np.sqrt(6 / (9 * 32 + 9 * 64))
    assert 0.99 * limit < np.abs(kernel).max() <= limit
    assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.02)
    assert not weights["conv2/bias"].any()


def test_batch_normalisation_starts_as_the_identity():
    layers = (Flatten(), BatchNormalization(), Dense(10), Softmax())
    weights = initial_weights(Architecture(id="n", title="N", layers=layers), 0)
    means = {n: w.mean() for n, w in weights.items() if n.startswith("norm")}
    assert means == {
        "norm/gamma": 1,
        "norm/beta": 0,
        "norm/moving_mean": 0,
        "norm/moving_variance": 1,
    }


def test_a_saved_network_comes_back_exactly(tmp_path):
    mine = Architecture(
        id="mine",
        title="Mine",
        layers=(Flatten(), Dense(10), Softmax()),
        preprocessing="standardise",
    )
    path = tmp_path / "mine.npz"
    weights = initial_weights(mine, 5)
    save_weights(path, mine, weights)
    network = Network.load(path)
    assert network.architecture.layers == mine.layers
    assert network.architecture.preprocessing == "standardise"
    assert all((network.weights[name] == weights[name]).all() for name in weights)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("written", "read"), [(True, True), (False, False), ("yes", False)])
def test_a_file_says_whether_its_network_has_learnt_what_is_no_digit(tmp_path, written, read):
    path = tmp_path / "mine.npz"
    save_weights(path, MLP, initial_weights(MLP, 5), knows_none=written is True)
    if written == "yes":
        arrays = dict(np.load(path))
        described = MLP.to_dict() | {"knows_none": "yes"}
        np.savez(path, **arrays | {"architecture": np.array(json.dumps(described))})
    network = Network.load(path)
    assert network.knows_none is read
    assert network.architecture is MLP  # and is known by what it is, whatever it has learnt


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({}, "holds no network"),
        ({"architecture": np.array("{")}, "no readable way"),
        ({"architecture": np.array("[" * 100_000)}, "no readable way"),
        ({"architecture": np.array("[]")}, "network description"),
        ({"architecture": np.array(json.dumps(MLP.to_dict()))}, "do not belong"),
    ],
)
def test_other_npz_files_are_refused(tmp_path, arrays, sentence):
    path = tmp_path / "other.npz"
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match=sentence):
        Network.load(path)


@pytest.mark.parametrize("name", ["foo", "../keras_cnn", "", "/etc/passwd"])
def test_unknown_networks_are_refused(name):
    with pytest.raises(ValueError, match="There is no network called"):
        Network.load(name)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no file at"):
        Network.load(tmp_path / "none.npz")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_shipped_networks_load_and_are_on_record(name):
    network = Network.load(name)
    assert network.architecture is ARCHITECTURES[name]
    entry = manifest()[name]
    assert entry["parameters"] == network.architecture.parameters
    assert entry["recipe"] == network.architecture.recipe.to_dict()
    assert [seed["seed"] for seed in entry["seeds"]] == [1, 2, 3][: len(entry["seeds"])]
    tests = [seed["test"]["accuracy"] for seed in entry["seeds"]]
    assert entry["mean test accuracy"] == pytest.approx(np.mean(tests))
    assert all(seed["test"]["digits"] == 10_000 for seed in entry["seeds"])
    assert entry["data"]["training"] + entry["data"]["validation"] == 59_000
    validation = {s["seed"]: s["validation"]["accuracy"] for s in entry["seeds"]}
    assert validation[entry["shipped seed"]] == sorted(validation.values())[len(validation) // 2]


def test_shipped_weights_are_small():
    sizes = [path.stat().st_size for path in SHIPPED.glob("*.npz")]
    assert max(sizes) <= 1.5e6 and sum(sizes) < 4e6


def test_a_network_is_loaded_by_its_file_its_runs_folder_and_its_runs_id(home, tmp_path):
    folder = tmp_path / "runs" / "0123456789abcdef01234567"
    folder.mkdir(parents=True)
    for name in (folder, folder.name):
        with pytest.raises(ValueError, match=r"no network in .* yet: it holds no weights\.npz"):
            Network.load(name)
    save_weights(folder / "weights.npz", MLP, initial_weights(MLP, 5))
    expected = initial_weights(MLP, 5)["dense1/kernel"]
    for name in (folder / "weights.npz", folder, str(folder), folder.name):
        np.testing.assert_array_equal(Network.load(name).weights["dense1/kernel"], expected)

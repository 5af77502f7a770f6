"""The reading of digits in JavaScript, every cell of every layer kind, held to Keras in doubles."""

from base64 import b64encode
from itertools import islice

import numpy as np
import pytest

from mnist_core.figures.palette import LIGHT
from mnist_core.network.layers import LAYERS
from mnist_core.web.payload import message, pack
from tests.js.node import ask
from tests.js.oracle import Oracle
from tests.js.small_networks import random_image, small_networks

NETWORKS = list(islice(small_networks(20261128), 16))
MOST_SHOWN = 8
pytestmark = pytest.mark.xdist_group("the reading in JavaScript")  # each is read and kept once


def same(found, expected):
    """Equal up to what doubles leave, relative to the largest of them."""
    expected = np.asarray(expected, float)
    scale = max(np.abs(expected).max(initial=0), 1e-3)
    np.testing.assert_allclose(np.asarray(found, float), expected, rtol=0, atol=1e-9 * scale)


@pytest.fixture(scope="module", params=range(len(NETWORKS)))
def reading(request):
    """A network, what the script says of every cell, and Keras."""
    network, image = NETWORKS[request.param], random_image(request.param)
    token, packed = pack(network)
    sent = message(network, token, image, LIGHT, "", "")
    told = ask("read_network.js", {"packed": b64encode(packed).decode("ascii"), "message": sent})
    assert told["token"] == token
    return told["stages"], Oracle.of(network, image)


def test_the_networks_have_every_kind_of_layer():
    kinds = {layer.kind for network in NETWORKS for layer in network.architecture.layers}
    assert kinds == set(LAYERS)


def test_values(reading):
    stages, oracle = reading
    assert [stage["name"] for stage in stages] == oracle.stages
    for stage in stages:
        expected = oracle.values[stage["name"]]
        assert tuple(stage["shape"]) == expected.shape
        same(stage["values"], expected.ravel())


def test_derivations(reading):
    stages, oracle = reading
    for stage in stages:
        name, cells = stage["name"], stage["cells"]
        assert [cell["value"] for cell in cells] == stage["values"]
        places = np.stack(np.unravel_index(range(len(cells)), oracle.values[name].shape), axis=1)
        told = [[cell["place"][side] for side in ("row", "column", "map")] for cell in cells]
        np.testing.assert_array_equal(np.array(told)[:, -places.shape[1] :], places)
        if name == "pixels":
            assert all(cell["sources"] == [] and cell["strongest"] is None for cell in cells)
        else:
            kind = "Prepared" if name == "prepared" else oracle.layer(name).kind
            CHECKS[kind](cells, oracle, name)


def each(cells, *names):
    """What every cell has under a name, as an array; null is NaN."""
    found = [np.array([cell[name] for cell in cells], float) for name in names]
    return found[0] if len(found) == 1 else found


def unchanged(cells, oracle, name):
    """One input, at the same place."""
    same(each(cells, "input"), oracle.before(name).ravel())
    places = np.arange(len(cells))
    np.testing.assert_array_equal(each(cells, "strongest"), places)
    np.testing.assert_array_equal(each(cells, "sources")[:, 0], places)


def flatten(cells, oracle, name):
    unchanged(cells, oracle, name)
    told = [[cell["from"][side] for side in ("row", "column", "map")] for cell in cells]
    shape = np.atleast_3d(oracle.before(name)).shape
    if oracle.before(name).ndim == 3:
        np.testing.assert_array_equal(told, np.stack(np.unravel_index(range(len(cells)), shape), 1))


def normalisation(cells, oracle, name):
    unchanged(cells, oracle, name)
    maps = np.arange(len(cells)) % oracle.before(name).shape[-1]
    weights = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma"}
    for told, weight in (weights | {"beta": "beta"}).items():
        same(each(cells, told), oracle.weight(name, weight)[maps])
    input, mean, variance = each(cells, "input", "mean", "variance")
    epsilon, gamma, beta = each(cells, "epsilon", "gamma", "beta")
    assert set(epsilon) == {oracle.layer(name).epsilon}
    scaled = (input - mean) / np.sqrt(variance + epsilon)
    same(scaled * gamma + beta, oracle.values[name].ravel())


def convolution(cells, oracle, name):
    kernel = oracle.weight(name, "kernel")
    filters = kernel.shape[-1]
    taps = kernel.reshape(-1, *kernel.shape[2:])  # (taps, channels, filters)
    windows, places = (
        it.reshape(-1, *it.shape[2:]).transpose(0, 2, 1)  # (positions, channels, taps)
        for it in (oracle.windows(name), oracle.places(name))
    )
    windows, places = (np.repeat(it, filters, axis=0) for it in (windows, places))
    inputs, weights, sums = (
        np.array([[one[what] for one in cell["channels"]] for cell in cells], float)
        for what in ("inputs", "weights", "sum")
    )
    np.testing.assert_array_equal(np.isnan(inputs), places < 0)
    same(np.nan_to_num(inputs), windows)
    expected = np.tile(taps.transpose(2, 1, 0), (len(cells) // filters, 1, 1))
    same(weights, expected)
    products = windows * expected
    same(sums, products.sum(axis=2))
    same(each(cells, "bias"), np.tile(oracle.weight(name, "bias"), len(cells) // filters))
    same(sums.sum(axis=1) + each(cells, "bias"), oracle.values[name].ravel())
    sizes = np.where(places < 0, -1, np.abs(products)).reshape(len(cells), -1)
    strongest = each(cells, "strongest").astype(int)
    at = places.reshape(len(cells), -1) == strongest[:, np.newaxis]
    assert (at.sum(axis=1) == 1).all()
    same(sizes[at], sizes.max(axis=1))


def pooling(cells, oracle, name):
    maps = oracle.before(name).shape[-1]
    places = oracle.places(name)
    places = places.transpose(0, 1, 3, 2).reshape(len(cells), -1)  # (cells, taps)
    told = each(cells, "cells")
    np.testing.assert_array_equal(np.where(np.isnan(told), -1, told), places)
    inside = [row[row >= 0] for row in places]
    values = oracle.before(name).ravel()
    expected = oracle.values[name].ravel()
    for cell, sources, value in zip(cells, inside, expected, strict=True):
        assert cell["sources"] == sources.tolist() and cell["index"] % maps == sources[0] % maps
        if oracle.layer(name).kind == "MaxPooling2D":
            same(values[sources[cell["winner"]]], value)
            assert cell["strongest"] == sources[cell["winner"]]
            assert cell["discarded"] == len(sources) - 1
        else:
            average(cell, values[sources], sources, value)


def average(cell, values, sources, expected):
    assert cell["count"] == len(sources)
    same(cell["sum"], values.sum())
    same(cell["sum"] / cell["count"], expected)
    same(np.abs(values[list(sources).index(cell["strongest"])]), np.abs(values).max())


def global_average(cells, oracle, name):
    before = oracle.before(name)
    values, expected = before.ravel(), oracle.values[name].ravel()
    for map, cell in enumerate(cells):
        sources = np.arange(before.size).reshape(before.shape)[..., map].ravel()
        assert cell["cells"] == cell["sources"] == sources.tolist()
        average(cell, values[sources], sources, expected[map])


def dense(cells, oracle, name):
    kernel, bias = oracle.weight(name, "kernel"), oracle.weight(name, "bias")
    inputs, units = kernel.shape
    before = oracle.before(name).reshape(-1, inputs)
    expected = oracle.values[name].ravel()
    for cell, value in zip(cells, expected, strict=True):
        row, unit = divmod(cell["index"], units)
        products = before[row] * kernel[:, unit]
        terms = cell["contributions"]
        at = [term["cell"] - row * inputs for term in terms]
        assert len(set(at)) == len(at) == min(MOST_SHOWN, inputs)
        same([term["input"] for term in terms], before[row][at])
        same([term["weight"] for term in terms], kernel[at, unit])
        same([term["product"] for term in terms], products[at])
        same(np.abs(products[at]), np.sort(np.abs(products))[::-1][: len(at)])
        same(cell["rest"], np.delete(products, at).sum())
        assert (cell["others"], cell["bias"]) == (inputs - len(at), bias[unit])
        assert cell["silent"] == (before[row] == 0).sum()
        assert cell["strongest"] == terms[0]["cell"]
        same(products[at].sum() + cell["rest"] + cell["bias"], value)


def softmax(cells, oracle, name):
    logits = oracle.before(name)
    count = logits.shape[-1]
    rows = np.repeat(logits.reshape(-1, count), count, axis=0)
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    same(each(cells, "logits"), rows)
    same(each(cells, "powers"), powers)
    same(each(cells, "sum"), powers.sum(axis=1))
    units = each(cells, "unit").astype(int)
    np.testing.assert_array_equal(units, np.arange(len(cells)) % count)
    np.testing.assert_array_equal(each(cells, "strongest"), np.arange(len(cells)))
    told = each(cells, "powers")[np.arange(len(cells)), units] / each(cells, "sum")
    same(told, oracle.values[name].ravel())


def addition(cells, oracle, name):
    unchanged(cells, oracle, name)
    first, second = oracle.read_by(name)
    same(each(cells, "other"), oracle.values[second].ravel())
    same(each(cells, "input") + each(cells, "other"), oracle.values[name].ravel())
    larger = np.abs(each(cells, "other")) > np.abs(each(cells, "input"))
    ways = [second if it else first for it in larger]
    assert [cell["way"] for cell in cells] == ways


CHECKS = {
    "Add": addition,
    "Prepared": unchanged,
    "ReLU": unchanged,
    "Dropout": unchanged,
    "Flatten": flatten,
    "BatchNormalization": normalisation,
    "Conv2D": convolution,
    "MaxPooling2D": pooling,
    "AveragePooling2D": pooling,
    "GlobalAveragePooling2D": global_average,
    "Dense": dense,
    "Softmax": softmax,
}


def test_gradients_and_receptive_fields(reading):
    stages, oracle = reading
    for stage in stages[2:]:
        name, shape = stage["name"], oracle.values[stage["name"]].shape
        gradients = oracle.gradients[name]
        told = each(stage["cells"], "gradient").reshape(gradients.shape)
        np.testing.assert_allclose(told, gradients, atol=1e-7 * max(np.abs(gradients).max(), 1))
        for cell, gradient in zip(stage["cells"], told, strict=True):
            box = [cell["seen"][side] for side in ("top", "bottom", "left", "right")]
            top, bottom, left, right = box
            outside = gradient.copy()
            outside[top:bottom, left:right] = 0
            assert not outside.any(), "a cell is moved by a pixel that it cannot see"
            if len(shape) == 3:
                place = tuple(int(it) for it in np.unravel_index(cell["index"], shape))
                assert box == oracle.box(name, place)

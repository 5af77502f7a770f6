"""What a derivation read off the page must say, worked out in doubles."""

import numpy as np
import pytest

from tests.browser.pointing import Reading
from tests.js.oracle import Oracle

RELATIVE = 1e-5
SMALLEST = 1e-12  # what is left where numbers cancel out


def same(shown, expected):
    """Every number within 1e-5 of what it must be, relative to that number itself."""
    np.testing.assert_allclose(
        np.array(shown, float), np.array(expected, float), rtol=RELATIVE, atol=SMALLEST
    )


def check(reading: Reading, oracle: Oracle) -> None:
    """Hold one reading to the oracle: the number, every term of it, and that the terms add up."""
    stage, shape = reading["stage"], oracle.values[reading["stage"]].shape
    place = tuple(int(it) for it in np.unravel_index(reading["index"], shape))
    same(reading["value"], oracle.values[stage][place])
    if len(shape) == 3:
        assert reading["box"] == oracle.box(stage, place)
    CHECKS[reading["kind"]](reading, oracle, stage, place)


def pixels(reading, oracle, stage, place):
    assert reading["numbers"] == [oracle.image[place[:2]]]


def prepared(reading, oracle, stage, place):
    ink, result = oracle.image[place[:2]], oracle.values[stage][place]
    if oracle.network.architecture.preprocessing == "scale":
        same(reading["numbers"], [ink, result])
    else:
        same(reading["numbers"], [ink, ink / 255, ink / 255, result])
        assert result == pytest.approx((ink / 255 - 0.1307) / 0.3081, abs=1e-6)


def convolution(reading, oracle, stage, place):
    row, column, filter = place
    window = oracle.windows(stage)[row, column]  # (taps, channels)
    kernel = oracle.weight(stage, "kernel")
    kernel = kernel.reshape(-1, *kernel.shape[2:])[..., filter]  # (taps, channels)
    outside = oracle.places(stage)[row, column, :, 0] < 0
    channel = reading["opened"]
    inputs, weights, products = reading["grids"]
    assert [it is None for it in inputs] == outside.tolist()
    same([it or 0 for it in inputs], window[:, channel])
    same(weights, kernel[:, channel])
    same(products, window[:, channel] * kernel[:, channel])
    sums = (window * kernel).sum(axis=0)
    assert [number for number, _ in reading["cards"]] == list(range(len(sums)))
    same([value for _, value in reading["cards"]], sums)
    assert sums[channel] == pytest.approx(sums[np.abs(sums).argmax()])
    same(reading["named"]["bias"], oracle.weight(stage, "bias")[filter])
    assert sum(products) == pytest.approx(reading["cards"][channel][1], rel=RELATIVE, abs=SMALLEST)
    added = sum(value for _, value in reading["cards"]) + reading["named"]["bias"]
    assert added == pytest.approx(reading["value"], rel=RELATIVE, abs=SMALLEST)
    same(reading["named"]["result"], oracle.values[stage][place])


def pooling(reading, oracle, stage, place):
    row, column, map = place
    window = oracle.windows(stage)[row, column, :, map]
    outside = oracle.places(stage)[row, column, :, 0] < 0
    (cells,) = reading["grids"]
    assert [it is None for it in cells] == outside.tolist()
    same([it for it in cells if it is not None], window[~outside])
    same(reading["named"]["result"], oracle.values[stage][place])
    there = [it for it in cells if it is not None]
    if reading["kind"] == "MaxPooling2D":
        same(reading["winner"], [oracle.values[stage][place]])
        assert max(there) == reading["value"]
        assert f"{len(there) - 1} other value" in reading["note"]
    else:
        total, count, _ = reading["numbers"]
        assert count == len(there) and total == pytest.approx(sum(there), rel=RELATIVE)
        assert total / count == pytest.approx(reading["value"], rel=RELATIVE, abs=SMALLEST)


def global_average(reading, oracle, stage, place):
    (cells,) = reading["grids"]
    same(cells, oracle.before(stage)[..., place[-1]].ravel())
    total, count, result = reading["numbers"]
    assert count == len(cells) and total == pytest.approx(sum(cells), rel=RELATIVE)
    assert result == reading["value"] == pytest.approx(total / count, rel=RELATIVE)


def normalisation(reading, oracle, stage, place):
    named, map = reading["named"], place[-1]
    for name, weight in (
        ("mean", "moving_mean"),
        ("variance", "moving_variance"),
        ("gamma", "gamma"),
        ("beta", "beta"),
    ):
        same(named[name], oracle.weight(stage, weight)[map])
    assert named["epsilon"] == oracle.layer(stage).epsilon
    same(named["source"], oracle.before(stage)[place])
    scaled = (named["source"] - named["mean"]) / np.sqrt(named["variance"] + named["epsilon"])
    same(scaled * named["gamma"] + named["beta"], reading["value"])


def unchanged(reading, oracle, stage, place):
    same(reading["named"]["source"], oracle.before(stage).ravel()[reading["index"]])
    expected = max(0, reading["named"]["source"]) if reading["kind"] == "ReLU" else None
    assert reading["named"]["result"] == reading["value"]
    assert reading["value"] == (reading["named"]["source"] if expected is None else expected)


def flatten(reading, oracle, stage, place):
    unchanged(reading, oracle, stage, place)
    source = tuple(int(reading["place"][name]) for name in ("row", "column", "map"))
    same(reading["value"], oracle.before(stage)[source])


def dense(reading, oracle, stage, place):
    unit, before = place[-1], oracle.before(stage)
    weights = oracle.weight(stage, "kernel")[:, unit]
    *terms, bias = reading["terms"]
    if len(before) > 8:
        *terms, rest = terms
        others = np.delete(before * weights, [term["cell"] for term in terms])
        assert rest["value"] == pytest.approx(others.sum(), rel=RELATIVE, abs=1e-9)
    products = before * weights
    largest = np.sort(np.abs(products))[::-1][: len(terms)]
    same([abs(term["value"]) for term in terms], largest)
    for term in terms:
        same(term["input"], before[term["cell"]])
        same(term["weight"], weights[term["cell"]])
        same(term["value"], term["input"] * term["weight"])
    same(bias["value"], oracle.weight(stage, "bias")[unit])
    added = sum(term["value"] for term in reading["terms"])
    assert added == pytest.approx(reading["value"], rel=RELATIVE, abs=SMALLEST)


def softmax(reading, oracle, stage, place):
    logits, powers, shares = np.transpose(reading["rows"])
    same(logits, oracle.before(stage))
    same(powers, np.exp(logits - logits.max()))
    same(shares, oracle.values[stage])
    power, total, result = reading["numbers"]
    assert total == pytest.approx(powers.sum()) and power == powers[place[-1]]
    assert result == reading["value"] == pytest.approx(power / total)
    assert sum(shares) == pytest.approx(1)


def addition(reading, oracle, stage, place):
    terms = [oracle.values[it][place] for it in oracle.read_by(stage)]
    same(reading["numbers"], [*terms, sum(terms)])
    same(reading["named"]["result"], sum(terms))


CHECKS = {
    "Add": addition,
    "Pixels": pixels,
    "Prepared": prepared,
    "Conv2D": convolution,
    "MaxPooling2D": pooling,
    "AveragePooling2D": pooling,
    "GlobalAveragePooling2D": global_average,
    "BatchNormalization": normalisation,
    "ReLU": unchanged,
    "Dropout": unchanged,
    "Flatten": flatten,
    "Dense": dense,
    "Softmax": softmax,
}

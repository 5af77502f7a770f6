"""From a drawing to its ten probabilities, as the Draw page's server does it.

Baseline: `model.predict` of the same network in Keras on the digit once prepared. Ours is all that
happens between the pad and the answer: the preparation, from the picture and from the strokes, and
`Network.predict` in one thread. Keras is asked in a process of its own, as in `forward`; ours goes
first and last. The browser's part, from the pen's lifting to the painted answer, is not in here.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import ThreadpoolController

from mnist_core.data.drawing import prepare_image, prepare_strokes
from mnist_core.network.forward import Network
from tests.strokes import PAD, drawn

NETWORK, PEN = "robust_cnn", 20
REPETITIONS, WARM_UP = 200, 10
AIM_MS, AIM_RATIO = 5.0, 20.0
FROM_PICTURE, FROM_STROKES = "ours, from the picture", "ours, from the strokes"
KERAS = "model.predict"


def main() -> None:
    """Print the median and the 95th percentile of every way, and how they compare."""
    times: dict[str, list[float]] = {}
    for ask in (numpy_ways, keras_way, numpy_ways):
        for name, seconds in in_own_process(ask).items():
            times.setdefault(name, []).extend(seconds)
    medians = {name: 1e3 * statistics.median(seconds) for name, seconds in times.items()}
    print(f"a pad of {PAD} × {PAD} pixels, read by {NETWORK}, {REPETITIONS} times a process")
    for name, seconds in times.items():
        slow = 1e3 * float(np.quantile(seconds, 0.95))
        print(f"  {name:<24} median {medians[name]:7.2f} ms, 95 % within {slow:7.2f} ms")
    for name in (FROM_PICTURE, FROM_STROKES):
        ratio = medians[KERAS] / medians[name]
        print(
            f"{name}: {medians[name]:.2f} ms (aim: at most {AIM_MS:g}), "
            f"{ratio:.0f} times as fast as model.predict (aim: {AIM_RATIO:g})"
        )


def two() -> list[np.ndarray]:
    """A 2 as it comes from the pad: one stroke of some 60 points."""
    turn = np.linspace(-np.pi, 0.75 * np.pi, 40)
    bow = np.stack([140 + 45 * np.cos(turn), 95 + 45 * np.sin(turn)], axis=1)
    foot = np.stack([np.linspace(95, 190, 20), np.full(20, 215.0)], axis=1)
    return [np.rint(np.concatenate([bow, foot]))]


def numpy_ways() -> dict[str, Callable]:
    """Ours, in one thread as in the app."""
    network, controller = Network.load(NETWORK), ThreadpoolController()
    strokes = two()
    picture = drawn(strokes, PEN)
    rgba = np.zeros((PAD, PAD, 4), np.uint8)  # as the pad in the browser sends it
    rgba[..., 3] = picture

    def from_picture() -> np.ndarray:
        with controller.limit(limits=1, user_api="blas"):
            return network.predict(prepare_image(rgba).digit[np.newaxis])

    def from_strokes() -> np.ndarray:
        with controller.limit(limits=1, user_api="blas"):
            return network.predict(prepare_strokes(strokes).digit[np.newaxis])

    return {FROM_PICTURE: from_picture, FROM_STROKES: from_strokes}


def keras_way() -> dict[str, Callable]:
    """Keras' usual way, on a digit that is prepared already; it answers as ours does."""
    from mnist_core.training.keras_trainer import build_model, set_weights

    network = Network.load(NETWORK)
    model = build_model(network.architecture)
    set_weights(model, network.weights)
    digit = prepare_strokes(two()).digit[np.newaxis]
    difference = np.abs(model.predict(digit[..., np.newaxis], verbose=0) - network.predict(digit))
    assert difference.max() < 1e-4, f"Keras differs by {difference.max()}"
    return {KERAS: lambda: model.predict(digit[..., np.newaxis], verbose=0)}


def in_own_process(ask: Callable) -> dict[str, list[float]]:
    """What `measure` finds, in a fresh process."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (ask,))


def measure(ask: Callable) -> dict[str, list[float]]:
    """Seconds of every way, taking turns, after some that do not count."""
    ways = ask()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(WARM_UP + REPETITIONS):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            if number >= WARM_UP:
                times[name].append(time.perf_counter() - begun)
    return times

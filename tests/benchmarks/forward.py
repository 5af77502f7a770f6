"""How long the NumPy forward pass takes, against four ways to ask Keras for the same.

Baseline: `Network.predict`. The network is keras_cnn as shipped; the digits are the 5,000 that are
always there, twice over. Preparing the pixels is part of every way. NumPy and Keras are asked in
processes of their own, as in the app: TensorFlow's idle threads spin, and slow NumPy down. NumPy
goes first and last, so that a machine that gets busier meanwhile favours neither. The baseline
computes in one thread, as the app has it.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from threadpoolctl import ThreadpoolController

from mnist_core.data.sources import embedded_digits
from mnist_core.network.forward import Network

NETWORK = "keras_cnn"
OURS = "NumPy, one thread"
BATCH = 500  # for Keras
REPETITIONS: Mapping[int, int] = MappingProxyType({1: 200, 10_000: 5})
TOLERANCE = 1e-5
Times = dict[tuple[str, int], list[float]]


def main() -> None:
    """Print the median time of every way, for one digit and for 10,000."""
    times: Times = {}
    for ask in (numpy_ways, keras_ways, numpy_ways):
        for key, seconds in in_own_process(ask).items():
            times.setdefault(key, []).extend(seconds)
    for count in REPETITIONS:
        unit, factor = ("ms", 1e3) if count == 1 else ("s", 1)
        medians = {name: statistics.median(s) for (name, n), s in times.items() if n == count}
        print(f"{count:,} digit{'s' * (count > 1)} read by {NETWORK}, median")
        for name, seconds in medians.items():
            ratio = seconds / medians[OURS]
            print(f"  {name:<24} {seconds * factor:8.2f} {unit:<2}  {ratio:7.2f} times NumPy")


def numpy_ways(network: Network, labels: np.ndarray) -> dict[str, Callable]:
    """Ours, as in the app and with a thread for each core; both return probabilities."""

    def one_thread(images: np.ndarray) -> np.ndarray:
        with controller.limit(limits=1, user_api="blas"):
            return network.predict(images)

    controller = ThreadpoolController()
    return {OURS: one_thread, "NumPy, all cores": network.predict}


def keras_ways(network: Network, labels: np.ndarray) -> dict[str, Callable]:
    """Keras' four; each takes uint8 images and returns probabilities (evaluate: nothing)."""
    import tensorflow as tf

    from mnist_core.training.keras_trainer import build_model, set_weights

    model = build_model(network.architecture)
    set_weights(model, network.weights)
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    graph = tf.function(
        lambda x: model(x, training=False),
        input_signature=[tf.TensorSpec((None, 28, 28, 1), tf.float32)],
    )

    def batched(ask: Callable) -> Callable[[np.ndarray], np.ndarray]:
        def way(images: np.ndarray) -> np.ndarray:
            starts = range(0, len(images), BATCH)
            parts = [ask(network.prepare(images[i : i + BATCH])) for i in starts]
            return np.concatenate([np.asarray(part) for part in parts])

        return way

    def evaluate(images: np.ndarray) -> None:
        known = labels[: len(images)]
        model.evaluate(network.prepare(images), known, batch_size=BATCH, verbose=0)

    return {
        "Keras, tf.function": batched(graph),
        "Keras, model(x)": batched(lambda x: model(x, training=False)),
        "Keras, model.predict": lambda images: model.predict(
            network.prepare(images), batch_size=BATCH, verbose=0
        ),
        "Keras, model.evaluate": evaluate,
    }


def in_own_process(ask: Callable, work: Callable | None = None) -> Times:
    """What `measure` (or other work) finds when it is given `ask`, in a fresh process."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work or measure, (ask,))


def measure(ask: Callable) -> Times:
    """Seconds of every way, one digit at a time and all at once; they take turns.

    The first round does not count: it warms up, and holds each way to NumPy's probabilities.
    """
    digits = embedded_digits()
    images, labels = (np.concatenate([array] * 2) for array in (digits.images, digits.labels))
    network = Network.load(NETWORK)
    ways = ask(network, labels)
    times: Times = {(name, count): [] for count in REPETITIONS for name in ways}
    for count, repetitions in REPETITIONS.items():
        for name, way in ways.items():
            probabilities = way(images[:count])
            if probabilities is not None:
                difference = np.abs(probabilities - network.predict(images[:count])).max()
                assert difference < TOLERANCE, f"{name} differs by {difference}"
        for _ in range(repetitions):
            for name, way in ways.items():
                begun = time.perf_counter()
                way(images[:count])
                times[name, count].append(time.perf_counter() - begun)
    return times

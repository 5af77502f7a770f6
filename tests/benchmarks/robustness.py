"""What one step on the Robustness page costs: a digit at every place, and along every slider.

Baseline: Keras' `model.predict` of the same pictures, one call a network, in a process of its own
and after a warm-up call. The pictures are made by NumPy in both; on the page a place or a level
that was looked at once is remembered, so this is the cost of another digit, not of a drag.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mnist_core.data.perturbations import MEASURED
from mnist_core.data.preprocessing import scale
from mnist_core.data.sources import held_out_digits
from mnist_core.evaluation.sweeps import changed_digits, moved_digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network

REPETITIONS = 5
AIM = 1.0  # seconds for all networks together
WAYS = ("every place", *(f"slider: {it.name}" for it in MEASURED.values()))
Ask = Callable[[np.ndarray], np.ndarray]


def main() -> None:
    """Print the median for each kind of step, all networks together, and the ratio to Keras."""
    ours, keras = (in_own_process(way) for way in (numpy_networks, keras_networks))
    print(f"{len(ARCHITECTURES)} networks, {REPETITIONS} digits; aim: under {AIM:g} s")
    for what in WAYS:
        mine, theirs = (statistics.median(times[what]) for times in (ours, keras))
        print(
            f"  {what:<20} {1e3 * mine:7.0f} ms, Keras {1e3 * theirs:7.0f} ms, "
            f"{mine / theirs:.2f} times"
        )


def numpy_networks() -> dict[str, Ask]:
    """The networks as the page asks them: in one thread."""
    threadpool_limits(1, user_api="blas")
    return {id: Network.load(id).predict for id in ARCHITECTURES}


def keras_networks() -> dict[str, Ask]:
    """The same networks in Keras."""
    from mnist_core.training.keras_trainer import build_model, set_weights

    def asked(network: Network) -> Ask:
        model = build_model(network.architecture)
        set_weights(model, network.weights)
        return lambda images: model.predict(network.prepare(images), batch_size=500, verbose=0)

    return {id: asked(Network.load(id)) for id in ARCHITECTURES}


def in_own_process(networks: Callable[[], dict[str, Ask]]) -> dict[str, list[float]]:
    """What `measure` finds, in a fresh process."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (networks,))


def measure(networks: Callable[[], dict[str, Ask]]) -> dict[str, list[float]]:
    """Seconds for every kind of step, digit by digit; the first digit does not count."""
    asked = networks()
    times: dict[str, list[float]] = {what: [] for what in WAYS}
    for number, image in enumerate(scale(held_out_digits().images[: REPETITIONS + 1])):
        for what, make in zip(WAYS, steps(image), strict=True):
            begun = time.perf_counter()
            pictures = make()
            for ask in asked.values():
                ask(pictures)
            if number:
                times[what].append(time.perf_counter() - begun)
    return times


def steps(image: np.ndarray) -> list[Callable[[], np.ndarray]]:
    """Makers of the pictures for every kind of step."""
    return [
        lambda: moved_digits(image),
        *(lambda id=id: changed_digits(image, id, 0) for id in MEASURED),
    ]

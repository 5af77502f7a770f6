"""How long the Architecture page computes for an experiment, before anything is cached.

Baseline: `Network.predict` of one digit. One thread, as in the app; the digits are the embedded
ones, and an experiment reads the first 1,000 of them. Medians.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mnist_core.data.sources import embedded_digits
from mnist_core.explain.equivariance import following
from mnist_core.explain.excitation import excitation
from mnist_core.explain.intervention import MUTE, Intervention, intervene, layers_to_change
from mnist_core.explain.saliency import METHODS, explain
from mnist_core.explain.sanity import randomised
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network

DIGITS = 1_000
REPETITIONS = 5
READS = "read one digit"


def main() -> None:
    """Print the median time of every computation, for every shipped network."""
    images = embedded_digits().images[:DIGITS]
    with threadpool_limits(1, user_api="blas"):
        for id in ARCHITECTURES:
            network = Network.load(id)
            medians = {name: median(ask) for name, ask in computations(network, images).items()}
            print(id)
            for name, seconds in medians.items():
                ratio = seconds / medians[READS]
                print(f"  {name:<34} {1e3 * seconds:9.2f} ms  {ratio:9.1f} times one digit")


def computations(network: Network, images: np.ndarray) -> dict[str, Callable]:
    """What a page asks for, by name."""
    image, name = images[0], layers_to_change(network.architecture)[-1]
    digit = int(network.predict(image[None])[0].argmax())
    maps = explain(network, image, digit)
    return {
        READS: lambda: network.predict(image[None]),
        **{f"{it} map": lambda it=it: METHODS[it](network, image, digit) for it in maps},
        "all maps, random weights": lambda: explain(randomised(network, 2018), image, digit),
        "who follows a shift": lambda: following(network, image, 4, 0),
        "mute and read 1,000 digits": lambda: intervene(
            network, Intervention(MUTE, name, 0)
        ).predict(images),
        f"what excites {name}, 1,000 digits": lambda: excitation(network, images, name),
    }


def median(ask: Callable) -> float:
    """Seconds, the median of a few."""
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times)

"""Real digits pushed together until they touch: how many are cut and read right, by network.

Baseline: cutting by width alone, at the thinnest column near where a digit of usual width ends,
which asks nobody. A digit alone shows what asking costs: how many are cut that should not be.
"""

import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.data.drawing import EmptyDrawing, prepare_image
from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.segmentation import segment_image
from mnist_core.data.drawing.touching import WIDEST
from mnist_core.data.sources import load_dataset
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from tests.numbers import touching

COUNTS, TOTAL, SEED = (1, 2, 3, 5), 200, 3
USUAL_WIDTH = 0.75  # times the height
Cutting = Callable[[np.ndarray], list[np.ndarray]]


def main() -> None:
    """Print one line a network and number of digits."""
    dataset = load_dataset()
    digits = dataset.test
    print(f"{dataset.provenance.test_name}, {TOTAL} numbers a line; cut right, read right, ms each")
    for id in ARCHITECTURES:
        network = Network.load(id)
        ways = {"by the network": partial(asked, network), "by width": by_width}
        for name, cutting in ways.items():
            for count in COUNTS:
                cut, right, each = measure(network, cutting, digits, count)
                how = f"{id:<12} {name:<15} {count} in one piece"
                print(f"{how}: {cut:6.1%} {right:6.1%} {each:4.0f} ms", flush=True)


def measure(
    network: Network, cutting: Cutting, digits: Digits, count: int
) -> tuple[float, float, float]:
    """Shares that are cut into as many as there are, and read right; milliseconds for a cut."""
    cut, right, seconds = 0, 0, 0.0
    for picture, labels in touching(digits, count, TOTAL, SEED):
        begun = time.perf_counter()
        parts = cutting(picture)
        seconds += time.perf_counter() - begun
        cut += len(parts) == count
        right += network.predict(np.array(parts)).argmax(axis=1).tolist() == labels
    return cut / TOTAL, right / TOTAL, 1e3 * seconds / TOTAL


def asked(network: Network, picture: np.ndarray) -> list[np.ndarray]:
    """The digits of a number as the Draw page cuts them."""
    cuts = segment_image(picture, judge_by(network))
    return [cut.preparation.digit for cut in cuts]


def by_width(picture: np.ndarray) -> list[np.ndarray]:
    """The digits of a number, cut where the width of a digit ends and the ink is thinnest."""
    box = box_of(picture >= picture.max() / 4)
    count = max(1, round(box.width / (USUAL_WIDTH * box.height)))
    if box.width <= WIDEST * box.height:
        count = 1
    part, ink, edges = box.width / count, picture.sum(axis=0), [0]
    for number in range(1, count):
        near = box.left + (number + np.array([-0.3, 0.3])) * part
        places = np.arange(int(near[0]), int(near[1]) + 1)
        far = np.abs(places - box.left - number * part) / part
        edges.append(int(places[(ink[places] * (1 + far)).argmin()]))
    columns = np.arange(picture.shape[1])
    found = []
    for start, end in pairwise([*edges, picture.shape[1]]):
        inside = (columns >= start) & (columns < end)
        try:
            found.append(prepare_image(picture * inside.astype(np.uint8)).digit)
        except EmptyDrawing:
            continue
    return found

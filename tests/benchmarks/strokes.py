"""How well drawings are read: 3,000 digits of 129 writers, by size, pen, place and preparation.

Baseline: the whole pad resized to 28 × 28, as most apps do it. Next to it, the ink's box fitted
into 20 × 20 and put in the middle, without the centre of mass. Ours are the public
`prepare_image`, from the pixels, and `prepare_strokes`, from the pen's way. The digits are drawn
on a pad of 280 × 280 pixels with a round pen; their place is drawn at random. The network is the
one that the Draw page begins with. Digits that are broken or mislabelled (flag 2) do not count, but
in the first table's last line. The tables are Markdown for the README.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from PIL import Image

from mnist_core.data.drawing import prepare_image, prepare_strokes
from mnist_core.evaluation.statistics import wilson
from mnist_core.network.forward import Network
from tests.benchmarks.overhead import MNIST
from tests.strokes import PAD, UNREADABLE, Written, drawn, placed, read

STROKES = MNIST.with_name("strokes.npz")
NETWORK, OTHER = "robust_cnn", "keras_cnn"
SEED = 0
SIZES, PENS = (20, 30, 40, 50, 60, 70, 80, 90), (8, 12, 18, 24, 30)  # % of the pad, pixels
CROSSED_SIZES = (20, 30, 40, 60, 80)  # of the table by size and pen
USUAL_SIZE, USUAL_PEN = (50, 80), (18, 24)
AIM = 0.985
Drawing = tuple[np.ndarray, Sequence[np.ndarray]]  # the pad's picture, the pen's way


def whole(pad: np.ndarray, strokes: Sequence[np.ndarray]) -> np.ndarray:
    """The whole pad, resized."""
    small = Image.fromarray(pad).resize((28, 28), Image.Resampling.BILINEAR)
    return np.asarray(small) / np.float32(255)


def boxed(pad: np.ndarray, strokes: Sequence[np.ndarray]) -> np.ndarray:
    """The ink's box, its larger side 20 pixels, in the middle of 28 × 28."""
    box = Image.fromarray(pad).crop(Image.fromarray(pad).getbbox())
    scale = 20 / max(box.size)
    width, height = (max(round(side * scale), 1) for side in box.size)
    small = np.asarray(box.resize((width, height), Image.Resampling.BILINEAR)) / np.float32(255)
    digit = np.zeros((28, 28), np.float32)
    top, left = (28 - height) // 2, (28 - width) // 2
    digit[top : top + height, left : left + width] = small
    return digit


PREPARATIONS: Mapping[str, Callable[..., np.ndarray]] = MappingProxyType(
    {
        "ours, from the strokes": lambda pad, strokes: prepare_strokes(strokes).digit,
        "ours, from the picture": lambda pad, strokes: prepare_image(pad).digit,
        "box in the middle": boxed,
        "whole pad resized": whole,
    }
)


def main() -> None:
    """Print four tables: by preparation and place, by size, by pen, and by size and pen."""
    if not STROKES.exists():
        sys.exit(f"This needs {STROKES}, which is not part of the repository.")
    written = read(STROKES)
    network = Network.load(NETWORK)
    usual_table(written, {name: Network.load(name) for name in (NETWORK, OTHER)})
    every = {size: drawings(written, (size, size), (PENS[0], PENS[-1])) for size in SIZES}
    table("size, % of the pad", every, written, network)
    every = {pen: drawings(written, (SIZES[0], SIZES[-1]), (pen, pen)) for pen in PENS}
    table("pen, pixels", every, written, network)
    size_and_pen(written, network)


def drawings(
    written: Written, size: tuple[int, int], pen: tuple[int, int], centred: bool = False
) -> list[Drawing]:
    """Every digit once, its size in % of the pad, its pen and its place drawn at random.

    The size is the larger side of the pen's way, less where the ink would leave the pad.
    """
    random = np.random.default_rng(SEED)
    result = []
    for strokes in written.strokes:
        width = int(random.integers(pen[0], pen[1] + 1))
        side = min(random.uniform(*size) / 100 * PAD, PAD - width)
        free = PAD - width - side * np.max([stroke.max(axis=0) for stroke in strokes], axis=0)
        where = random.random(2)  # drawn in any case, so that sizes and pens are the same
        corner = width / 2 + free * (0.5 if centred else where)
        way = placed(strokes, side, corner)
        result.append((drawn(way, width), way))
    return result


def read_right(
    network: Network, prepare: Callable[..., np.ndarray], every: list[Drawing], labels: np.ndarray
) -> np.ndarray:
    """For every drawing whether it is read as what it is."""
    digits = np.array([prepare(*drawing) for drawing in every], np.float32)
    return network.predict(digits).argmax(axis=1) == labels


def usual_table(written: Written, networks: Mapping[str, Network]) -> None:
    """Drawings as people make them: by preparation, place and network."""
    fair = written.flags != UNREADABLE
    size, pen = (f"{low}–{high}" for low, high in (USUAL_SIZE, USUAL_PEN))
    print(f"\n{fair.sum():,} digits, {size} % of the pad, pen {pen} pixels:\n")
    head = [f"{name}, {place}" for name in networks for place in ("off-centre", "centred")]
    line("preparation", *head)
    line(*["---"] * (len(head) + 1))
    places = [drawings(written, USUAL_SIZE, USUAL_PEN, centred) for centred in (False, True)]
    best = None
    for name, prepare in PREPARATIONS.items():
        right = [
            read_right(network, prepare, every, written.labels)
            for network in networks.values()
            for every in places
        ]
        line(name, *(percent(found[fair].mean()) for found in right))
        best = right[0] if best is None else best
    low, high = wilson(int(best[fair].sum()), int(fair.sum()))
    slashed = written.flags == 1
    print(
        f"\n{next(iter(PREPARATIONS))}, {next(iter(networks))}: {percent(best[fair].mean())} "
        f"(95 % interval {percent(low)} to {percent(high)}; aim {percent(AIM)}); of all "
        f"{len(written):,} digits {percent(best.mean())}, of {slashed.sum()} slashed zeros "
        f"{percent(best[slashed].mean())}."
    )
    wrong = np.flatnonzero(~best & fair)
    print(f"Errors by label: {np.bincount(written.labels[wrong], minlength=10).tolist()}")


def table(
    what: str, every: Mapping[int, list[Drawing]], written: Written, network: Network
) -> None:
    """One line per size or pen, one column per preparation."""
    fair = written.flags != UNREADABLE
    print()
    line(what, *PREPARATIONS)
    line(*["---"] * (len(PREPARATIONS) + 1))
    for value, found in every.items():
        right = [read_right(network, how, found, written.labels) for how in PREPARATIONS.values()]
        line(str(value), *(percent(each[fair].mean()) for each in right))


def size_and_pen(written: Written, network: Network) -> None:
    """From the picture alone: how thick a pen a small drawing bears."""
    fair = written.flags != UNREADABLE
    prepare = PREPARATIONS["ours, from the picture"]
    print("\nOurs, from the picture, by size (lines, % of the pad) and pen (columns, pixels):\n")
    line("", *map(str, PENS))
    line(*["---"] * (len(PENS) + 1))
    for size in CROSSED_SIZES:
        found = [drawings(written, (size, size), (pen, pen)) for pen in PENS]
        right = [read_right(network, prepare, every, written.labels) for every in found]
        line(str(size), *(percent(each[fair].mean()) for each in right))


def line(*cells: str) -> None:
    """One line of a Markdown table."""
    print(f"| {' | '.join(cells)} |", flush=True)


def percent(share: float) -> str:
    """ "98.5 %"."""
    return f"{100 * share:.1f} %"

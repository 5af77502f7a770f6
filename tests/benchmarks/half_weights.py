"""What weights of half the bytes would change on the page that goes home, network by network.

Baseline: the page as it is, with float32. Every test digit is read by both; a number counts as
changed where the page would show another one: a probability in three significant digits, any other
value in the five of the explorer.
"""

from datetime import date

import numpy as np

from mnist_core.data.sources import load_dataset
from mnist_core.figures.number_format import percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.web.keepsake import keepsake
from mnist_core.web.take_home import take_home

DIGITS = 1_000
BASE64 = 4 / 3  # letters a byte


def main() -> None:
    """Print one line a network."""
    dataset = load_dataset()
    digits = dataset.test[:DIGITS]
    print(f"{len(digits):,} {dataset.provenance.test_name}")
    for id in ARCHITECTURES:
        page = take_home(keepsake(id, dataset.validation), dataset, date.today(), "it.html")
        size = len(page.encode("utf-8"))
        whole = Network.load(id)
        rounded = {name: array.astype(np.float16) for name, array in whole.weights.items()}
        half = Network(whole.architecture, {n: a.astype(np.float32) for n, a in rounded.items()})
        smaller = size - 2 * BASE64 * whole.architecture.parameters
        one, other = whole.predict(digits.images), half.predict(digits.images)
        shown = np.mean(
            [percent(a) != percent(b) for a, b in zip(one.flat, other.flat, strict=True)]
        )
        moved = changed(whole, half, digits.images[0])
        print(
            f"{id}: {size / 1e6:.2f} MB, {smaller / 1e6:.2f} MB with float16: "
            f"{(one.argmax(1) != other.argmax(1)).sum()} answers change, {shown:.1%} of the shown "
            f"probabilities (by {np.abs(one - other).max():.2g} at most), "
            f"{moved:.1%} of the explorer's numbers for one digit"
        )


def changed(whole: Network, half: Network, image: np.ndarray) -> float:
    """The share of all values that are not 0 that the explorer would show otherwise."""
    pairs = zip(whole.activations(image), half.activations(image), strict=True)
    values = [(a.output.ravel(), b.output.ravel()) for a, b in pairs]
    one, other = (np.concatenate(side) for side in zip(*values, strict=True))
    said = [f"{a:.4e}" != f"{b:.4e}" for a, b in zip(one, other, strict=True) if a or b]
    return float(np.mean(said))

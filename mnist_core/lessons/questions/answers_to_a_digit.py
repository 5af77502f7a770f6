"""Questions about one digit: what the network reads in it, and how sure it is."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import Dataset
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole, word
from mnist_core.network.forward import Network

SPLIT = word("test", "validation", "train")
DIGIT = whole(0, 0, 59_999)


def picture(dataset: Dataset, split: str, digit: str) -> tuple[np.ndarray, int]:
    """A digit of the digits in use, uint8 (28, 28), and its label."""
    digits = getattr(dataset, split)
    if int(digit) >= len(digits):
        raise DoesNotApply(f"There is no digit {digit} in {split}, which has {len(digits):,}.")
    return digits.images[int(digit)], int(digits.labels[int(digit)])


@question(split=SPLIT, digit=DIGIT)
def read_as(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """Which digit will the network read here?"""
    image, label = picture(dataset, split, digit)
    probabilities = network.predict(image[np.newaxis])[0]
    order = probabilities.argsort()[::-1]
    best, second = int(order[0]), int(order[1])
    misled = {str(second): f"It comes second, with {percent(probabilities[second])}."}
    if label != best:
        misled[str(label)] = "That is what its writer meant; the network reads something else."
    verdict = "which is right" if label == best else f"and it is labelled {label}"
    return Key(
        Kind.DIGIT,
        str(best),
        f"It reads **{best}** with a probability of {percent(probabilities[best])}, {verdict}. "
        f"Then come {second} with {percent(probabilities[second])} and {int(order[2])} with "
        f"{percent(probabilities[order[2]])}.",
        misled=misled,
    )

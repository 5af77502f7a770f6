"""Questions about one digit: what the network reads in it, and how sure it is."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import SIDE, Dataset
from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import as_ink
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole, word
from mnist_core.lessons.questions.scale_of_choices import CERTAINTIES, choice, choice_of_band
from mnist_core.network.forward import Network

SPLIT = word("test", "validation", "train")
DIGIT = whole(0, 0, 59_999)
PIXELS = whole(0, -12, 12)


def picture(dataset: Dataset, split: str, digit: str) -> tuple[np.ndarray, int]:
    """A digit of the digits in use, uint8 (28, 28), and its label."""
    digits = getattr(dataset, split)
    if int(digit) >= len(digits):
        raise DoesNotApply(f"There is no digit {digit} in {split}, which has {len(digits):,}.")
    return digits.images[int(digit)], int(digits.labels[int(digit)])


def reading(network: Network, image: np.ndarray) -> np.ndarray:
    """The ten probabilities for one picture: float32 array of shape (10,)."""
    return network.predict(image[np.newaxis])[0]


def chance(probability: float) -> str:
    """A probability of softmax, which is never quite 0 or 1, to a tenth of a percent."""
    if probability < 0.0005:
        return "less than 0.1 %"
    return "more than 99.9 %" if probability > 0.9995 else percent(probability, 1)


def _three(probabilities: np.ndarray) -> str:
    """The three most probable digits with their probabilities."""
    best = probabilities.argsort()[::-1][:3]
    first, second, third = (f"{digit} with {chance(float(probabilities[digit]))}" for digit in best)
    return f"{first}, then {second} and {third}"


@question(split=SPLIT, digit=DIGIT)
def read_as(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """Which digit will the network read here?"""
    image, label = picture(dataset, split, digit)
    found = reading(network, image)
    best, second = (int(it) for it in found.argsort()[::-1][:2])
    misled = {str(second): "That one comes second."}
    if label != best:
        misled[str(label)] = "That is what its writer meant; the network reads something else."
    verdict = "which is right" if label == best else f"and it is labelled {label}"
    return Key(
        Kind.DIGIT, str(best), f"It reads {_three(found)}; {best}, {verdict}.", misled=misled
    )


@question(split=SPLIT, digit=DIGIT)
def runner_up(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """Which digit comes second?"""
    found = reading(network, picture(dataset, split, digit)[0])
    best, second = (int(it) for it in found.argsort()[::-1][:2])
    misled = {str(best): "That one comes first."}
    return Key(Kind.DIGIT, str(second), f"It reads {_three(found)}.", misled=misled)


@question(split=SPLIT, digit=DIGIT)
def how_sure(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """How large is the largest of the ten probabilities for this digit?"""
    found = reading(network, picture(dataset, split, digit)[0])
    return choice_of_band(
        float(found.max()),
        CERTAINTIES,
        f"It reads {_three(found)}. The ten add up to {percent(float(found.sum()), 0)}.",
    )


@question()
def blank_read_as(network: Network, dataset: Dataset) -> Key:
    """What does the network read in an empty picture?"""
    found = reading(network, np.zeros((SIDE, SIDE), np.uint8))
    best = int(found.argmax())
    return Key(
        Kind.DIGIT,
        str(best),
        f"It reads {_three(found)}. There is no eleventh answer “nothing”: the ten probabilities "
        "have to add up to 100 %, whatever the picture is.",
        misled={"0": "Nothing is not zero: zero is a ring of ink."} if best else {},
    )


@question(seed=whole(0, 0, 999))
def noise_certainty(network: Network, dataset: Dataset, seed: str) -> Key:
    """How sure is the network about a picture of random pixels, on average over fifty?"""
    random = np.random.default_rng(int(seed)).integers(0, 256, (50, SIDE, SIDE), np.uint8)
    found = network.predict(random)
    sure = float(found.max(axis=1).mean())
    digits = np.bincount(found.argmax(axis=1), minlength=10)
    return choice_of_band(
        sure,
        CERTAINTIES,
        f"Over fifty pictures of random grey its largest probability is {percent(sure)} on "
        f"average, and it reads {int(digits.argmax())} in {int(digits.max())} of them. A "
        "probability says which of ten digits fits best, not whether it is a digit at all.",
        {CERTAINTIES[0].words: "One would wish so; but it has never seen what is no digit."},
    )


@question(split=SPLIT, digit=DIGIT, right=PIXELS, down=PIXELS)
def read_after_shift(
    network: Network, dataset: Dataset, split: str, digit: str, right: str, down: str
) -> Key:
    """What does the network read when this digit is moved?"""
    image, _ = picture(dataset, split, digit)
    before = reading(network, image)
    after = reading(network, shift(as_ink(image)[np.newaxis], int(right), int(down))[0])
    was, best = int(before.argmax()), int(after.argmax())
    misled = {} if was == best else {str(was): "So it was before the move."}
    return Key(
        Kind.DIGIT,
        str(best),
        f"Where it was: {_three(before)}. Moved by {right} to the right and {down} down: "
        f"{_three(after)}.",
        misled=misled,
    )


@question()
def pixel_range(network: Network, dataset: Dataset) -> Key:
    """Between which numbers lie the pixels that the first layer sees?"""
    ends = network.prepare(np.array([[[0, 255] * 14] * SIDE], np.uint8))
    low, high = float(ends.min()), float(ends.max())
    options = ("0 and 255", "0 and 1", "−0.42 and 2.82", "−1 and 1")
    right = f"{low:.2f} and {high:.2f}".replace("-", "−").replace(".00", "")
    return choice(
        right,
        options if right in options else (*options, right),
        f"Paper is {low:.3f} and full ink {high:.3f} for this network "
        f"(“{network.architecture.preprocessing}”). The file has whole numbers from 0 to 255.",
        {
            "0 and 255": "So they are in the file; they are scaled before the first layer.",
            "0 and 1": "So they are after scaling; here the mean is taken off as well.",
        },
    )

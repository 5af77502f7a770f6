"""Questions about a network in use: what changes in it, and what does not, while it reads."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from mnist_core.data.digits import Dataset, fingerprint
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.answers_to_a_digit import DIGIT, SPLIT, picture, reading
from mnist_core.lessons.questions.asked import question, whole
from mnist_core.lessons.questions.disturbed import right_before
from mnist_core.lessons.questions.read_digits import FEW, first_digits, right_of
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.network.forward import Network
from mnist_core.network.layers import Dense


def checksum(network: Network) -> str:
    """The first twelve characters of the SHA-256 of all weights, bytes in their order."""
    hash = sha256()
    for array in network.weights.values():
        hash.update(np.ascontiguousarray(array))
    return hash.hexdigest()[:12]


@question(digits=whole(50, 1, 500))
def weights_after_reading(network: Network, dataset: Dataset, digits: str) -> Key:
    """Do the weights change while the network reads?"""
    images = dataset.test.images[: int(digits)]
    before = checksum(network)
    network.predict(images)
    after = checksum(network)
    stay, all_change = "No, they stay as they are", "Yes, with every digit it reads"
    when_wrong = "Only when it was wrong"
    return choice(
        stay if before == after else all_change,
        (all_change, when_wrong, stay),
        f"The checksum of its {network.architecture.parameters:,} weights was `{before}` before "
        f"it read {len(images)} digits, and `{after}` after. Change one weight in its last digit, "
        "and the checksum is another. It learnt once, in training, and has only read since.",
        {
            all_change: "Using a network and training it are two things; reading is using.",
            when_wrong: "It cannot know: nobody has told it what the digit was meant to be.",
        },
    )


@question(split=SPLIT, digit=DIGIT, times=whole(100, 2, 500))
def asked_again(network: Network, dataset: Dataset, split: str, digit: str, times: str) -> Key:
    """Does the network get surer when it reads the same digit again and again?"""
    image, _ = picture(dataset, split, digit)
    found = reading(network, image)
    best = int(found.argmax())
    last = found
    for _ in range(int(times) - 1):
        last = reading(network, image)
    grows, falls, same = "Yes, a little surer each time", "No, less sure", "No, exactly as sure"
    change = float(last[best]) - float(found[best])
    return choice(
        same if change == 0 else grows if change > 0 else falls,
        (grows, falls, same),
        f"It reads {best} with {percent(float(found[best]), 4)} the first time and "
        f"{percent(float(last[best]), 4)} the {times}th. The weights are the same, the pixels are "
        "the same, so the sum is the same.",
        {grows: "People get used to a handwriting; this network does not, while it reads."},
    )


@question(digits=whole(50, 1, 500))
def training_digits_after_reading(network: Network, dataset: Dataset, digits: str) -> Key:
    """What becomes of the digits that the network reads?"""
    count, before = len(dataset.train), fingerprint(dataset.train)
    network.predict(dataset.test.images[: int(digits)])
    unchanged = len(dataset.train) == count and fingerprint(dataset.train) == before
    kept, nothing = "They join the training digits", "They are read, and nothing more"
    wrong = "Those that it misreads are collected"
    return choice(
        nothing if unchanged else kept,
        (kept, wrong, nothing),
        f"There are {count:,} training digits, with the fingerprint `{before[:12]}`; after "
        f"{digits} more were read there are {len(dataset.train):,}, with the fingerprint "
        f"`{fingerprint(dataset.train)[:12]}`. People collected and labelled them, years ago.",
        {
            kept: "Somebody would have to say what each one is; that is work, done by people.",
            wrong: "It does not know which ones it misreads.",
        },
    )


@question(seed=whole(0, 0, 999))
def right_without_training(network: Network, dataset: Dataset, seed: str) -> Key:
    """The same program with random weights: of 100 digits, how many does it read right?"""
    digits = first_digits(dataset, FEW)
    untrained = Network.initialise(network.architecture, int(seed))
    right = right_of(untrained, digits.images, digits.labels)
    trained = right_before(network, dataset)
    share, after = 100 * right / len(digits), 100 * trained / len(digits)
    return number(
        round(share),
        f"With random weights it reads {right} of {len(digits)} right, {share:.1f} of 100; with "
        f"those it has learnt, {trained}. Not a line of the program differs: what it can do is in "
        "the weights, and nobody has typed those.",
        {
            round(after): "So many with the weights it learnt. The program alone knows no digits.",
            0: "Ten answers are possible, so luck alone gets about one in ten.",
        },
        within=10,
    )


@question(split=SPLIT, digit=DIGIT)
def weights_after_one_step(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """Told what this digit is: of 100 weights of the last layer, how many change in one step?"""
    image, label = picture(dataset, split, digit)
    row = [row for row in network.architecture.rows if isinstance(row.layer, Dense)][-1]
    features = network.features(image[np.newaxis])[0]  # (inputs,)
    error = reading(network, image).astype(np.float64) - np.eye(10)[label]
    gradient = np.outer(features, error)  # of the loss, for every weight of the kernel
    moved = int(np.count_nonzero(gradient))
    share = 100 * moved / gradient.size
    return number(
        round(share),
        f"{moved:,} of the {gradient.size:,} weights of {row.layer.name} get a push, {share:.0f} "
        "of 100: each by its input times what is missing to the right answer. Those whose input "
        "was 0 stay. So a label changes weights; reading changes none.",
        {0: "So it is when it reads. Here somebody said what the digit is, and it learns."},
        within=10,
    )

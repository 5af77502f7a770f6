"""Questions about a network in use: what changes in it, and what does not, while it reads."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import question, whole
from mnist_core.network.forward import Network


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
    return Key(
        Kind.CHOICE,
        stay if before == after else all_change,
        f"The checksum of its {network.architecture.parameters:,} weights was `{before}` before "
        f"it read {len(images)} digits, and `{after}` after. Change one weight in its last digit, "
        "and the checksum is another. It learnt once, in training, and has only read since.",
        options=(all_change, when_wrong, stay),
        misled={
            all_change: "Using a network and training it are two things; reading is using.",
            when_wrong: "It cannot know: nobody has told it what the digit was meant to be.",
        },
    )

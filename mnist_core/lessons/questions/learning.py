"""Questions about training: batches, epochs, the loss, and when a network had learnt enough."""

from __future__ import annotations

from math import ceil, log

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole
from mnist_core.lessons.questions.in_use import checksum
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.training.history import History, shipped_history


@question(batch=whole(128, 1, 1024))
def updates_per_epoch(network: Network, dataset: Dataset, batch: str) -> Key:
    """How many times are the weights changed in one epoch?"""
    count, size = len(dataset.train), int(batch)
    return number(
        ceil(count / size),
        f"{count:,} training digits in batches of {size}: {count:,} / {size} = "
        f"{count / size:.2f}, so {ceil(count / size):,} batches, the last of them smaller, and "
        "one change after each.",
        {
            count // size: "The digits that are left over make a batch, too.",
            1: "An epoch is once through all digits; the weights change after every batch.",
            count: "Not after every digit: after every batch.",
        },
        facts=f"There are {count:,} digits to learn from.",
    )


@question(percent=whole(70, 1, 100))
def loss_of(network: Network, dataset: Dataset, percent: str) -> Key:
    """What is the loss when the right digit got this probability?"""
    p = int(percent) / 100
    loss = -log(p)
    return number(
        round(loss, 3) + 0.0,
        f"−log {p:g} = {loss:.3f}, with the natural logarithm. At 1 it is 0; at half of {p:g} it "
        f"is {-log(p / 2):.3f}: halving the probability always costs log 2 = {log(2):.3f} more.",
        {
            round(1 - p, 2): "That is how much is missing; cross-entropy takes the logarithm.",
            round(-log(p) / log(10), 3): "That is the logarithm to base 10; here it is natural.",
        },
        within=0.02,
    )


def _record(network: Network) -> History:
    """The recorded training of a shipped network."""
    id = network.architecture.id
    if id not in ARCHITECTURES or checksum(Network.load(id)) != checksum(network):
        raise DoesNotApply("Its training is on the page Training; this asks about shipped ones.")
    return shipped_history(id)


@question()
def best_epoch(network: Network, dataset: Dataset) -> Key:
    """After which epoch was the loss on the validation digits lowest?"""
    losses = _record(network).validation_loss
    best, last = int(losses.argmin()) + 1, len(losses)
    return number(
        best,
        f"It was {losses[best - 1]:.4f} after epoch {best}, and {losses[-1]:.4f} after the last, "
        f"{last}. The loss on the training digits goes on falling; on others it need not.",
        {last: "The last epoch is not always the best one."},
        within=1,
    )


@question()
def first_epoch_gap(network: Network, dataset: Dataset) -> Key:
    """After the first epoch, which accuracy is higher: on training or on validation digits?"""
    record = _record(network)
    training, validation = record.training_accuracy[0], record.validation_accuracy[0]
    higher, lower = "On the training digits", "On the validation digits"
    return choice(
        higher if training > validation else lower,
        (higher, lower),
        f"Training {training:.1%}, validation {validation:.1%}. The first is counted while the "
        "weights still change, from the first batch on, and with dropout at work; the second "
        "afterwards, with the network whole.",
        {
            higher: "It has seen those; but they were counted while it was still learning.",
            lower: "Here the training digits are read better from the first epoch on.",
        },
    )

"""Questions about how often a network is right, how sure that is, and where it errs."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import Dataset
from mnist_core.evaluation.statistics import wilson
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole
from mnist_core.lessons.questions.read_digits import first_digits, probabilities
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.network.forward import Network

SURE = 0.9  # a probability from which a person would believe it


def _read(network: Network, dataset: Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (n, 10), labels (n,) and which are wrong (n,), for the first test digits."""
    found, labels = probabilities(network, dataset), first_digits(dataset).labels
    return found, labels, found.argmax(axis=1) != labels


@question()
def wrong_answers(network: Network, dataset: Dataset) -> Key:
    """Of the first 500 test digits, how many does the network misread?"""
    _, labels, wrong = _read(network, dataset)
    errors, count = int(wrong.sum()), len(labels)
    low, high = wilson(errors, count)
    return number(
        errors,
        f"{errors} of {count}, {percent(errors / count)}. With other digits it would be another "
        f"number: between {percent(low)} and {percent(high)}, with 95 % confidence.",
        {0: "No network here reads everything; neither do people."},
        within=max(2, round(0.01 * count)),
    )


@question()
def interval_width(network: Network, dataset: Dataset) -> Key:
    """From 500 digits, how many percentage points wide is the 95 % interval of the accuracy?"""
    _, labels, wrong = _read(network, dataset)
    low, high = wilson(int((~wrong).sum()), len(labels))
    width = 100 * (high - low)
    return number(
        round(width, 1),
        f"From {percent(low)} to {percent(high)}: {width:.1f} points. Four times as many digits "
        "halve it.",
        {0.0: "Another 500 digits would give another accuracy; the interval says how far off."},
        within=max(0.5, 0.4 * width),
    )


@question()
def hardest_digit(network: Network, dataset: Dataset) -> Key:
    """On which digit is it least sure of what is right?"""
    found, labels, wrong = _read(network, dataset)
    there = [digit for digit in range(10) if (labels == digit).any()]
    sure = {digit: float(found[labels == digit, digit].mean()) for digit in there}
    hard, next_hard, *_, easy = sorted(there, key=sure.__getitem__)
    errors = int(wrong[labels == hard].sum())
    return Key(
        Kind.DIGIT,
        str(hard),
        f"True {hard}s get {percent(sure[hard])} on average for {hard}, and {errors} of "
        f"{int((labels == hard).sum())} are misread; {next_hard}s get "
        f"{percent(sure[next_hard])}. Easiest are {easy}s, with {percent(sure[easy])}.",
        misled={str(next_hard): "That one comes next."},
    )


@question(meant=whole(4, 0, 9))
def taken_for(network: Network, dataset: Dataset, meant: str) -> Key:
    """For which other digit does the network take this one most easily?"""
    found, labels, _ = _read(network, dataset)
    digit = int(meant)
    if not (labels == digit).any():
        raise DoesNotApply(f"There is no {digit} among the first {len(labels)} test digits.")
    others = found[labels == digit].mean(axis=0)
    others[digit] = -1
    best, second = (int(it) for it in others.argsort()[::-1][:2])
    count = int((found[labels == digit].argmax(axis=1) == best).sum())
    return Key(
        Kind.DIGIT,
        str(best),
        f"Of {int((labels == digit).sum())} true {digit}s it reads {count} as {best}; on average "
        f"they get {percent(float(others[best]))} for {best} and {percent(float(others[second]))} "
        f"for {second}. Another network may mix up other digits.",
        misled={str(second): "That one comes next."},
    )


@question()
def sure_and_wrong(network: Network, dataset: Dataset) -> Key:
    """Is it ever wrong and yet at least 90 % sure?"""
    found, labels, wrong = _read(network, dataset)
    sure = found.max(axis=1) >= SURE
    count = int((sure & wrong).sum())
    yes, no = "Yes, that happens", "No, not among these digits"
    return choice(
        yes if count else no,
        (yes, no),
        f"Errors among {len(labels)} digits: {int(wrong.sum())}, of them with {percent(SURE, 0)} "
        f"or more: {count}. Right answers that were as sure: {int((sure & ~wrong).sum())}.",
        {
            no: "A large probability is no promise.",
            yes: "With more digits it happens; among these few it did not.",
        },
    )


@question()
def errors_refused(network: Network, dataset: Dataset) -> Key:
    """If it may refuse the 5 least sure of 100 answers, how many of 100 errors are gone?"""
    found, labels, wrong = _read(network, dataset)
    errors = int(wrong.sum())
    if not errors:
        raise DoesNotApply(f"It makes no error among the first {len(labels)} test digits.")
    refused = np.argsort(found.max(axis=1), kind="stable")[: round(0.05 * len(labels))]
    gone = int(wrong[refused].sum())
    return number(
        round(100 * gone / errors),
        f"{len(refused)} of {len(labels)} answers are refused, and with them {gone} of {errors} "
        "errors. A machine that may say “I do not know” can leave the hard ones to a person.",
        {5: "The errors are not spread evenly: most are among the answers it is least sure of."},
        within=15,
    )

"""Questions about the digits themselves: how many, how drawn, how they lie in memory."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import SIDE, Dataset
from mnist_core.data.measurements import bounding_boxes
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.asked import question, whole
from mnist_core.lessons.questions.read_digits import first_digits
from mnist_core.lessons.questions.scale_of_choices import Band, choice_of_band, number
from mnist_core.network.forward import Network

EVENLY = (
    Band("Yes, exactly", 1 + 1e-9),
    Band("Nearly: the commonest is less than one and a half times as frequent as the rarest", 1.5),
    Band("No, some are there far more often", float("inf")),
)


@question()
def equally_often(network: Network, dataset: Dataset) -> Key:
    """Are all ten digits there equally often?"""
    counts = dataset.train.counts
    most, least = int(counts.argmax()), int(counts.argmin())
    ratio = float(counts[most] / max(counts[least], 1))
    figures = f"There are {counts[most]:,} of {most} and {counts[least]:,} of {least}"
    return choice_of_band(
        ratio,
        EVENLY,
        f"{figures}, {ratio:.2f} times as many." if ratio > 1 else f"{counts[most]:,} of each.",
        {EVENLY[0].words: "People wrote them, and nobody counted; so they differ a little."},
    )


@question()
def right_by_always_one_answer(network: Network, dataset: Dataset) -> Key:
    """Who always gives the same answer is right how often, of 100 test digits?"""
    answer = int(dataset.train.counts.argmax())
    share = float((dataset.test.labels == answer).mean())
    return number(
        round(100 * share, 1),
        f"Who always says {answer}, the commonest, is right for {percent(share)} of "
        f"{len(dataset.test):,} test digits. That is what any accuracy has to be compared with.",
        {0.0: "Some of the digits are what one says.", 50.0: "There are ten digits, not two."},
        within=2,
    )


@question()
def ink_share(network: Network, dataset: Dataset) -> Key:
    """Of 100 pixels of a digit, how many have any ink?"""
    images = first_digits(dataset).images
    share = float((images > 0).mean())
    return number(
        round(100 * share, 1),
        f"{100 * share:.1f} of 100 on average over {len(images)} test digits: "
        f"{share * SIDE * SIDE:.0f} of {SIDE * SIDE} pixels. The rest is 0, paper.",
        {50.0: "Look again: most of the picture is paper."},
        within=6,
    )


@question()
def boxes_off_the_middle(network: Network, dataset: Dataset) -> Key:
    """Of 100 digits, how many have their box more than a pixel off the middle?"""
    images = first_digits(dataset).images
    boxes = bounding_boxes(images)
    middles = boxes[:, :2] + boxes[:, 2:] / 2 - SIDE / 2  # rows and columns off the middle
    off = float((np.abs(middles).max(axis=1) > 1).mean())
    return number(
        round(100 * off),
        f"{100 * off:.0f} of 100. MNIST put the centre of mass of the ink in the middle, not the "
        "box around it: a 7 has most of its ink at the top, so its box hangs lower.",
        {0: "The ink's centre of mass is in the middle, not the box."},
        within=12,
    )


@question(row=whole(3, 0, SIDE - 1), column=whole(5, 0, SIDE - 1))
def place_in_a_line(network: Network, dataset: Dataset, row: str, column: str) -> Key:
    """Laid out in one line, at which place stands the pixel of this row and column?"""
    y, x = int(row), int(column)
    place = int(np.arange(SIDE * SIDE).reshape(SIDE, SIDE)[y, x])
    return number(
        place,
        f"{y} rows of {SIDE} pixels come before its own, then {x} pixels: {y} × {SIDE} + {x} = "
        f"{place}. Its neighbour below is at {place + SIDE}, far away: a line knows no neighbours.",
        {
            x * SIDE + y: "That is column by column; rows come first.",
            y * x: "Count whole rows of 28 pixels.",
            place + 1: "Places are counted from 0.",
        },
    )

"""Questions about what single filters and layers make of a digit."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import Dataset
from mnist_core.explain.equivariance import following
from mnist_core.explain.intervention import MUTE, Intervention, intervene
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.answers_to_a_digit import DIGIT, SPLIT, picture
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole
from mnist_core.lessons.questions.read_digits import FEW, first_digits, probabilities
from mnist_core.lessons.questions.scale_of_choices import Band, choice, choice_of_band, number
from mnist_core.lessons.questions.shape_changes import convolutions
from mnist_core.network.forward import Network
from mnist_core.network.layers import ReLU

FILTER = whole(0, 0, 1023)
SMALL = 1e-3  # of the values' size: what rounding and the frame's edge may make of a moved map
CHANGES = (
    Band("none of them", 1),
    Band("1 to 10", 11),
    Band("11 to 50", 51),
    Band("more than 50", float("inf")),
)


def _filter(network: Network, number: str) -> str:
    """The name of the first convolution, once it is known to have this filter."""
    row = convolutions(network.architecture)[0]
    filters = row.output_shape[-1]
    if int(number) >= filters:
        raise DoesNotApply(f"{row.layer.name} has filters 0 to {filters - 1}.")
    return row.layer.name


@question(split=SPLIT, digit=DIGIT, filter=FILTER)
def strongest_cell(network: Network, dataset: Dataset, split: str, digit: str, filter: str) -> Key:
    """Where on its map does a filter of the first convolution answer most strongly?"""
    name = _filter(network, filter)
    image, _ = picture(dataset, split, digit)
    found = next(it.output for it in network.activations(image) if it.name == name)
    values = found[..., int(filter)]
    row, column = (int(it) for it in np.unravel_index(values.argmax(), values.shape))
    return Key(
        Kind.CELL,
        f"{row},{column}",
        f"Filter {filter} of {name} gives {values[row, column]:.2f} there, its largest value; its "
        f"mean over the map is {values.mean():.2f}. There the ink fits the filter's pattern best.",
        shape=values.shape,
        picture=tuple(tuple(row) for row in image.tolist()),
    )


@question(split=SPLIT, digit=DIGIT)
def zeros_after_relu(network: Network, dataset: Dataset, split: str, digit: str) -> Key:
    """Of 100 values behind the first ReLU, how many are 0?"""
    image, _ = picture(dataset, split, digit)
    found = network.activations(image)
    first = next((it for it in found if isinstance(it.layer, ReLU)), None)
    if first is None:
        raise DoesNotApply(f"{network.architecture.title} has no ReLU.")
    zeros, size = int((first.output == 0).sum()), first.output.size
    return number(
        round(100 * zeros / size),
        f"{zeros:,} of {size:,} values of {first.name} are 0, {100 * zeros / size:.1f} of 100: "
        "ReLU makes 0 of everything below 0 and leaves the rest as it is.",
        {0: "Negative values all become 0, and there are many.", 50: "It need not be half."},
        within=10,
    )


@question(split=SPLIT, digit=DIGIT, pixels=whole(2, 1, 6))
def maps_follow(network: Network, dataset: Dataset, split: str, digit: str, pixels: str) -> Key:
    """When the digit moves to the right, what happens to what the first layer makes of it?"""
    image, _ = picture(dataset, split, digit)
    first = next(row.layer.name for row in network.architecture.rows if row.parameters)
    moves = following(network, image, int(pixels), 0)
    found, last = next(it for it in moves if it.name == first), moves[-1]
    along, others = "It moves along", "It becomes something else"
    stays = "It stays as it is"
    if found.in_place < SMALL:
        right = stays
    else:
        right = along if found.moved is not None and found.moved < SMALL else others
    compared = "" if found.moved is None else f"; moved along, they differ by {found.moved:.1%}"
    return choice(
        right,
        (stays, along, others),
        f"Compared cell by cell, {first}'s values change by {found.in_place:.0%}{compared}. "
        f"The ten probabilities at the end change by {last.in_place:.1%}.",
        {
            stays: "A filter's answer is where the ink is; it does not stay behind.",
            others: "The same filter looks everywhere, so it finds the same thing further right.",
            along: "Here every place has weights of its own, which know nothing of each other.",
        },
    )


@question(filter=FILTER)
def one_filter_off(network: Network, dataset: Dataset, filter: str) -> Key:
    """Of 100 answers, how many change when one filter of the first convolution is silent?"""
    name = _filter(network, filter)
    digits = first_digits(dataset, FEW)
    before = probabilities(network, dataset)[: len(digits)].argmax(axis=1)
    muted = intervene(network, Intervention(MUTE, name, int(filter)))
    after = muted.predict(digits.images).argmax(axis=1)
    changed = int((before != after).sum())
    right = [int((it == digits.labels).sum()) for it in (before, after)]
    return choice_of_band(
        changed,
        CHANGES,
        f"Without filter {filter} of {name}, {changed} of {len(digits)} answers change; {right[1]} "
        f"are right, {right[0]} were. What one filter sees, others see as well.",
        {CHANGES[3].words: "No single filter carries the answer; they share the work."},
    )

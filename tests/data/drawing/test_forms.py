"""A form holds the digits that it says, in their places, and its printed lines."""

import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.drawing.forms import FIELD, FORMS, MARGIN, fill_in

# An image for each digit: so many columns of ink, as its label says, and one more.
BARS = np.zeros((10, 28, 28), np.uint8)
for _label in range(10):
    BARS[_label, 6:22, 6 : 7 + _label] = 255
DIGITS = Digits(BARS, np.arange(10, dtype=np.uint8))


@pytest.mark.parametrize("name", FORMS)
def test_every_digit_stands_where_the_form_says(name) -> None:
    kind, form = FORMS[name], fill_in(name, DIGITS, seed=3)
    assert tuple(map(len, form.written)) == kind.lines
    grey = form.image[..., 0]
    for line, text in enumerate(form.written):
        middle = grey[MARGIN + line * FIELD + FIELD // 2]
        for place, label in enumerate(text):
            # three pixels to one of MNIST's: 3 × (label + 1) pixels of ink across the middle
            left = MARGIN + place * kind.step + 5 * 3
            assert (middle[left : left + 14 * 3] < 100).sum() == pytest.approx(
                3 * (int(label) + 1), abs=2
            )


def test_the_same_seed_gives_the_same_form_and_another_another() -> None:
    first, again, other = (fill_in("table", DIGITS, seed) for seed in (1, 1, 2))
    assert first.written == again.written != other.written
    assert (first.image == again.image).all() and not first.image.flags.writeable
    assert first.image.dtype == np.uint8 and (first.image[..., 3] == 255).all()


def test_blank_digits_are_left_out() -> None:
    images = BARS.copy()
    images[:9] = 0
    form = fill_in("cheque", Digits(images, DIGITS.labels), seed=0)
    assert form.written == ("9" * 7,)
    with pytest.raises(ValueError, match="no digit with ink"):
        fill_in("cheque", Digits(np.zeros_like(BARS), DIGITS.labels), seed=0)

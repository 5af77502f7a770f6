"""Who looks at which digit of a form, counted by hand; and real forms, against what is written."""

import csv
import io

import numpy as np
import pytest

from mnist_core.data.drawing.forms import FORMS, fill_in
from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.form_reading import FormReading
from mnist_core.evaluation.picture_readings import ReadDigit, read_number
from mnist_core.evaluation.rejection import Reading
from pages.ui import resources


def digit(answer: int, sure: float, line: int = 0, refused: bool = False) -> ReadDigit:
    shares = np.full(10, (1 - sure) / 9)
    shares[answer] = sure
    return ReadDigit(Reading(shares, 9.0), np.zeros((28, 28)), refused, line)


# 40 / 7?1: the 0 is unsure, the third digit of all is wrong, the fourth refused
BY_HAND = FormReading(
    (
        digit(4, 0.999),
        digit(0, 0.8),
        digit(7, 0.995, line=1),
        digit(2, 0.999, line=1, refused=True),
        digit(1, 1.0, line=1),
    ),
    sure=0.99,
)


def test_a_human_gets_what_is_refused_or_unsure() -> None:
    assert BY_HAND.lines == ("40", "7?1")
    assert BY_HAND.for_human == (1, 3)
    assert FormReading(BY_HAND.digits, sure=0.5).for_human == (3,)
    assert FormReading(BY_HAND.digits, sure=0.9999).for_human == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (("40", "721"), 0),
        (("45", "781"), 0),  # both are a human's
        (("40", "121"), 1),
        (("90", "120"), 3),
        (("407", "21"), None),
        (("40",), None),
    ],
)
def test_wrong_are_those_that_nobody_looks_at(written, wrong) -> None:
    assert BY_HAND.wrong(written) == wrong


def test_the_csv_is_the_read_out() -> None:
    assert BY_HAND.as_csv() == (
        "line,place,answer,nearest,probability,human\n"
        "1,1,4,4,0.999000,no\n"
        "1,2,0,0,0.800000,yes\n"
        "2,1,7,7,0.995000,no\n"
        "2,2,,2,0.999000,yes\n"
        "2,3,1,1,1.000000,no\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_forms_of_real_digits_are_read(name) -> None:
    """Of what nobody looks at, at most one digit of four forms is wrong; and few go to a human."""
    network = resources.network("robust_cnn")
    threshold = resources.rejection("robust_cnn").usual
    held_out, human, wrong, total = held_out_digits(), 0, 0, 0
    for seed in range(4):
        form = fill_in(name, held_out, seed)
        reading = FormReading(read_number(form.image, network, threshold), 0.99)
        assert tuple(map(len, reading.lines)) == FORMS[name].lines  # cut as it was written
        wrong += reading.wrong(form.written) or 0
        human, total = human + len(reading.for_human), total + len(reading.digits)
        rows = list(csv.DictReader(io.StringIO(reading.as_csv())))
        assert [row["answer"] for row in rows] == [it.answer.strip("?") for it in reading.digits]
    assert wrong <= 1
    assert human <= total / 4

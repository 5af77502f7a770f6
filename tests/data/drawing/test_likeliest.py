"""Where rules leave open what is the digit, the network decides; where they do not, nobody asks."""

from functools import partial

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.likeliest import Judge, find_likely_digit, find_likely_ink
from mnist_core.data.drawing.protocol import alone
from mnist_core.data.drawing.segmentation import segment_ink
from mnist_core.data.sources import held_out_digits
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.forward import Network
from tests.photographs import rgba

ROBUST = Network.load("robust_cnn")
JUDGE = judge_by(ROBUST)
DIGITS = held_out_digits()
KNOWN = [1, 2, 4, 7, 12, 15]  # read right as they are, and surely


def sheet(which: int, paper: float = 120.0, ink: float = 60.0) -> np.ndarray:
    """A digit, four times as large, in the middle of an even sheet: grey, float (200, 240)."""
    grey = np.full((200, 240), float(paper))
    grey[44:156, 60:172] -= (paper - ink) * np.kron(DIGITS.images[which], np.ones((4, 4))) / 255
    return grey


def read(image: np.ndarray, judge=None) -> int:
    return int(ROBUST.predict(prepare_image(image, judge=judge).digit[None]).argmax())


@pytest.mark.parametrize("which", KNOWN)
def test_a_shine_brighter_than_the_pen_is_dark_is_not_the_ink(which):
    grey = sheet(which)
    y, x = np.mgrid[:200, :240]
    grey += 120 * np.exp(-(((y - 35) / 24) ** 2 + ((x - 205) / 24) ** 2))
    image = rgba(grey)
    assert not find_ink(image).dark  # brightness alone is wrong
    assert find_ink(image).votes < 0.97
    inked = find_likely_ink(image, JUDGE, alone)
    assert inked.dark and "Brightness left open which side is ink" in inked.sentence
    assert read(image, JUDGE) == DIGITS.labels[which]


def test_where_brightness_is_sure_nobody_is_asked():
    def never(digits):
        raise AssertionError

    image = rgba(sheet(0))
    assert find_likely_ink(image, Judge(never), alone).sentence == find_ink(image).sentence
    assert find_likely_digit(image, Judge(never), alone).sentence == find_ink(image).sentence


@pytest.mark.parametrize(("turned", "dark"), [(1.2, True), (1.4, False)])
def test_the_side_that_brightness_voted_against_has_to_be_much_more_like_a_digit(turned, dark):
    image = rgba(sheet(0) + 70 * (np.hypot(*np.mgrid[-35:165, -205:35]) < 8))  # a bright spot
    first = find_ink(image)
    assert first.dark and first.votes < 0.97
    likes = {True: 1.0, False: turned}
    inked = find_likely_ink(
        image, Judge(lambda shown: shown[:, 0, 0]), lambda it: [np.full((28, 28), likes[it.dark])]
    )
    assert inked.dark == dark


def test_the_side_that_brightness_votes_for_is_shown_at_its_best():
    image = rgba(sheet(0) + 70 * (np.hypot(*np.mgrid[-35:165, -205:35]) < 8))
    whole = find_ink(image).ink

    def like(inked):
        best = 3.0 if inked.dark and inked.ink.sum() < whole.sum() else 1.0
        return [np.full((28, 28), best if inked.dark else 2.0)]

    first = partial(find_likely_ink, image, Judge(lambda shown: shown[:, 0, 0]), like)
    assert not first().dark
    assert first(parts=lambda ink: iter([ink / 2])).dark


def test_in_a_picture_full_of_grain_the_grain_has_no_vote():
    grain = np.random.default_rng(0).normal(0, 12, (200, 240))
    for which in KNOWN:
        inked = find_ink(rgba(sheet(which, 150, 90) + grain))
        assert inked.dark and inked.votes > 0.97


def test_pieces_of_a_stroke_are_not_left_out_however_like_a_one_the_rest_is():
    grey = np.full((200, 240), 200.0)
    grey[40:48, 60:140] = 80  # the bar of a 7, not joined to its stem
    grey[66:170, 120:128] = 80

    def ones(digits):
        return np.where((digits.max(axis=1) > 0.5).sum(axis=1) < 6, 9.0, 5.0)

    inked = find_likely_digit(rgba(grey), Judge(ones), alone)
    assert inked.ink[44, 80] == 1 and inked.ink[100, 124] == 1


@pytest.mark.parametrize("which", KNOWN)
def test_a_stroke_at_the_rim_is_none_of_the_digit(which):
    grey = sheet(which, 230, 40)
    grey[150:, 215:223] = 40
    image = rgba(grey)
    inked = find_likely_digit(image, JUDGE, alone)
    assert inked.ink[150:, 215:223].max() == 0 and find_ink(image).ink[150:, 215:223].max() == 1
    assert "the part that is kept" in inked.sentence
    assert read(image, JUDGE) == DIGITS.labels[which]


@pytest.mark.parametrize(("which", "other"), [(1, 2), (15, 1)])
def test_what_shines_through_the_sheet_is_none_of_the_digit(which, other):
    """A digit over another one that is pale and turned round, as on the back of the paper."""
    front, back = sheet(which, 230, 60), sheet(other, 230, 190)[:, ::-1]
    image, beside = rgba(np.minimum(front, back)), (back < 200) & (front > 225)
    inked = find_likely_digit(image, JUDGE, alone)
    assert find_ink(image).ink[beside].max() > 0.2 and inked.ink[beside].max() == 0
    assert "the part that is kept" in inked.sentence
    assert read(image, JUDGE) == DIGITS.labels[which]


def test_a_pale_digit_is_not_left_out_for_two_strong_dots():
    """Whoever would see least ink gets to see it all, as most of it is pale."""
    grey = sheet(1, 230, 187)
    grey[40:48, 56:64] = grey[152:160, 168:176] = 40
    found = find_ink(rgba(grey))
    assert 0 < found.ink[found.ink >= 0.25].sum() < 0.6 * found.ink.sum()
    least = Judge(lambda shown: 1 / shown.mean(axis=(1, 2)))
    inked = find_likely_digit(rgba(grey), least, alone)
    np.testing.assert_array_equal(inked.ink, found.ink)


def test_what_is_left_out_of_a_number_is_counted():
    grey = np.concatenate([sheet(which, 230, 40)[:, 50:182] for which in KNOWN[:3]], axis=1)
    grey = np.pad(grey, ((0, 0), (70, 0)), constant_values=230)
    grey[60:140:16, 0:44] = grey[60:140, 0:44:14] = 40  # a grid at the rim, as high as a digit

    def grids_are_none(digits):
        return np.where(digits.mean(axis=(1, 2)) > 0.2, 1.0, 9.0)

    number = segment_ink(find_ink(rgba(grey)).ink, Judge(grids_are_none))
    assert len(number.cuts) == 3 and number.left_out == 1
    assert number.sentence.startswith("Left out: 1 piece at the rim")

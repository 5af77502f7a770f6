"""Pieces of one digit come together, two digits stay two."""

import numpy as np
from scipy import ndimage

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.broken_digits import joined, label_over_gaps
from mnist_core.data.drawing.components import label
from mnist_core.data.drawing.likeliest import Judge
from mnist_core.data.drawing.segmentation import MOST, segment_ink
from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.forward import Network

LEFT = (Box(0, 0, 40, 14), np.full((40, 14), 200, np.uint8))
RIGHT = (Box(4, 16, 40, 30), np.full((36, 14), 100, np.uint8))


def likes(*scores):
    """A judge that says the same of every pair: of both together, of the first, of the second."""
    return Judge(lambda digits: np.array(scores[: len(digits)]))


def test_what_is_more_like_a_digit_together_becomes_one():
    ((box, picture),) = joined([RIGHT, LEFT], 40, likes(9, 5, 5))
    assert box == Box(0, 0, 40, 30)
    assert (picture[:, :14] == 200).all() and (picture[4:, 16:] == 100).all()
    assert picture[:, 14:16].max() == 0 and picture[:4, 14:].max() == 0


def test_two_digits_stay_two_and_so_do_distant_pieces():
    assert len(joined([LEFT, RIGHT], 40, likes(9, 5, 9.5))) == 2
    far = (Box(0, 24, 40, 38), LEFT[1])  # a quarter of a digit's height apart
    assert len(joined([LEFT, far], 40, likes(9, 5, 5))) == 2
    wide = (Box(0, 16, 40, 50), np.full((40, 34), 100, np.uint8))
    assert len(joined([LEFT, wide], 40, likes(9, 5, 5))) == 2


def test_a_gap_as_wide_as_the_pen_is_passed_over_and_a_wide_one_is_none():
    mask = np.zeros((60, 80), bool)
    mask[10:50, 20:24] = mask[10:50, 60:64] = True
    mask[28:32, 20:24] = False
    pieces, count = label_over_gaps(mask)
    assert label(mask)[1] == 3 and count == 2
    assert ((pieces > 0) == mask).all()


def test_numbers_in_chalk_are_cut_into_their_digits():
    digits, network = held_out_digits(), Network.load("robust_cnn")
    judge, chosen = judge_by(network), [0, 4, 7, 12]
    row = np.hstack([np.kron(digits.images[it], np.ones((4, 4))) for it in chosen]) / 255
    flecks = ndimage.gaussian_filter(np.random.default_rng(0).normal(0, 1, row.shape), 1.5)
    chalk = row * (flecks > np.quantile(flecks, 0.4))
    dots = np.where(np.indices(row.shape).sum(axis=0) // 2 % 2, row, 0)  # over 200 pieces
    dots[::3] = dots[:, ::3] = 0
    assert label(dots >= 0.25)[1] > 2 * MOST
    for broken in (chalk, dots):
        assert label(broken >= 0.25)[1] > 2 * len(chosen)
        number = segment_ink(broken, judge)
        shown = np.array([cut.preparation.digit for cut in number.cuts])
        assert network.predict(shown).argmax(axis=1).tolist() == digits.labels[chosen].tolist()
        assert "Gaps about as wide as the pen are passed over" in number.sentence
    assert not segment_ink(row, judge).sentence  # in ink there is nothing to pass over

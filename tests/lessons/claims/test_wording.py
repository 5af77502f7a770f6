"""Numbers in words."""

from mnist_core.lessons.claims.wording import by_side, percent, points


def test_numbers_in_words():
    assert percent(0.9935) == "99.35 %" and percent(-0.046, 1) == "−4.6 %"
    assert points(0.0123) == "+1.23 points" and points(-0.004) == "−0.40 points"


def test_a_shape_in_words():
    assert by_side((5, 5, 64)) == "5 × 5 × 64" and by_side((1600,)) == "1,600"

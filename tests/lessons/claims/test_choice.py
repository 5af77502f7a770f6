"""What choosing on the test digits is judged by."""

import pytest

from mnist_core.lessons.claims.choice import Choice, draw_choice, judge_choice
from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS


@pytest.mark.parametrize(
    ("epoch", "network", "verdict"),
    [
        (0.0, -0.0001, HOLDS),
        (0.0, 0.0001, DEPENDS),
        (0.001, 0.002, FAILS),
    ],
)
def test_a_choice_is_judged_by_the_best_of_all_networks(epoch, network, verdict):
    found = Choice(epoch, network, none=0.0)
    assert judge_choice(found).verdict == verdict
    assert [bar.value for bar in draw_choice(found).bars] == [epoch, network, 0]

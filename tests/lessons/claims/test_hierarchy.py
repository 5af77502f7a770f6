"""How much of a digit feature maps see, worked by hand."""

import pytest

from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS
from mnist_core.lessons.claims.hierarchy import ReceptiveFields, draw_fields, fields, judge_fields


@pytest.mark.parametrize(
    ("sides", "verdict"), [((20, 20, 20), HOLDS), ((10, 20, 12), DEPENDS), ((19, 19, 19), FAILS)]
)
def test_whole_digits_are_seen_by_all_by_some_or_by_none(sides, verdict):
    names = ("keras_cnn", "classic_cnn", "wide_cnn")
    found = ReceptiveFields(dict(zip(names, sides, strict=True)), digit=20)
    finding = judge_fields(found)
    assert finding.verdict == verdict
    assert ("No feature map" in finding.instead) == (verdict == FAILS)
    assert [bar.value for bar in draw_fields(found).bars] == [*sides, 20]


def test_the_fields_of_the_documents_networks_by_hand(evidence):
    """Keras: 3, +1, +2·2, +2; classic: 5, +1, +4·2, +2; wide: 5, +1, +2·2, +2 (+1 pixel each)."""
    sides = {"keras_cnn": 10, "classic_cnn": 16, "wide_cnn": 12}
    assert fields(evidence) == ReceptiveFields(sides, digit=20)

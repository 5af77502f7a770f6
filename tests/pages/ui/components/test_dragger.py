"""What the browser says about a dragged digit is believed only if it can be."""

import pytest

from pages.ui.components.dragger.dragger import read_place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"right": 3, "down": -12}, (3, -12)),
        ({"right": 3.0, "down": 0}, (3, 0)),
        ({"right": 13, "down": 0}, None),
        ({"right": "a", "down": 0}, None),
        ({"right": float("inf"), "down": 0}, None),
        ({"right": float("nan"), "down": 0}, None),
        ({"right": 1}, None),
        ([1, 2], None),
        (None, None),
    ],
)
def test_read_place(said, place) -> None:
    assert read_place(said, 12) == place

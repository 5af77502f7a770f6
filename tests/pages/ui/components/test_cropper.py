"""What the browser says of a frame on a picture is believed only if it can be."""

import pytest

from pages.ui.components.cropper.cropper import read_box


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ({"across": [10, 60], "down": [0, 100]}, ((10, 60), (0, 100))),
        ({"across": [10.0, 15.0], "down": [0, 5]}, ((10, 15), (0, 5))),
        ({"across": [10, 14], "down": [0, 100]}, None),
        ({"across": [60, 10], "down": [0, 100]}, None),
        ({"across": [0, 101], "down": [0, 100]}, None),
        ({"across": [-1, 50], "down": [0, 100]}, None),
        ({"across": [0, 50, 100], "down": [0, 100]}, None),
        ({"across": ["a", "b"], "down": [0, 100]}, None),
        ({"across": [0, float("inf")], "down": [0, 100]}, None),
        ({"across": [0, 50]}, None),
        ([1, 2], None),
        (None, None),
    ],
)
def test_read_box(said, box) -> None:
    assert read_box(said) == box

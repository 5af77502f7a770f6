"""Light that fades smoothly is found under the ink, however broad the pen, and a shadow is none."""

import numpy as np
import pytest

from mnist_core.data.drawing.fading_light import fades, fading_paper
from mnist_core.data.drawing.ink import find_ink
from tests.photographs import rgba

Y, X = np.mgrid[-1:1:200j, -1:1:200j]
VIGNETTE = 200 - 40 * (X**2 + Y**2)


def test_light_that_fades_is_not_even_light_and_a_large_digit_is_no_light():
    assert fades(VIGNETTE, 20)
    assert not fades(np.full((200, 200), 200.0), 20)
    thick = np.full((200, 200), 200.0)
    thick[60:140, 60:140] = 40
    assert not fades(thick, 20)


@pytest.mark.parametrize("darker", [60, -50])
def test_the_paper_is_found_under_a_blot(darker):
    written = VIGNETTE.copy()
    written[60:140, 80:150] -= darker
    assert np.abs(fading_paper(written, 20) - VIGNETTE).max() < 1
    inked = find_ink(rgba(written))
    assert inked.dark == (darker > 0) and "by light that fades" in inked.sentence
    assert ((inked.ink > 0.5) == (written != VIGNETTE)).all()


def test_the_edge_of_a_shadow_is_no_fading_light():
    shadow = 200 - 80 / (1 + np.exp(-X / 0.02))
    shadow[90:110, 20:180] -= 50
    assert "of white), becomes 0" in find_ink(rgba(shadow)).sentence


def test_flat_light_does_not_fade():
    assert fading_paper(np.full((200, 200), 150.0), 20) is None

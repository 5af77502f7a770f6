"""What a browser gives back of a canvas, true and untrue, against the strokes that are on it."""

import numpy as np
import pytest

from mnist_core.data.drawing.hidden_pixels import shows
from tests.strokes import drawn

SIDE = 320
SEVEN = [np.array([[60.0, 70], [250, 70], [150, 275]])]
DOT = [np.array([[49.98, 49.2], [50.02, 49.2]])]
RANDOM = np.random.default_rng(0)


def canvas(strokes=SEVEN, pen: int = 20, ink: int = 35, paper: int = 248) -> np.ndarray:
    """A true picture of the pad: uint8 RGBA of shape (320, 320, 4)."""
    picture = np.full((SIDE, SIDE, 4), 255, np.uint8)
    picture[..., :3] = np.where(drawn(strokes, pen, SIDE) > 0, ink, paper)[..., np.newaxis]
    return picture


def with_noise(deviation: float) -> np.ndarray:
    noisy = canvas() + RANDOM.normal(0, deviation, (SIDE, SIDE, 4)) * [1, 1, 1, 0]
    return np.rint(noisy).clip(0, 255).astype(np.uint8)


def half_hidden() -> np.ndarray:
    picture = canvas()
    picture[SIDE // 2 :] = 255
    return picture


SEEN = {
    "dark on light": canvas(),
    "light on dark": canvas(ink=225, paper=23),
    "the thinnest pen": canvas(pen=4),
    "the thickest pen": canvas(pen=40),
    "a little noise, as Brave adds": with_noise(3),
    "noise in which a digit is still seen": with_noise(40),
    "twice as large": canvas().repeat(2, axis=0).repeat(2, axis=1),
    "half as large": canvas()[::2, ::2],
    "grey": canvas()[..., 0],
}
HIDDEN = {
    "white, as Firefox gave": np.full((SIDE, SIDE, 4), 255, np.uint8),
    "black": np.full((SIDE, SIDE, 4), (0, 0, 0, 255), np.uint8),
    "noise, as Firefox gives": RANDOM.integers(0, 256, (SIDE, SIDE, 4), np.uint8),
    "opaque noise": RANDOM.integers(0, 256, (SIDE, SIDE, 4), np.uint8) | np.uint8([0, 0, 0, 255]),
    "transparent": np.zeros((SIDE, SIDE, 4), np.uint8),
    "the lower half white": half_hidden(),
    "the paper without its ink": canvas([]),
    "another digit": canvas([np.array([[160.0, 60], [160, 260]])]),
    "one pixel": np.full((1, 1, 4), 255, np.uint8),
}


@pytest.mark.parametrize("picture", SEEN.values(), ids=SEEN)
def test_what_can_be_seen(picture) -> None:
    assert shows(picture, SEVEN, (SIDE, SIDE))


@pytest.mark.parametrize("picture", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden(picture) -> None:
    assert not shows(picture, SEVEN, (SIDE, SIDE))


def test_a_dot_is_seen_or_not() -> None:
    assert shows(canvas(DOT), DOT, (SIDE, SIDE))
    assert not shows(canvas(), DOT, (SIDE, SIDE))


def test_on_a_wide_pad() -> None:
    wide = np.concatenate([canvas(), canvas([])], axis=1)
    assert shows(wide, SEVEN, (2 * SIDE, SIDE))
    assert not shows(wide, [SEVEN[0] + (SIDE, 0)], (2 * SIDE, SIDE))


@pytest.mark.parametrize("strokes", [[], [np.array([[-500.0, 10], [-400, 90]])]])
def test_where_there_is_nothing_to_compare_the_picture_stays(strokes) -> None:
    assert shows(canvas(), strokes, (SIDE, SIDE))


def test_ink_everywhere_leaves_nothing_to_compare() -> None:
    rows = np.arange(0.0, SIDE + 1, 8)
    scribble = [np.array([[0.0, y], [SIDE, y]]) for y in rows]
    assert shows(canvas(scribble), scribble, (SIDE, SIDE))

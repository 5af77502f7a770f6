"""Moving, turning, scaling and thickening digits: where the ink goes; its shade stays.

Digits are float arrays of shape (n, 28, 28), 0 = paper, 1 = ink; beyond the frame there is paper.
"""

import numpy as np

PART = 500  # digits turned at once: more would only take more memory
DIRECTIONS = 16  # in which a stroke's edge is moved: none is off by more than 2 % of the way


def shift(images: np.ndarray, right: float | np.ndarray, down: float | np.ndarray) -> np.ndarray:
    """Move digits by so many pixels; what leaves the frame is lost.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    right, down : pixels, negative to the left and up; fractions are interpolated bilinearly;
        one number for all digits, or an array of shape (n,)
    """
    images = checked(images, right, down)
    height, width = images.shape[1:]
    rows = np.arange(height) - _each(down, 1)
    columns = np.arange(width) - _each(right, 1)
    return within(_bilinear(rows, height) @ images @ _turned(_bilinear(columns, width)))


def rotate(images: np.ndarray, degrees: float | np.ndarray) -> np.ndarray:
    """Turn digits about the middle of the frame, bilinearly interpolated.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    degrees : positive is anticlockwise as seen; one number, or an array of shape (n,)
    """
    images = checked(images, degrees)
    degrees = np.broadcast_to(degrees, len(images))
    parts = [slice(start, start + PART) for start in range(0, len(images), PART)]
    turned = [_rotate_part(images[part], degrees[part]) for part in parts]
    return np.concatenate(turned) if turned else images


def rescale(images: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """Enlarge digits (factor above 1) or shrink them, about the middle of the frame, bilinearly.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    factor : 2 is twice as high and wide; one number, or an array of shape (n,)

    Raises
    ------
    ValueError
        If the factor is not above 0.
    """
    images = checked(images, factor)
    if not np.all(np.asarray(factor) > 0):
        raise ValueError("A digit can be scaled by factors above 0 only.")
    maps = []
    for side in images.shape[1:]:
        middle = (side - 1) / 2
        maps.append(_bilinear(middle + (np.arange(side) - middle) / _each(factor, 1), side))
    return within(maps[0] @ images @ _turned(maps[1]))


def thicken(images: np.ndarray, pixels: float) -> np.ndarray:
    """Make every stroke so many pixels wider; a negative number makes it thinner.

    Both edges of a stroke move by half of it: every pixel takes the most ink (thinner: the least)
    found within that distance, between pixels bilinearly. This is grey dilation (erosion) by a
    disc, of any radius.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    pixels : how much wider
    """
    images = checked(images, pixels)
    extreme = np.maximum if pixels > 0 else np.minimum
    radius, result = abs(pixels) / 2, images
    for reach in np.linspace(radius, 0, int(np.ceil(radius)), endpoint=False):
        for angle in np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS):
            moved = shift(images, reach * np.cos(angle), reach * np.sin(angle))
            result = extreme(result, moved)
    return result


def checked(images: np.ndarray, *levels: float | np.ndarray) -> np.ndarray:
    """The images as float32, or a ValueError if they or a level cannot be worked with."""
    images = np.asarray(images)
    if images.ndim != 3 or images.dtype.kind != "f":
        raise ValueError(
            f"Digits to change are floats from 0 to 1 of shape (n, 28, 28), "
            f"not {images.dtype} of shape {images.shape}."
        )
    if not all(np.all(np.isfinite(level)) for level in levels):
        raise ValueError("Change digits by a number that is finite.")
    return images.astype(np.float32, copy=False)


def within(images: np.ndarray) -> np.ndarray:
    """The images cut off at paper and ink; rounding alone can lead beyond."""
    return np.clip(images, 0, 1, dtype=np.float32)


def _each(level: float | np.ndarray, axes: int) -> np.ndarray:
    """A level for each digit, ready to meet its pixels; one number stays one for all."""
    level = np.asarray(level, float)
    return level.reshape(level.shape + (1,) * axes) if level.ndim else level


def _turned(matrices: np.ndarray) -> np.ndarray:
    return matrices.swapaxes(-1, -2)


def _bilinear(positions: np.ndarray, side: int) -> np.ndarray:
    """How much of each pixel lies at these positions: (…, k) becomes weights (…, k, side)."""
    distance = np.abs(positions[..., np.newaxis] - np.arange(side))
    return np.maximum(0, 1 - distance).astype(np.float32)


def _rotate_part(images: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Look for every pixel where it lay before the turn, and blend the four around that place."""
    height, width = images.shape[1:]
    cosine, sine = (_each(wave(np.deg2rad(degrees)), 2) for wave in (np.cos, np.sin))
    across, downwards = (width - 1) / 2, (height - 1) / 2  # where the middle is
    row, column = np.ogrid[-downwards : downwards + 1, -across : across + 1]
    rows = np.clip(downwards + sine * column + cosine * row, -1, height)  # (n, 28, 28)
    columns = np.clip(across + cosine * column - sine * row, -1, width)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    lower, righter = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    paper = np.pad(images, ((0, 0), (1, 2), (1, 2)))  # a frame of it: place (-1, -1) is at [0, 0]
    digit = np.arange(len(images))[:, np.newaxis, np.newaxis]
    above, below = (
        paper[digit, top + step, left + 1] * (1 - righter)
        + paper[digit, top + step, left + 2] * righter
        for step in (1, 2)
    )
    return within(above * (1 - lower) + below * lower)

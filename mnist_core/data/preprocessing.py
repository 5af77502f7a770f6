"""What is done to a digit between the file and the network, step by step."""

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import CLASSES, SIDE, read_only

MEAN = 0.1307  # of all pixels of MNIST's training set, scaled to [0, 1]
STANDARD_DEVIATION = 0.3081
WHITE = 255  # the largest value a pixel of a stored digit can have


def scale(images: np.ndarray) -> np.ndarray:
    """Bring pixel values from 0 … 255 to the range from 0 to 1.

    Parameters
    ----------
    images : uint8 array of any shape

    Returns
    -------
    float32 array of the same shape, in [0, 1]

    Raises
    ------
    ValueError
        If the values are not uint8: they may have been scaled already.
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"Only uint8 images are scaled; these are {images.dtype} already.")
    return images.astype(np.float32) / np.float32(WHITE)


def as_ink(image: np.ndarray) -> np.ndarray:
    """A digit as float32 from 0 (paper) to 1 (ink), whether it comes as bytes or as floats."""
    image = np.asarray(image)
    return scale(image) if image.dtype == np.uint8 else image.astype(np.float32)


def standardise(scaled: np.ndarray) -> np.ndarray:
    """Subtract MNIST's mean and divide by its standard deviation: (x - 0.1307) / 0.3081.

    Parameters
    ----------
    scaled : float array of any shape, in [0, 1]

    Returns
    -------
    float32 array of the same shape, in [-0.424, 2.821]

    Raises
    ------
    ValueError
        If the images are not floating point, so that they cannot have been scaled.
    """
    scaled = np.asarray(scaled)
    if scaled.dtype.kind != "f":
        raise ValueError(f"Scale images to [0, 1] before standardising; these are {scaled.dtype}.")
    return (scaled.astype(np.float32) - np.float32(MEAN)) / np.float32(STANDARD_DEVIATION)


def add_channel(images: np.ndarray) -> np.ndarray:
    """Give every image its one channel, as a CNN expects: (n, 28, 28) becomes (n, 28, 28, 1)."""
    return images[..., np.newaxis]


def flatten(images: np.ndarray) -> np.ndarray:
    """Lay the rows of every image end to end, as an MLP expects: (n, 784).

    Parameters
    ----------
    images : array of shape (n, 28, 28) or (n, 28, 28, 1)
    """
    return images.reshape(len(images), SIDE * SIDE)  # (n, 784)


def one_hot(labels: np.ndarray) -> np.ndarray:
    """Write every label as ten numbers: a one at the label's place and zeros elsewhere.

    Parameters
    ----------
    labels : int array of shape (n,), 0 to 9

    Returns
    -------
    float32 array of shape (n, 10)
    """
    return np.eye(CLASSES, dtype=np.float32)[labels]


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of a preparation: what it is called, what came out, and what that means."""

    name: str
    array: np.ndarray
    sentence: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "array", read_only(np.asarray(self.array)))


def stages(image: np.ndarray, label: int) -> tuple[Stage, ...]:
    """Take one digit through all the steps and say, with its own numbers, what each one did.

    Parameters
    ----------
    image : uint8 array of shape (28, 28)
    label : 0 to 9

    Returns
    -------
    the stages "Reshape", "Scale", "Standardise", "One-hot" and "Flatten"
    """
    reshaped = add_channel(image)  # (28, 28, 1)
    scaled = scale(reshaped)
    standardised = standardise(scaled)
    target = one_hot(np.array([label]))[0]  # (10,)
    flat = flatten(standardised[np.newaxis])[0]  # (784,)
    ink = int((image > 0).sum())
    return (
        Stage(
            "Reshape",
            reshaped,
            f"{_shape(image)} becomes {_shape(reshaped)}: one channel, because the picture is "
            f"grey; the values stay whole numbers, here from {image.min()} to {image.max()}.",
        ),
        Stage(
            "Scale",
            scaled,
            f"Every value is divided by {WHITE}: they now lie between {scaled.min():.3g} and "
            f"{scaled.max():.3g}, with a mean of {scaled.mean():.3f}.",
        ),
        Stage(
            "Standardise",
            standardised,
            f"Minus {MEAN}, divided by {STANDARD_DEVIATION}: the values now lie between "
            f"{_signed(standardised.min())} and {_signed(standardised.max())}, and their mean is "
            f"{_signed(standardised.mean())} (over all of MNIST’s training digits it is 0).",
        ),
        Stage(
            "One-hot",
            target,
            f"The label {int(label)} becomes {len(target)} numbers: a 1 at place {target.argmax()}"
            f", counting from 0, and {int((target == 0).sum())} zeros.",
        ),
        Stage(
            "Flatten",
            flat,
            f"For an MLP the {SIDE} rows are laid end to end: {len(flat)} numbers, "
            f"of which {ink} come from pixels with ink; which pixels were neighbours is forgotten.",
        ),
    )


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")


def _shape(array: np.ndarray) -> str:
    return " × ".join(str(side) for side in array.shape)

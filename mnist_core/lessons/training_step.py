"""One step of training, taken apart: dropout on real values, softmax with cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.network.layer_forward import log_softmax, softmax


@dataclass(frozen=True, eq=False)
class Dropped:
    """Dropout at work on the values of one digit.

    Attributes
    ----------
    before : float32 array of shape (n,), what comes in
    mask : bool array of shape (n,), True where a value survives
    after : float32 array of shape (n,), survivors × 1 / (1 − rate), zeros elsewhere
    """

    before: np.ndarray
    mask: np.ndarray
    after: np.ndarray


def dropout(values: np.ndarray, rate: float, seed: int) -> Dropped:
    """What dropout does to a vector in training: a random share becomes 0, the rest grows.

    The survivors are multiplied by 1 / (1 − rate), so that the expected sum stays what it was and
    nothing has to be scaled when predicting (Srivastava et al. 2014, in its "inverted" form).

    Parameters
    ----------
    values : float array of shape (n,)
    rate : share that is dropped, from 0 to below 1
    seed : decides which
    """
    mask = np.random.default_rng(seed).random(values.shape) >= rate
    after = np.where(mask, values / (1 - rate), 0).astype(np.float32)
    return Dropped(values, mask, after)


def cross_entropy(logits: np.ndarray, label: int) -> tuple[np.ndarray, float]:
    """Softmax and its loss for one digit.

    Parameters
    ----------
    logits : float array of shape (10,), the scores before softmax
    label : the right digit

    Returns
    -------
    The ten probabilities e^z / Σ e^z, and the loss −log p of the right one, in nats.
    """
    logits = logits.astype(np.float64)
    return softmax(logits), float(-log_softmax(logits)[label])

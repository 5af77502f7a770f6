"""A trainer process without TensorFlow: of any network, it trains the biases of the last layer.

So it learns how frequent each digit is. The kernel of that layer is zero: the network really reads
every digit as the trainer says. A batch costs next to nothing but takes a moment, and 50 epochs in
batches of 8 take longer than any test waits.
"""

import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mnist_core.data.digits import CLASSES, Digits
from mnist_core.network.weights import initial_weights
from mnist_core.training import worker
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import Score

STEP_SECONDS = 0.05


class LastBiases:
    """Plain gradient descent on the mean cross-entropy; see ``training.run_training.Learner``."""

    def __init__(self, config: TrainingConfig, precision: str) -> None:
        self._weights = initial_weights(config.architecture, config.seed)
        kernel, self._name = list(self._weights)[-2:]
        self._weights[kernel] = np.zeros_like(self._weights[kernel])
        self._biases = np.zeros(CLASSES)
        self._rate = config.recipe.learning_rate

    def train_batch(
        self, digits: Digits, learning_rate: float | None = None, outliers: object = ()
    ) -> Score:
        time.sleep(STEP_SECONDS)
        found = self.evaluate(digits)
        rate = self._rate if learning_rate is None else learning_rate
        shares = np.bincount(digits.labels, minlength=CLASSES) / len(digits)
        self._biases -= rate * (self._probabilities - shares)
        return found

    def evaluate(self, digits: Digits) -> Score:
        probabilities = self._probabilities
        loss = -np.log(probabilities[digits.labels]).mean()
        accuracy = (digits.labels == probabilities.argmax()).mean()
        return Score(float(loss), float(accuracy), len(digits))

    @property
    def _probabilities(self) -> np.ndarray:
        powers = np.exp(self._biases - self._biases.max())
        return powers / powers.sum()

    @property
    def weights(self) -> dict[str, np.ndarray]:
        return {**self._weights, self._name: self._biases.astype(np.float32)}

    @property
    def state(self) -> dict[str, np.ndarray]:
        return {"biases": self._biases.copy()}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        self._biases = state["biases"].copy()

    def export(self, path: Path) -> None:
        """There is no Keras to write a .keras file."""


class Small:
    """The backend of the process."""

    Trainer = LastBiases

    @staticmethod
    def fastest_precision() -> tuple[str, float]:
        return "float32", 1.0

    @staticmethod
    def versions() -> dict[str, str]:
        return {"numpy": np.__version__}


if __name__ == "__main__":
    worker.NICENESS = 0  # tests wait for it, also where the machine has other work
    worker.main(Small())

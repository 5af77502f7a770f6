"""A trainer process without TensorFlow: softmax regression in NumPy, driven by the real worker.

Whatever a run's folder, the queue and the worker promise does not depend on what computes the
steps. So most of their tests use this one, which starts in a fraction of a second. As a program:
``python -m tests.training.small_trainer`` is to ``TrainingQueue`` what the real trainer is.
"""

import sys
import time

import numpy as np

from mnist_core.data.digits import CLASSES
from mnist_core.network.layers import Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights
from mnist_core.training import worker
from mnist_core.training.run_protocol import Score

LINEAR = Architecture(id="linear", title="Linear", layers=(Flatten(), Dense(10), Softmax()))
COMMAND = (sys.executable, "-m", "tests.training.small_trainer")
STEP_SECONDS = 0.002  # in its own process: others get a look between two batches


class Trainer:
    """Plain gradient descent on the mean cross-entropy of a linear network."""

    def __init__(self, config, precision="float32"):
        assert config.architecture.layers == LINEAR.layers
        weights = initial_weights(config.architecture, config.seed)
        self._kernel, self._bias = (array.astype(np.float64) for array in weights.values())
        self._names = tuple(weights)
        self._rate = config.recipe.learning_rate

    def train_batch(self, digits, learning_rate=None, outliers=()):
        x, probabilities = self._read(digits)
        score = _score(probabilities, digits.labels)
        self.certainty = probabilities[np.arange(len(digits)), digits.labels]
        gradients = (probabilities - np.eye(CLASSES)[digits.labels]) / len(digits)  # of the logits
        rate = self._rate if learning_rate is None else learning_rate
        self._kernel -= rate * x.T @ gradients
        self._bias -= rate * gradients.sum(axis=0)
        return score

    def evaluate(self, digits):
        return _score(self._read(digits)[1], digits.labels)

    @property
    def weights(self):
        arrays = (self._kernel, self._bias)
        return {n: a.astype(np.float32) for n, a in zip(self._names, arrays, strict=True)}

    @property
    def state(self):
        return {"kernel": self._kernel.copy(), "bias": self._bias.copy()}

    def restore(self, state):
        self._kernel, self._bias = state["kernel"].copy(), state["bias"].copy()

    def take_weights(self, weights):
        self._kernel, self._bias = (weights[name].astype(np.float64) for name in self._names)

    def export(self, path):
        """There is no Keras to write a .keras file."""

    def _read(self, digits):
        x = digits.images.reshape(len(digits), -1) / 255
        logits = x @ self._kernel + self._bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return x, powers / powers.sum(axis=1, keepdims=True)


def _score(probabilities, labels):
    right = probabilities[np.arange(len(labels)), labels]
    accuracy = (probabilities.argmax(axis=1) == labels).mean()
    return Score(float(-np.log(right).mean()), float(accuracy), len(labels))


def fastest_precision():
    """There is only one."""
    return "float32", 1.0


def versions():
    return {"numpy": np.__version__}


class SlowTrainer(Trainer):
    """The same with a pause at every step."""

    def train_batch(self, digits, learning_rate=None, outliers=()):
        time.sleep(STEP_SECONDS)
        return super().train_batch(digits, learning_rate, outliers)


class InItsOwnProcess:
    """The backend of the process: slow enough to be watched."""

    Trainer = SlowTrainer
    fastest_precision = staticmethod(fastest_precision)
    versions = staticmethod(versions)


if __name__ == "__main__":
    worker.NICENESS = 0  # tests wait for it, also where the machine has other work
    worker.main(InItsOwnProcess())

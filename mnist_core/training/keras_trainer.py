"""Training with Keras: the model, one step of training, and the way back to plain arrays.

Knows nothing of runs, queues or pages. What the person has set for Keras elsewhere (KERAS_BACKEND,
keras.json) does not count here: another backend or another order of axes is another program.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from mnist_core.training.left_out import left_out

os.environ["KERAS_BACKEND"] = "tensorflow"  # Keras reads it when it is first imported
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # so does TensorFlow: no lines of its own
# On processors with AVX-512 VNNI, oneDNN is on unless it is said otherwise, and there TensorFlow
# 2.21 computes wrong gradients of convolutions with a stride, and writes beyond its memory: a loop
# of nothing else dies of it. Without it a batch of keras_cnn takes 1.8 times as long there.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
with left_out("matplotlib", "pandas", "sklearn"):  # Keras draws, reads and wraps with them
    import keras  # if they are there, which takes a third of its time, and we never ask it to
    import tensorflow as tf

from mnist_core.atomic import replacing
from mnist_core.data.digits import CLASSES, Digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.keras_allowed import PREPARATIONS
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.network.wiring import DIGIT
from mnist_core.training.config import TrainingConfig
from mnist_core.training.frozen_layers import start_weights
from mnist_core.training.older_keras import leave_out_new_settings
from mnist_core.training.run_protocol import Score

keras.config.set_image_data_format("channels_last")
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)  # of batch normalisation and Adam, where they name none

EVALUATION_BATCH = 500
FLOAT32, BFLOAT16 = "float32", "mixed_bfloat16"
TRIAL_STEPS, TRIAL_BATCH = 8, 128
WORTH_IT = 1.1  # bfloat16 has to be so many times faster to be taken


def build_model(
    architecture: Architecture,
    seed: int = 0,
    precision: str = FLOAT32,
    penalty: keras.regularizers.Regularizer | None = None,
    from_pixels: bool = False,
) -> keras.Model:
    """The Keras twin of an architecture, with the same layer names; dropout is seeded.

    With "mixed_bfloat16" weights stay float32 and layers compute in bfloat16, but for the softmax.
    A penalty is one on the weights of all kernels. A model ``from_pixels`` takes a digit as it is,
    0 (paper) to 255 (ink), and prepares it itself; otherwise ``Network.prepare`` does.
    """
    inputs = keras.Input(architecture.input_shape, name="pixels" if from_pixels else None)
    made = {DIGIT: _preparation(architecture)(inputs) if from_pixels else inputs}
    for number, row in enumerate(architecture.rows):
        layer, settings = row.layer, row.layer.settings
        if layer.kind == "Dropout":
            settings["seed"] = seed + number
        dtype = FLOAT32 if layer.kind == "Softmax" else precision
        twin = getattr(keras.layers, layer.kind)(name=layer.name, dtype=dtype, **settings)
        if penalty is not None and hasattr(twin, "kernel_regularizer"):
            twin.kernel_regularizer = penalty
        read = [made[place] for place in row.inputs]
        made[number] = twin(read if len(read) > 1 else read[0])
    return keras.Model(inputs, made[number])


def _preparation(architecture: Architecture) -> keras.layers.Layer:
    """What ``Network.prepare`` does to pixels, as one product and one sum."""
    scale, offset = PREPARATIONS[architecture.preprocessing]
    return keras.layers.Rescaling(scale, offset, name=architecture.preprocessing)


def set_weights(model: keras.Model, weights: Mapping[str, np.ndarray]) -> None:
    """Give a Keras model the arrays of ``layer/weight`` names."""
    for layer in model.layers:
        arrays = [array for name, array in weights.items() if name.split("/")[0] == layer.name]
        if arrays:
            layer.set_weights(arrays)


def get_weights(model: keras.Model, architecture: Architecture) -> dict[str, np.ndarray]:
    """The arrays of a Keras model by their ``layer/weight`` names."""
    return {
        f"{row.layer.name}/{weight}": array
        for row in architecture.rows
        if row.weight_shapes
        for weight, array in zip(
            row.weight_shapes, model.get_layer(row.layer.name).get_weights(), strict=True
        )
    }


def optimizer_for(recipe: Recipe) -> keras.optimizers.Optimizer:
    """The Keras optimizer that a recipe names."""
    name, arguments = recipe.keras_optimizer
    return getattr(keras.optimizers, name)(**arguments)


def penalty_for(recipe: Recipe) -> keras.regularizers.Regularizer | None:
    """Keras' L1 and L2 of a recipe; None where it has neither."""
    return keras.regularizers.L1L2(recipe.l1, recipe.l2) if recipe.l1 or recipe.l2 else None


class Trainer:
    """A Keras model with its optimizer, trained one batch at a time.

    Attributes
    ----------
    certainty : of the last batch, before its step, the probability of each digit's right answer:
        float32 array of shape (digits,)
    """

    def __init__(self, config: TrainingConfig, precision: str = FLOAT32) -> None:
        self.config = config
        self.precision = precision
        penalty = penalty_for(config.recipe)
        self.model = build_model(config.architecture, config.seed, precision, penalty)
        set_weights(self.model, start_weights(config.architecture, config.seed, config.frozen))
        for name in config.frozen.names if config.frozen else ():
            self.model.get_layer(name).trainable = False
        self._logits = keras.Model(self.model.inputs[0], self.model.layers[-1].input)
        self._loss = LOSSES[config.recipe.loss]
        self._optimizer = optimizer_for(config.recipe)
        self._optimizer.build(self.model.trainable_variables)
        self._prepare = Network.initialise(config.architecture, config.seed).prepare
        self._step = tf.function(self._update, input_signature=_SIGNATURE)
        self._score = tf.function(self._measure, input_signature=_SIGNATURE)
        self.certainty = np.empty(0, np.float32)

    def _update(self, x: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Forward, loss, backward, one step of the optimizer.

        Returns
        -------
        The loss, without smoothing and penalty; the share read right; and of every digit the
        probability of the right answer.
        """
        smoothing = self.config.recipe.smoothing
        with tf.GradientTape() as tape:
            logits = tf.cast(self._logits(x, training=True), tf.float32)
            loss = steep = tf.reduce_mean(self._loss(labels, logits))
            if smoothing:
                steep = (1 - smoothing) * loss + smoothing * _by_chance(self._loss, labels, logits)
            if self.model.losses:
                steep = tf.add_n([steep, *self.model.losses])
        gradients = tape.gradient(steep, self.model.trainable_variables)
        self._optimizer.apply(gradients, self.model.trainable_variables)
        return loss, _share_right(labels, logits), certainty(labels, tf.nn.softmax(logits))

    def _measure(self, x: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        logits = tf.cast(self._logits(x, training=False), tf.float32)
        return tf.reduce_mean(self._loss(labels, logits)), _share_right(labels, logits)

    def train_batch(self, digits: Digits, learning_rate: float | None = None) -> Score:
        """One step on one batch; the score is the batch's before the step, dropout active."""
        if learning_rate is not None:
            self._optimizer.learning_rate.assign(learning_rate)
        loss, accuracy, sure = self._step(self._prepare(digits.images), digits.labels)
        self.certainty = sure.numpy()
        return Score(float(loss), float(accuracy), len(digits))

    def evaluate(self, digits: Digits) -> Score:
        """Loss and accuracy on digits, without training on them."""
        loss, right = 0.0, 0
        for start in range(0, len(digits), EVALUATION_BATCH):
            batch = digits[start : start + EVALUATION_BATCH]
            scores = self._score(self._prepare(batch.images), batch.labels)
            loss += float(scores[0]) * len(batch)
            right += round(float(scores[1]) * len(batch))
        return Score(loss / len(digits), right / len(digits), len(digits))

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """The weights as they are now, by ``layer/weight``."""
        return get_weights(self.model, self.config.architecture)

    @property
    def state(self) -> dict[str, np.ndarray]:
        """Everything that decides how training goes on: weights, optimizer, dropout's dice."""
        variables = [*self.model.variables, *self._optimizer.variables]
        return {f"variable/{n}": np.asarray(v) for n, v in enumerate(variables)}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Go on from a state; raises ValueError where it is another network's."""
        variables = [*self.model.variables, *self._optimizer.variables]
        arrays = [state.get(f"variable/{n}") for n in range(len(variables))]
        for variable, array in zip(variables, arrays, strict=True):
            if array is None or tuple(array.shape) != tuple(variable.shape):
                raise ValueError("The state of this run is another network's; train it again.")
            variable.assign(array)

    def take_weights(self, weights: Mapping[str, np.ndarray]) -> None:
        """Have these weights, by ``layer/weight``, and let the optimizer be."""
        set_weights(self.model, weights)

    def export(self, path: Path) -> None:
        """Write the network as a .keras file, without the optimizer, in float32."""
        model = build_model(self.config.architecture, self.config.seed)
        set_weights(model, self.weights)
        with replacing(path) as partial:
            model.save(partial)
            leave_out_new_settings(partial)


@cache
def fastest_precision() -> tuple[str, float]:
    """Try some steps of keras_cnn in float32 and in bfloat16 on this machine.

    Returns
    -------
    The precision to take, and how many times faster bfloat16 was.
    """
    config = TrainingConfig(ARCHITECTURES["keras_cnn"], Recipe())
    digits = Digits(np.zeros((TRIAL_BATCH, 28, 28), np.uint8), np.zeros(TRIAL_BATCH, np.int64))
    seconds = {}
    for precision in (FLOAT32, BFLOAT16):
        trainer = Trainer(config, precision)
        times = []
        for _ in range(TRIAL_STEPS):
            begun = time.perf_counter()
            trainer.train_batch(digits)
            times.append(time.perf_counter() - begun)
        seconds[precision] = float(np.median(times[2:]))  # the first ones build the graph
    return faster(seconds[FLOAT32], seconds[BFLOAT16])


def faster(float32: float, bfloat16: float) -> tuple[str, float]:
    """The precision to take where a step takes so many seconds, and the speed-up of bfloat16."""
    speedup = float32 / bfloat16
    return (BFLOAT16 if speedup >= WORTH_IT else FLOAT32), speedup


def versions() -> dict[str, str]:
    """What decides, beside the seed, which numbers come out."""
    modules = {"tensorflow": tf, "keras": keras, "numpy": np}
    return {"python": sys.version.split()[0]} | {n: m.__version__ for n, m in modules.items()}


_SIGNATURE = (
    tf.TensorSpec((None, 28, 28, 1), tf.float32),
    tf.TensorSpec((None,), tf.int64),
)


def _cross_entropy(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)


def _log_likelihood(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The negative log-likelihood of the log-softmax: the cross-entropy, the long way round."""
    return -tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)


def _squared_error(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Mean over the ten classes of (probability − 1 or 0)²."""
    wanted = tf.one_hot(labels, logits.shape[-1])
    return tf.reduce_mean(tf.square(tf.nn.softmax(logits) - wanted), axis=1)


LOSSES = MappingProxyType(
    {"cross_entropy": _cross_entropy, "nll": _log_likelihood, "squared_error": _squared_error}
)
"""The loss of each digit, from labels and logits, by its name in a recipe."""


def _by_chance(loss: Callable[..., tf.Tensor], labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The loss that is to be expected where each label is drawn from all digits alike."""
    drawn = [tf.fill(tf.shape(labels), tf.constant(digit, tf.int64)) for digit in range(CLASSES)]
    return tf.add_n([tf.reduce_mean(loss(it, logits)) for it in drawn]) / CLASSES


def certainty(labels: tf.Tensor, probabilities: tf.Tensor) -> tf.Tensor:
    """The probability that the right answer gets, for every digit."""
    return tf.gather(probabilities, labels, batch_dims=1)


def _share_right(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, axis=1), labels), tf.float32))

"""Training with Keras: the model, one step of training, and the way back to plain arrays.

Knows nothing of runs, queues or pages.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from mnist_core.atomic import replacing
from mnist_core.data.digits import Digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.keras_allowed import PREPARATIONS
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.network.wiring import DIGIT
from mnist_core.training.config import TrainingConfig
from mnist_core.training.frozen_layers import start_weights
from mnist_core.training.keras_setup import keras, tf
from mnist_core.training.losses import LOSSES, by_chance, certainty, share_right, with_no_digit
from mnist_core.training.older_keras import leave_out_new_settings
from mnist_core.training.outliers import NO_IMAGES
from mnist_core.training.run_protocol import Score

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

        ``x`` holds the labelled digits and, behind them, the outliers.

        Returns
        -------
        Of the digits the loss, without smoothing and penalty; the share read right; and of each
        the probability of the right answer.
        """
        recipe = self.config.recipe
        with tf.GradientTape() as tape:
            scores = tf.cast(self._logits(x, training=True), tf.float32)
            logits = scores[: tf.shape(labels)[0]]
            loss, answers = tf.reduce_mean(self._loss(labels, logits)), labels
            if recipe.outliers:
                answers, scores = with_no_digit(labels, scores)
            steep = tf.reduce_mean(self._loss(answers, scores))
            if recipe.smoothing:
                drawn = by_chance(self._loss, answers, scores)
                steep = (1 - recipe.smoothing) * steep + recipe.smoothing * drawn
            if self.model.losses:
                steep = tf.add_n([steep, *self.model.losses])
        gradients = tape.gradient(steep, self.model.trainable_variables)
        self._optimizer.apply(gradients, self.model.trainable_variables)
        sure = certainty(answers, tf.nn.softmax(scores))[: tf.shape(labels)[0]]
        return loss, share_right(labels, logits), sure

    def _measure(self, x: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        logits = tf.cast(self._logits(x, training=False), tf.float32)
        return tf.reduce_mean(self._loss(labels, logits)), share_right(labels, logits)

    def train_batch(
        self,
        digits: Digits,
        learning_rate: float | None = None,
        outliers: np.ndarray = NO_IMAGES,
    ) -> Score:
        """One step on one batch; the score is its digits' before the step, dropout active.

        Outliers, uint8 (n, 28, 28), are learnt to be no digit, where the recipe has them.
        """
        if learning_rate is not None:
            self._optimizer.learning_rate.assign(learning_rate)
        images = np.concatenate([digits.images, outliers]) if len(outliers) else digits.images
        loss, accuracy, sure = self._step(self._prepare(images), digits.labels)
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

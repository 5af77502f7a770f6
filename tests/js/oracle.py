"""A network in Keras, in doubles: what the script that reads digits in the browser must say."""

from __future__ import annotations  # Keras is imported when it is first asked

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import keras
import numpy as np

from mnist_core.network.forward import Network
from mnist_core.network.layers import Add, Layer

STEP = 1e-5  # of a pixel, for derivatives as differences


@dataclass(frozen=True, eq=False)
class Oracle:
    """What every layer of a network makes of one digit, in float64.

    Attributes
    ----------
    network : the network
    model : the same in Keras, with the outputs of all its layers
    values : by the name of the stage: the pixels, the prepared digit, then every layer
    image : array of shape (height, width)
    """

    network: Network
    model: keras.Model
    values: Mapping[str, np.ndarray]
    image: np.ndarray

    @classmethod
    def of(cls, network: Network, image: np.ndarray) -> Oracle:
        prepared = network.prepare(image[np.newaxis]).astype(float)
        before = {"pixels": image[..., np.newaxis].astype(float), "prepared": prepared[0]}
        model = build(network, "float64")
        values = {name: many[0] for name, many in outputs(model, prepared).items()}
        return cls(network, model, before | values, image)

    @property
    def stages(self) -> list[str]:
        return list(self.values)

    @cached_property
    def gradients(self) -> dict[str, np.ndarray]:
        """How much each pixel of the prepared digit moves each cell: (cells, height, width).

        Central differences, so that no implementation of a derivative is trusted.
        """
        digit = self.values["prepared"]
        steps = STEP * np.eye(digit.size).reshape(-1, *digit.shape)
        ahead, back = (outputs(self.model, digit + it) for it in (steps, -steps))
        moved = {name: (ahead[name] - back[name]) / (2 * STEP) for name in ahead}
        return {
            name: it.reshape(len(steps), -1).T.reshape(-1, *digit.shape[:2])
            for name, it in moved.items()
        }

    def before(self, stage: str) -> np.ndarray:
        """What a stage reads."""
        return self.values[self.read_by(stage)[0]]

    def read_by(self, stage: str) -> list[str]:
        """The names of the stages that a stage reads; the pixels read none."""
        place = self.stages.index(stage)
        if place < 2:
            return self.stages[:place]
        return [self.stages[it + 2] for it in self.network.architecture.rows[place - 2].inputs]

    def layer(self, stage: str) -> Layer:
        return next(it for it in self.network.architecture.layers if it.name == stage)

    def weight(self, stage: str, name: str) -> np.ndarray:
        return self.network.weights[f"{stage}/{name}"].astype(float)

    def box(self, stage: str, place: tuple[int, ...]) -> list[int]:
        """Rows and columns of the digit that a cell of a feature map can see."""
        if stage in ("pixels", "prepared"):
            return [place[0], place[0] + 1, place[1], place[1] + 1]
        architecture = self.network.architecture
        height, width, _ = architecture.input_shape
        field = architecture.rows[self.stages.index(stage) - 2].receptive_field
        return [*field.rows.pixels(place[0], height), *field.columns.pixels(place[1], width)]

    def windows(self, stage: str, x: np.ndarray | None = None) -> np.ndarray:
        """The windows of a layer as Keras cuts them, padding 0: (rows, columns, taps, channels).

        Parameters
        ----------
        x : what to cut in place of the output of the layer before, of the same shape
        """
        window, x = self.layer(stage).window, self.before(stage) if x is None else x
        cut = keras.ops.image.extract_patches(
            x[np.newaxis], window.size, strides=window.stride, padding=window.padding
        )
        cut = np.array(cut)[0]
        return cut.reshape(*cut.shape[:2], window.size**2, x.shape[-1])

    def places(self, stage: str) -> np.ndarray:
        """The same windows with the index of each cell in place of its value, -1 for padding."""
        before = self.before(stage)
        counted = np.arange(1.0, before.size + 1).reshape(before.shape)
        return self.windows(stage, counted).astype(int) - 1


def build(network: Network, dtype: str) -> keras.Model:
    """The network in Keras with the outputs of all its layers."""
    inputs = keras.Input(network.architecture.input_shape, dtype=dtype)
    made = {"": inputs}
    for layer in network.architecture.layers:
        twin = getattr(keras.layers, layer.kind)(**layer.settings, name=layer.name, dtype=dtype)
        read = made[layer.reads] if layer.reads else list(made.values())[-1]
        made[layer.name] = twin([read, made[layer.source]] if isinstance(layer, Add) else read)
        twin.set_weights([network.weights[f"{twin.name}/{w.name}"] for w in twin.weights])
    return keras.Model(inputs, {name: it for name, it in made.items() if name})


def outputs(model: keras.Model, prepared: np.ndarray) -> dict[str, np.ndarray]:
    """What every layer makes of prepared digits, by its name."""
    made = model(prepared.astype(model.inputs[0].dtype), training=False)
    return {name: np.array(it) for name, it in made.items()}

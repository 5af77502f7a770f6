"""The Keras code that builds a network: what a student can copy into a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from keyword import iskeyword

from mnist_core.network.layers import AveragePooling2D, Layer, MaxPooling2D
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row
from mnist_core.network.wiring import DIGIT, is_chain

SETTINGS = (
    'keras.config.set_image_data_format("channels_last")',
    'keras.config.set_floatx("float32")',
)
"""The order of axes and the numbers that all networks here have, whatever keras.json says there."""


def keras_code(architecture: Architecture) -> str:
    """A complete Keras definition of the network, one layer a line, with its output shapes."""
    model = model_code(architecture, with_shapes=True)
    return "\n".join(["import keras", "", *SETTINGS, "", *model, *_compile(architecture)])


def model_code(
    architecture: Architecture, layers: int | None = None, with_shapes: bool = False
) -> list[str]:
    """Lines that define ``model``: a Sequential one for a chain, else by the functional API.

    Parameters
    ----------
    architecture : the network
    layers : how many of its layers, from the first on; all where it is None
    with_shapes : whether a comment behind every layer says its output shape
    """
    rows = architecture.rows[:layers]
    input = f"keras.Input(shape={architecture.input_shape})"
    if is_chain([row.inputs for row in rows]):
        head = ["model = keras.Sequential(", "    [", f"        {input},"]
        calls, tail = [f"        {layer_code(row.layer)}," for row in rows], ["    ]", ")"]
    else:
        names = {DIGIT: "inputs"} | {n: _variable(row, n) for n, row in enumerate(rows)}
        head, calls = [f"inputs = {input}"], [_call(names, n, row) for n, row in enumerate(rows)]
        tail = [f"model = keras.Model(inputs, {names[len(rows) - 1]})"]
    if with_shapes:
        width = max(map(len, calls))
        shapes = [" × ".join(map(str, row.output_shape)) for row in rows]
        calls = [f"{call:<{width}}  # {it}" for call, it in zip(calls, shapes, strict=True)]
    return [*head, *calls, *tail]


def _call(names: Mapping[int, str], place: int, row: Row) -> str:
    """One layer applied to what it reads, such as ``add = keras.layers.Add(…)([norm2, relu1])``."""
    read = ", ".join(names[it] for it in row.inputs)
    return f"{names[place]} = {layer_code(row.layer)}({f'[{read}]' if row.inputs[1:] else read})"


def _variable(row: Row, place: int) -> str:
    """A name in Python for what a layer gives: its own where that can be one."""
    name = row.layer.name
    usable = name.isidentifier() and not iskeyword(name) and name not in _TAKEN
    return name if usable else f"layer_{place + 1}"


def layer_code(layer: Layer) -> str:
    """One layer as a Keras call, such as ``keras.layers.Conv2D(32, 3, name='conv1')``."""
    settings = layer.settings
    arguments = [repr(settings.pop(name)) for name in _POSITIONAL if name in settings]
    if isinstance(layer, (MaxPooling2D, AveragePooling2D)) and layer.strides == layer.pool_size:
        settings.pop("strides")  # the pool size is its default
    defaults = {field.name: field.default for field in fields(layer)}
    arguments += [f"{k}={v!r}" for k, v in settings.items() if v != defaults[k]]
    arguments.append(f"name={layer.name!r}")
    return f"keras.layers.{layer.kind}({', '.join(arguments)})"


def optimizer_code(recipe: Recipe) -> str:
    """The optimizer as a Keras call, such as ``keras.optimizers.Adam(learning_rate=0.001)``."""
    name, settings = recipe.keras_optimizer
    return f"keras.optimizers.{name}({', '.join(f'{k}={v!r}' for k, v in settings.items())})"


_TAKEN = ("keras", "inputs", "model", "np", "digit", "x", "weights", "output", "layer")
_POSITIONAL = ("filters", "kernel_size", "pool_size", "units", "rate")


def _compile(architecture: Architecture) -> list[str]:
    return [
        "model.compile(",
        f"    optimizer={optimizer_code(architecture.recipe)},",
        '    loss="sparse_categorical_crossentropy",',
        '    metrics=["accuracy"],',
        ")",
    ]

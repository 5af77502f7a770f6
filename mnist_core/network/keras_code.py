"""The Keras code that builds a network: what a student can copy into a notebook."""

from __future__ import annotations

from dataclasses import fields

from mnist_core.network.layers import AveragePooling2D, Layer, MaxPooling2D
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture

SETTINGS = (
    'keras.config.set_image_data_format("channels_last")',
    'keras.config.set_floatx("float32")',
)
"""The order of axes and the numbers that all networks here have, whatever keras.json says there."""


def keras_code(architecture: Architecture) -> str:
    """A complete Keras definition of the network, one layer a line, with its output shapes."""
    calls = [layer_code(row.layer) for row in architecture.rows]
    width = max(len(call) for call in calls)
    lines = [
        f"        {call + ',':<{width + 1}}  # {' × '.join(str(n) for n in row.output_shape)}"
        for call, row in zip(calls, architecture.rows, strict=True)
    ]
    shape = architecture.input_shape
    head = ["import keras", "", *SETTINGS, "", "model = keras.Sequential(", "    ["]
    tail = ["    ]", ")", *_compile(architecture)]
    return "\n".join([*head, f"        keras.Input(shape={shape}),", *lines, *tail])


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


_POSITIONAL = ("filters", "kernel_size", "pool_size", "units", "rate")


def _compile(architecture: Architecture) -> list[str]:
    return [
        "model.compile(",
        f"    optimizer={optimizer_code(architecture.recipe)},",
        '    loss="sparse_categorical_crossentropy",',
        '    metrics=["accuracy"],',
        ")",
    ]

"""Small networks of every kind of layer, with weights of every sign, for tests of every cell."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture

HEIGHT, WIDTH = 9, 7  # not square, so that rows and columns cannot be mistaken for each other


def random_network(architecture: Architecture, seed: int) -> Network:
    """Biases and statistics of batch normalisation that are not the first ones."""
    random = np.random.default_rng(seed)
    weights = {}
    for name, array in Network.initialise(architecture, seed).weights.items():
        positive = name.endswith(("gamma", "moving_variance"))
        drawn = random.uniform(0.3, 1.5, array.shape) if positive else array
        if name.endswith(("bias", "beta", "moving_mean")):
            drawn = random.normal(0, 0.2, array.shape)
        weights[name] = np.asarray(drawn, np.float32)
    return Network(architecture, weights)


def random_image(seed: int) -> np.ndarray:
    """Pixels of which no two are equal, so that no window has two largest: bytes or singles."""
    levels = np.random.default_rng(seed).permutation(256)[: HEIGHT * WIDTH]
    image = levels.reshape(HEIGHT, WIDTH).astype(np.uint8)
    return image if seed % 2 else image.astype(np.float32) / np.float32(255)


def small_networks(seed: int) -> Iterator[Network]:
    """Networks without end: up to four layers on maps, a way into a vector, up to two more, ten."""
    random = np.random.default_rng(seed)
    while True:
        body = [_on_maps(random) for _ in range(random.integers(1, 5))]
        into = Flatten() if random.random() < 0.7 else GlobalAveragePooling2D()
        head = [_anywhere(random) for _ in range(random.integers(0, 3))]
        scaling = str(random.choice(["scale", "standardise"]))
        layers = (*body, into, *head, Dense(10), Softmax())
        if random.random() < 0.4:
            layers = (*_residual(random, body[0]), *layers[1:])
        try:
            architecture = Architecture(
                "small",
                "Small",
                layers,
                preprocessing=scaling,
                input_shape=(HEIGHT, WIDTH, 1),
            )
        except LayerError:
            continue  # a window is larger than what is left of the map
        rows = architecture.rows
        if any(row.layer.kind == "Softmax" and row.input_shape[-1] == 1 for row in rows):
            continue  # Keras warns: a share of one thing is 1
        yield random_network(architecture, int(random.integers(1000)))


def _residual(random: np.random.Generator, first: Layer) -> tuple[Layer, ...]:
    """A layer, and a block that adds it to what it makes of it; half go around by a convolution."""
    filters, size = int(random.integers(1, 4)), int(random.integers(1, 4))
    stride = int(random.integers(1, 3))
    first = replace(first, name="first")
    way = (Conv2D(filters, size, stride, "same"), BatchNormalization(), Dense(filters, name="way"))
    if random.random() < 0.5:
        around = Conv2D(filters, 1, stride, "same", reads="first")
        return first, *way, around, Add("way"), ReLU()
    return first, ReLU(), BatchNormalization(), Add("first"), ReLU()


def _on_maps(random: np.random.Generator) -> Layer:
    size, stride = int(random.integers(1, 5)), int(random.integers(1, 4))
    padding = str(random.choice(["valid", "same"]))
    return random.choice(
        [
            Conv2D(int(random.integers(1, 4)), size, stride, padding),
            MaxPooling2D(size, min(stride, 2), padding),
            AveragePooling2D(size, min(stride, 2), padding),
            _anywhere(random),
        ]
    )


def _anywhere(random: np.random.Generator) -> Layer:
    units, rate = int(random.integers(2, 12)), round(float(random.uniform(0, 0.9)), 2)
    return random.choice([BatchNormalization(), ReLU(), Dropout(rate), Dense(units), Softmax()])

"""What the page must say, by the app's own layers in doubles: a browser needs no Keras beside it.

tests/network holds these layers to Keras, and tests/js every cell that the page's script computes.
"""

from __future__ import annotations

import numpy as np

from mnist_core.network.forward import Network
from mnist_core.network.layer_forward import apply, pad, taps
from mnist_core.network.wiring import DIGIT
from tests.js.oracle import Oracle


class InDoubles(Oracle):
    """The same as the oracle that asks Keras, which has no model; see there."""

    @classmethod
    def of(cls, network: Network, image: np.ndarray) -> InDoubles:
        prepared = network.prepare(image[np.newaxis]).astype(float)
        values = {"pixels": image[..., np.newaxis].astype(float), "prepared": prepared[0]}
        made = {DIGIT: prepared}
        for place, row in enumerate(network.architecture.rows):
            weights = {name: it.astype(float) for name, it in network.weights_of(row.layer).items()}
            x, *others = (made[it] for it in row.inputs)
            made[place] = apply(row.layer, x, weights, *others)
            values[row.layer.name] = made[place][0]
        return cls(network, None, values, image)

    def windows(self, stage: str, x: np.ndarray | None = None) -> np.ndarray:
        window, x = self.layer(stage).window, self.before(stage) if x is None else x
        return np.stack([*taps(pad(x[np.newaxis], window, 0.0), window)], axis=3)[0]

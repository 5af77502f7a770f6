"""What is trained to put a claim to the test: variants of one training that differ in one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Dense, Dropout
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture

CROSS_ENTROPY, SQUARED_ERROR = "cross-entropy", "squared error"
SCALED, RAW = "scaled", "raw"
SEEDS = (1, 2, 3)
SUBSET = 10_000
"""Training digits of most comparisons: enough to tell variants apart in minutes."""
RATES = (0.001, 0.01, 0.1)
BATCH_SIZES = (32, 128, 512)
WIDTHS = (32, 128, 512)
LONG = 10
"""Epochs where overfitting is looked for."""
SIZES = (1_000, 3_000, 10_000, 30_000)
ADAM = Recipe(optimizer="adam", learning_rate=0.001, batch_size=128, epochs=3)
KERAS_CNN, MLP = ARCHITECTURES["keras_cnn"], ARCHITECTURES["mlp"]


@dataclass(frozen=True)
class Variant:
    """One training of a comparison.

    Attributes
    ----------
    name : what sets it apart from the others, in the words of the chart
    architecture, recipe : what is trained, and how
    examples : training digits, stratified by class
    loss : "cross-entropy", or "squared error" of the ten probabilities
    pixels : "scaled" as the architecture's preprocessing says, or "raw": 0 to 255
    """

    name: str
    architecture: Architecture
    recipe: Recipe
    examples: int = SUBSET
    loss: str = CROSS_ENTROPY
    pixels: str = SCALED


def with_width(units: int) -> Architecture:
    """The perceptron with another number of units in its first hidden layer."""
    layers = [
        replace(layer, units=units) if isinstance(layer, Dense) and layer.units == 128 else layer
        for layer in MLP.layers
    ]
    return replace(MLP, id="mlp_width", layers=tuple(layers), claim=None)


def with_dropout(rate: float) -> Architecture:
    """The perceptron with dropout behind its first hidden layer."""
    place = [layer.kind for layer in MLP.layers].index("ReLU") + 1
    layers = (*MLP.layers[:place], Dropout(rate), *MLP.layers[place:])
    return replace(MLP, id="mlp_dropout", layers=layers, claim=None)


def _optimisers() -> tuple[Variant, ...]:
    kinds = (("Adam", "adam", 0.0), ("SGD", "sgd", 0.0), ("SGD, momentum 0.9", "sgd", 0.9))
    return tuple(
        Variant(
            f"{name}, rate {rate:g}",
            KERAS_CNN,
            replace(ADAM, optimizer=optimizer, momentum=momentum, learning_rate=rate),
        )
        for name, optimizer, momentum in kinds
        for rate in RATES
    )


def _pixels() -> tuple[Variant, ...]:
    sgd = replace(ADAM, optimizer="sgd", learning_rate=0.01)
    standardised = replace(MLP, id="mlp_standardised", preprocessing="standardise")
    return tuple(
        Variant(f"{optimizer}, {name}", architecture, recipe, pixels=pixels)
        for optimizer, recipe in (("Adam", ADAM), ("SGD", sgd))
        for name, architecture, pixels in (
            ("0 to 255", MLP, RAW),
            ("0 to 1", MLP, SCALED),
            ("standardised", standardised, SCALED),
        )
    )


COMPARISONS: Mapping[str, tuple[Variant, ...]] = MappingProxyType(
    {
        "optimisers": _optimisers(),
        "losses": tuple(
            Variant(loss, KERAS_CNN, ADAM, loss=loss) for loss in (CROSS_ENTROPY, SQUARED_ERROR)
        ),
        "pixels": _pixels(),
        "batches": tuple(
            Variant(f"batches of {size}", MLP, replace(ADAM, batch_size=size, epochs=LONG))
            for size in BATCH_SIZES
        ),
        "dropout": tuple(
            Variant(name, network, replace(ADAM, epochs=LONG))
            for name, network in (("with dropout", with_dropout(0.5)), ("without dropout", MLP))
        ),
        "widths": tuple(
            Variant(f"{units} units", with_width(units), replace(ADAM, epochs=LONG))
            for units in WIDTHS
        ),
        "sizes": tuple(
            Variant(f"{size:,} digits", MLP, replace(ADAM, epochs=10), examples=size)
            for size in SIZES
        ),
        "epochs": (Variant("40 epochs", MLP, replace(ADAM, epochs=40)),),
    }
)
"""The comparisons of trainings, by the name that the command takes."""

CHOICE = Variant("12 epochs", MLP, replace(ADAM, epochs=12))
"""The training whose epochs are chosen among on the test digits, to see what that costs."""

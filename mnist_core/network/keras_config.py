"""A Keras model's description read as a network of ours: an allow-list, and nothing that runs.

Keras builds a model by importing whatever its file names. Here a file's JSON is compared with
what is known: each layer class with each of its settings, and the values under which our forward
pass computes the same. What is not on the list is refused in one sentence. Settings that change no
prediction (initialisers, penalties, seeds, names) are passed over whatever they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from mnist_core.data.digits import SIDE
from mnist_core.network.keras_allowed import UnknownLayer, preparation, settings_of, square
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
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture, named
from mnist_core.network.wiring import DIGIT

MOST_LAYERS = 100  # in a file; a network here has at most 40, and some of a file's are none
MAPS, ROWS, FLAT = (SIDE, SIDE, 1), (SIDE, SIDE), (SIDE * SIDE,)
ENDS: Mapping[str, str] = MappingProxyType(
    {
        "softmax": "It ends in probabilities (softmax).",
        "log_softmax": "It ends in logarithms of probabilities (log-softmax); here it ends in the "
        "probabilities themselves (softmax).",
        "linear": "It ends in scores (logits); a softmax is added, which makes probabilities of "
        "them.",
    }
)


@dataclass(frozen=True)
class Stored:
    """Where a file keeps the weights of a layer.

    Attributes
    ----------
    place : of the layer in the architecture
    kind : its Keras class
    number : how many of its class stand before it
    name : what the file calls it
    arrays : the weights it has, in Keras' order
    """

    place: int
    kind: str
    number: int
    name: str
    arrays: tuple[str, ...]


@dataclass(frozen=True)
class Described:
    """A network as a file describes it.

    Attributes
    ----------
    architecture : the network
    stored : where its weights are
    said : what was recognised: the shape it takes, how it ends
    """

    architecture: Architecture
    stored: tuple[Stored, ...]
    said: tuple[str, ...]


def described(config: Any, id: str, title: str, preprocessing: str) -> Described:
    """What a model's configuration says, as Keras 2 or 3 wrote it.

    Parameters
    ----------
    config : the JSON of `Sequential.get_config` or `Model.get_config` with its class
    preprocessing : what its first layer was given, "scale" or "standardise"

    Raises
    ------
    ValueError
        If anything in it is not known here, or is more than this machine takes.
    """
    if not isinstance(config, dict) or config.get("class_name") not in ("Sequential", *FUNCTIONAL):
        raise UnknownLayer("It is no Sequential or functional model, and only those are read here.")
    inner = config.get("config")
    layers = inner if isinstance(inner, list) else (inner or {}).get("layers")  # Keras 2.2: a list
    if not isinstance(layers, list) or not 1 <= len(layers) <= MOST_LAYERS:
        raise UnknownLayer(f"It lists no layers, or more than {MOST_LAYERS}.")
    reading = _Reading()
    for layer in layers:
        reading.take(layer, chain=config["class_name"] == "Sequential")
    return reading.finished(id, title, preprocessing)


FUNCTIONAL = ("Functional", "Model")


class _Reading:
    """The layers of a file as they become ours, one after the other."""

    def __init__(self) -> None:
        self.specs: list[Layer] = []
        self.wires: list[tuple[int, ...]] = []
        self.stored: list[Stored] = []
        self.places: dict[str, int] = {}  # of what each of the file's layers gives
        self.counts: dict[str, int] = {}
        self.shape: tuple[int, ...] | None = None  # of the digit as the file takes it
        self.asked: tuple[int, ...] = ()
        self.prepares = ""  # what the file itself does to pixels from 0 to 255
        self.last = DIGIT
        self.logarithm: int | None = None  # the place of a softmax that was a log-softmax

    def take(self, layer: Any, chain: bool) -> None:
        """Read one layer of the file."""
        kind, name, settings = settings_of(layer)
        inputs = () if kind == "InputLayer" else self._inputs(layer, chain)
        shape = settings.get("batch_shape", settings.get("batch_input_shape"))
        if self.shape is None:
            self._begin(shape)
        elif kind == "InputLayer":
            raise UnknownLayer("It has more than one input, and a digit is one picture.")
        if kind != "InputLayer":
            self._step(kind, name, settings, inputs)
        if name in self.places:
            raise UnknownLayer("Two of its layers share a name.")
        self.places[name] = self.last

    def _begin(self, shape: Any) -> None:
        found = tuple(shape[1:]) if isinstance(shape, list) else ()
        if found not in (MAPS, ROWS, FLAT):
            raise UnknownLayer(
                "It does not take digits of 28 × 28 pixels: its input must be (28, 28), "
                "(28, 28, 1) or 784 numbers."
            )
        self.shape = self.asked = found

    def _inputs(self, layer: Mapping[str, Any], chain: bool) -> tuple[int, ...]:
        """The places of what a layer reads."""
        if chain:
            return (self.last,)
        names = _read_names(layer.get("inbound_nodes"))
        if not names or any(name not in self.places for name in names):
            raise UnknownLayer("Its layers are joined in a way that is not read here.")
        return tuple(self.places[name] for name in names)

    def _step(
        self, kind: str, name: str, settings: Mapping[str, Any], inputs: tuple[int, ...]
    ) -> None:
        self.last = inputs[0]
        if (len(inputs) == 2) != (kind == "Add") or len(inputs) > 2:
            raise UnknownLayer(f"{kind} reads {len(inputs)} layers, which is not read here.")
        if kind == "Rescaling":
            self._rescale(settings)
        elif kind == "Reshape":
            self._reshape(settings)
        elif kind in ("Activation", "ReLU", "Softmax"):
            self._activate(settings.get("activation", kind.lower()))
        else:
            self._face_digit(kind)
            self._add(_spec(kind, settings), inputs[1:])
            self._store(kind, name, settings)
            self._activate(settings.get("activation", "linear"))

    def _rescale(self, settings: Mapping[str, Any]) -> None:
        self.prepares = preparation(settings)
        if self.last != DIGIT:
            raise UnknownLayer("It rescales something else than the digit.")

    def _reshape(self, settings: Mapping[str, Any]) -> None:
        wanted = tuple(settings["target_shape"])
        if self.last == DIGIT and wanted in (MAPS, (SIDE, SIDE, -1)):
            self.shape = MAPS
        elif self.last == DIGIT and wanted in (FLAT, (-1,)):
            self._add(Flatten())
        else:
            raise UnknownLayer("It has a Reshape that does not make 28 × 28 or 784 of the digit.")

    def _face_digit(self, kind: str) -> None:
        """Make of our digit, which is (28, 28, 1), what the file's first layer was given."""
        if self.last != DIGIT or self.shape == MAPS or kind == "Flatten":
            return
        if self.shape == ROWS:
            raise UnknownLayer(f"{kind} reads rows of pixels one by one, which is not read here.")
        self._add(Flatten())

    def _activate(self, activation: Any) -> None:
        if activation == "relu":
            self._add(ReLU())
        elif activation in ("softmax", "log_softmax"):
            self._add(Softmax())
            if activation == "log_softmax":
                self.logarithm = self.last

    def _add(self, spec: Layer, others: tuple[int, ...] = ()) -> None:
        self.specs.append(spec)
        self.wires.append((self.last, *others))
        self.last = len(self.specs) - 1

    def _store(self, kind: str, name: str, settings: Mapping[str, Any]) -> None:
        arrays = _arrays(kind, settings)
        if arrays or kind == "BatchNormalization":
            number = self.counts.get(kind, 0)
            self.counts[kind] = number + 1
            self.stored.append(Stored(self.last, kind, number, name, arrays))

    def finished(self, id: str, title: str, preprocessing: str) -> Described:
        """The whole, with a softmax at its end."""
        end = "softmax" if self.specs and isinstance(self.specs[-1], Softmax) else "linear"
        if self.last != len(self.specs) - 1 or self.logarithm not in (None, self.last):
            raise UnknownLayer("It goes on after its answer, which is not read here.")
        if self.logarithm is not None:
            end = "log_softmax"
        if end == "linear":
            self._add(Softmax())
        preprocessing = self.prepares or preprocessing
        layers = list(named(self.specs))
        names = [it.name for it in layers]
        for place, (first, *others) in enumerate(self.wires):
            if first != place - 1 and first == DIGIT:
                raise UnknownLayer("A later layer of it reads the digit, which is not read here.")
            reads = names[first] if first != place - 1 else ""
            layers[place] = replace(layers[place], reads=reads)
            layer = layers[place]
            if isinstance(layer, Add):
                layers[place] = replace(layer, source=names[others[0]])
        architecture = Architecture(id, title, tuple(layers), "a file", preprocessing)
        return Described(architecture, tuple(self.stored), (self._taken(preprocessing), ENDS[end]))

    def _taken(self, preprocessing: str) -> str:
        words = " × ".join(map(str, self.asked))
        if self.prepares:
            done = {"scale": "divides them by 255", "standardise": "standardises them"}
            return f"It takes {words} numbers from 0 to 255 and {done[self.prepares]} itself."
        scales = {"scale": "from 0 to 1", "standardise": "standardised by MNIST’s mean"}
        return f"It takes {words} numbers; they are given to it {scales[preprocessing]}."


def _spec(kind: str, settings: Mapping[str, Any]) -> Layer:
    """Our layer for one of the file's; LayerError where it cannot be."""
    padding = settings.get("padding", "valid")
    if kind == "Dense":
        return Dense(settings["units"])
    if kind == "Conv2D":
        kernel, strides = square(settings["kernel_size"]), square(settings.get("strides", 1))
        return Conv2D(settings["filters"], kernel, strides, padding)
    if kind in ("MaxPooling2D", "AveragePooling2D"):
        pool = MaxPooling2D if kind == "MaxPooling2D" else AveragePooling2D
        size, strides = square(settings.get("pool_size", 2)), settings.get("strides")
        return pool(size, size if strides is None else square(strides), padding)
    if kind == "BatchNormalization":
        return BatchNormalization(settings.get("epsilon", 0.001), settings.get("momentum", 0.99))
    if kind == "Dropout":
        return Dropout(settings["rate"])
    return {"Flatten": Flatten, "Add": Add, "GlobalAveragePooling2D": GlobalAveragePooling2D}[
        kind
    ]()


def _arrays(kind: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The weights a file keeps for a layer, in Keras' order."""
    if kind in ("Dense", "Conv2D"):
        return ("kernel", "bias") if settings.get("use_bias", True) else ("kernel",)
    if kind != "BatchNormalization":
        return ()
    gamma = ("gamma",) if settings.get("scale", True) else ()
    beta = ("beta",) if settings.get("center", True) else ()
    return (*gamma, *beta, "moving_mean", "moving_variance")


def _read_names(nodes: Any) -> list[str]:
    """The names of the layers that a functional model's layer reads, in Keras 3's form or 2's."""
    if not isinstance(nodes, list) or len(nodes) != 1:
        raise UnknownLayer("One of its layers is used twice, which is not read here.")
    (node,) = nodes
    if isinstance(node, dict):
        found = node.get("args") or []
        tensors = found[0] if found and isinstance(found[0], list) else found
        histories = [it["config"]["keras_history"] for it in tensors]
    else:
        histories = node
    return [str(name) for name, number, *_ in histories if number == 0]

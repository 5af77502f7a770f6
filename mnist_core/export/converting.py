"""Makes exports out of a network, with Keras and TensorFlow. On the trainer's side.

Whatever is made takes pixels as they are, float32 of shape (n, 28, 28, 1) from 0 (paper) to 255
(ink), and prepares them itself: who copies a client cannot forget to.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import numpy as np

from mnist_core.atomic import replacing
from mnist_core.data.digits import Digits
from mnist_core.export.half_precision import keep_small
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights
from mnist_core.training.keras_trainer import build_model, keras, set_weights, tf
from mnist_core.training.older_keras import leave_out_new_settings

INPUT = "pixels"
VERSION = "1"  # TensorFlow Serving takes the largest number that it finds
SIGNATURE = "serving_default"
LITE: Any = tf.lite  # made when it is first asked for, which no type checker sees
CALIBRATION = 200  # digits that set the ranges of int8


class Converter:
    """Writes one network in any format.

    Parameters
    ----------
    network : the network
    examples : training digits, of which some set the ranges of int8
    """

    def __init__(self, network: Network, examples: Digits) -> None:
        self.network, self.examples = network, examples
        self._folder = TemporaryDirectory()

    def __enter__(self) -> Converter:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def write(self, format: str, path: Path) -> None:
        """Write the format with this id to a path, whole or not at all."""
        with replacing(path) as partial:
            MAKERS[format](self, partial)

    @cached_property
    def model(self) -> keras.Model:
        """The Keras model that takes pixels."""
        model = build_model(self.network.architecture, from_pixels=True)
        set_weights(model, self.network.weights)
        return model

    @cached_property
    def saved_model(self) -> Path:
        """The folder of a SavedModel, from which LiteRT is made as well."""
        path = Path(self._folder.name) / VERSION
        self.model.export(str(path), verbose=False, input_signature=_signature())
        return path

    def calibration(self) -> Iterator[list[np.ndarray]]:
        """Some training digits, evenly from the first to the last, one at a time."""
        places = np.linspace(0, len(self.examples) - 1, CALIBRATION).astype(int)
        for image in self.examples.images[np.unique(places)]:
            yield [image[np.newaxis, ..., np.newaxis].astype(np.float32)]


def _npz(of: Converter, path: Path) -> None:
    network = of.network
    save_weights(path, network.architecture, network.weights, network.knows_none)


def _keras(of: Converter, path: Path) -> None:
    of.model.save(path)
    leave_out_new_settings(path)


def _saved_model(of: Converter, path: Path) -> None:
    shutil.copytree(of.saved_model, path / VERSION)


def _onnx(of: Converter, path: Path) -> None:
    of.model.export(str(path), format="onnx", verbose=False, input_signature=_signature())


def _litert(kind: str) -> Callable[[Converter, Path], None]:
    """A maker of LiteRT whose weights are "float32", "float16" or "int8"."""

    def make(of: Converter, path: Path) -> None:
        written = _converted(of, kind)
        if kind == "float16":
            written = keep_small(written, _converted(of, "float32"))
        path.write_bytes(written)

    return make


def _converted(of: Converter, kind: str) -> bytes:
    """What TensorFlow's converter makes of a network in one of these."""
    converter = LITE.TFLiteConverter.from_saved_model(
        str(of.saved_model), signature_keys=[SIGNATURE]
    )
    if kind != "float32":
        converter.optimizations = [LITE.Optimize.DEFAULT]
    if kind == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if kind == "int8":  # pixels come in and probabilities go out as floats all the same
        converter.representative_dataset = of.calibration
        operations = LITE.OpsSet
        converter.target_spec.supported_ops = [
            operations.TFLITE_BUILTINS_INT8,
            operations.TFLITE_BUILTINS,  # for what there is no int8 of
        ]
    return converter.convert()


def _signature() -> list[keras.InputSpec]:
    return [keras.InputSpec(dtype="float32", shape=(None, 28, 28, 1), name=INPUT)]


MAKERS: Mapping[str, Callable[[Converter, Path], None]] = MappingProxyType(
    {
        "npz": _npz,
        "keras": _keras,
        "saved_model": _saved_model,
        "litert": _litert("float32"),
        "litert_float16": _litert("float16"),
        "litert_int8": _litert("int8"),
        "onnx": _onnx,
    }
)
"""Who writes each format of `FORMATS` to a path that is new."""

"""The weights of a Keras model, out of its HDF5 file: arrays of the shapes that are expected.

HDF5 can link to other files, compose an array of many, unpack it from little or make it up from
nothing. An array is read only where it lies in the file as plain numbers of the expected shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

import h5py
import numpy as np

from mnist_core.network.keras_config import Described, Stored
from mnist_core.network.layers import Shape

FOLDERS: Mapping[str, str] = MappingProxyType(
    {"Dense": "dense", "Conv2D": "conv2d", "BatchNormalization": "batch_normalization"}
)
"""What Keras 3 calls the folders of weights, whatever the layers are called."""
LONGEST = 1_000_000  # bytes of the description in a file of Keras 2
DEEPEST = 4  # folders within a layer's own
MOST = 20  # things in one of them


class UnreadableWeights(ValueError):
    """Weights that are not in the file as they should be; the message is one sentence."""


def weights_of(data: bytes, described: Described, legacy: bool) -> dict[str, np.ndarray]:
    """The float32 arrays of a network by ``layer/weight``.

    Parameters
    ----------
    data : the HDF5 file
    described : the network, and where its weights are
    legacy : whether the file is laid out as Keras 2 does, by the layers' names

    Raises
    ------
    UnreadableWeights
        If one is missing, or is not what it should be.
    """
    layers, found = described.architecture.layers, {}
    shapes = described.architecture.weight_shapes
    with _opened(data) as file:
        for it in described.stored:
            layer = layers[it.place].name
            places = _legacy(file, it) if legacy else _numbered(file, it)
            for weight, place in places.items():
                found[f"{layer}/{weight}"] = _array(place, shapes[f"{layer}/{weight}"])
    for name, shape in shapes.items():  # what Keras leaves out changes nothing
        if name not in found:
            found[name] = np.full(shape, name.endswith("/gamma"), np.float32)
    return found


def description_in(data: bytes) -> str:
    """The JSON that a file of Keras 2 holds beside its weights."""
    with _opened(data) as file:
        if "model_config" not in file.attrs:
            raise UnreadableWeights(
                "The file holds weights alone: save the whole model, with its layers."
            )
        kept = file.attrs.get_id("model_config")
        if kept.shape != () or kept.get_storage_size() > LONGEST:
            raise UnreadableWeights("The description of its layers is too long.")
        text = file.attrs["model_config"]
    text = text.decode("utf-8") if isinstance(text, bytes) else text
    if not isinstance(text, str) or len(text) > LONGEST:
        raise UnreadableWeights("The description of its layers is no text, or too long.")
    return text


def _opened(data: bytes) -> h5py.File:
    return h5py.File(BytesIO(data), "r")


def _numbered(file: h5py.File, stored: Stored) -> dict[str, h5py.Dataset | h5py.Group]:
    """Keras 3: layers/conv2d_1/vars/0."""
    folder = FOLDERS[stored.kind] + (f"_{stored.number}" if stored.number else "")
    held = _inside(file, "layers", folder, "vars")
    return {it: _thing(held, str(place)) for place, it in enumerate(stored.arrays)}


def _legacy(file: h5py.File, stored: Stored) -> dict[str, h5py.Dataset | h5py.Group]:
    """Keras 2: model_weights/name/…/kernel:0, however many folders in between."""
    if "/" in stored.name or stored.name.startswith("."):
        raise UnreadableWeights("The name of a layer in it is no name but a path.")
    found: dict[str, h5py.Dataset] = {}
    _collect(_inside(file, "model_weights", stored.name), found, DEEPEST)
    missing = [it for it in stored.arrays if it not in found]
    if missing:
        raise UnreadableWeights(f"The {missing[0]} of a {stored.kind} is missing in the file.")
    return {it: found[it] for it in stored.arrays}


def _collect(group: h5py.Group, found: dict[str, h5py.Dataset], deeper: int) -> None:
    for name in list(group)[:MOST]:
        thing = _thing(group, name)
        if isinstance(thing, h5py.Dataset):
            found[name.removesuffix(":0")] = thing
        elif deeper:
            _collect(thing, found, deeper - 1)


def _inside(group: h5py.Group, *names: str) -> h5py.Group:
    for name in names:
        inner = _thing(group, name)
        if not isinstance(inner, h5py.Group):
            raise UnreadableWeights(f"{name[:60]} is no folder in the file of weights.")
        group = inner
    return group


def _thing(group: h5py.Group, name: str) -> h5py.Group | h5py.Dataset:
    """What lies in a folder of this very file."""
    if name not in group:
        raise UnreadableWeights(f"{name[:60]} is missing in the file of weights.")
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise UnreadableWeights(f"{name[:60]} is a link to elsewhere, which is never followed.")
    return group[name]


def _array(place: h5py.Group | h5py.Dataset, shape: Shape) -> np.ndarray:
    """The numbers of one weight, checked before any is read."""
    if not isinstance(place, h5py.Dataset) or place.shape != shape:
        found = getattr(place, "shape", None)
        raise UnreadableWeights(f"A weight has the shape {found}, and should have {shape}.")
    plain = place.chunks is None and not place.is_virtual and place.external is None
    size = int(np.prod(shape)) * place.dtype.itemsize
    if place.dtype.kind != "f" or not plain or place.id.get_storage_size() != size:
        raise UnreadableWeights("A weight is not kept as plain numbers in the file.")
    array = np.asarray(place[()], np.float32)
    if not np.isfinite(array).all():
        raise UnreadableWeights("A weight is not a finite number.")
    return array

"""Files as Keras writes them, made without Keras, so that any part of them can be hostile."""

import copy
import io
import json
import zipfile

import h5py
import numpy as np

RANDOM = np.random.default_rng(0)
KERNEL, BIAS = RANDOM.normal(size=(784, 10)).astype(np.float32), np.arange(10, dtype=np.float32)
POLICY = {
    "module": "keras",
    "class_name": "DTypePolicy",
    "config": {"name": "float32"},
    "registered_name": None,
}


def layer(kind, /, module="keras.layers", registered=None, **config):
    """A layer's entry."""
    config = {"name": kind.lower(), "trainable": True, "dtype": POLICY, **config}
    if kind == "InputLayer":
        del config["trainable"]
    return {
        "module": module,
        "class_name": kind,
        "config": config,
        "registered_name": registered,
    }


INPUT = layer("InputLayer", batch_shape=[None, 28, 28])
DENSE = layer("Dense", units=10, activation="softmax", use_bias=True)


def model(*layers):
    """A Sequential model's description."""
    config = {"name": "sequential", "trainable": True, "dtype": POLICY, "layers": list(layers)}
    return copy.deepcopy({"module": "keras", "class_name": "Sequential", "config": config})


SIMPLE = model(INPUT, layer("Flatten"), DENSE)


def weights(change=None):
    """The HDF5 file of one Dense layer; `change(group)` may do what it likes to its folder."""
    file = io.BytesIO()
    with h5py.File(file, "w") as hdf5:
        group = hdf5.create_group("layers/dense/vars")
        group["0"], group["1"] = KERNEL, BIAS
        if change is not None:
            change(group)
    return file.getvalue()


def keras_file(config=SIMPLE, hdf5=None, extra=(), compress=zipfile.ZIP_STORED):
    """A .keras file; config may be anything, or bytes as they are."""
    text = config if isinstance(config, bytes) else json.dumps(config).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compress) as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.15.1"}')
        archive.writestr("config.json", text)
        archive.writestr("model.weights.h5", weights() if hdf5 is None else hdf5)
        for name, content in extra:
            archive.writestr(name, content)
    return file.getvalue()


def legacy_file(config=SIMPLE, change=None):
    """An .h5 file as Keras 2 writes it."""
    file = io.BytesIO()
    with h5py.File(file, "w") as hdf5:
        hdf5.attrs["model_config"] = config if isinstance(config, bytes) else json.dumps(config)
        group = hdf5.create_group("model_weights/dense/dense")
        group["kernel:0"], group["bias:0"] = KERNEL, BIAS
        if change is not None:
            change(hdf5)
    return file.getvalue()

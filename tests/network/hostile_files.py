"""Files that are no network, or are made to do harm, each with the sentence that refuses it."""

import io
import json
import pickle
import zipfile

import h5py
import numpy as np

from tests.network.keras_files import (
    DENSE,
    INPUT,
    SIMPLE,
    keras_file,
    layer,
    legacy_file,
    model,
    weights,
)

FLAT = layer("Flatten")
TRACE = "opened_file_was_run"  # what a file that is run leaves behind


class Gadget:
    """What a hostile pickle runs."""

    def __reduce__(self):
        return (open, (TRACE, "w"))


def npz(**arrays):
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def zipped(*members, lie=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    data = file.getvalue()
    return data if lie is None else data.replace(*lie)


def with_dense(**settings):
    return keras_file(model(INPUT, FLAT, layer("Dense", **{"units": 10, **settings})))


def with_layer(entry):
    return keras_file(model(INPUT, entry, FLAT, DENSE))


def linked(link):
    def change(group):
        del group["0"]
        group["0"] = link

    return keras_file(hdf5=weights(change))


def stored(**settings):
    def change(group):
        del group["0"]
        group.create_dataset("0", **{"shape": (784, 10), "dtype": "f4", **settings})

    return keras_file(hdf5=weights(change))


def virtual(group):
    del group["0"]
    layout = h5py.VirtualLayout((784, 10), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (784, 10))
    group.create_virtual_dataset("0", layout)


def functional(*layers, output):
    config = {"name": "f", "layers": list(layers), "output_layers": [output, 0, 0]}
    return keras_file({"class_name": "Functional", "config": config})


LAMBDA = layer("Lambda", function={"class_name": "__lambda__", "config": {"code": "4wEA"}})
GET_FILE = {"module": "keras.utils", "class_name": "function", "config": "get_file"}
SYSTEM = {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}
DEEP = b'{"class_name": "Sequential", "config": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
HUGE = json.dumps(SIMPLE).encode() + b" " * 4_000_000
LONG = model(INPUT, *[FLAT] * 200, DENSE)
PIXEL_MOSAIC = layer("Conv2D", filters=1000, kernel_size=[28, 28], padding="same")
NAN = np.full((784, 10), np.nan, np.float32)
HOSTILE = {
    "nothing": (lambda: b"", "neither"),
    "text": (lambda: b"import os; os.system('x')", "neither"),
    "a pickle": (lambda: pickle.dumps(Gadget()), "neither"),
    "a pickle in .npz": (lambda: npz(a=np.array([Gadget()], object)), "holds object"),
    "an .npz of other arrays": (lambda: npz(a=np.zeros(3)), "holds no network"),
    "an .npz bomb": (
        lambda: npz(architecture=np.zeros(35_000_000, np.uint8)),
        "unpack to more than",
    ),
    "an .npz with code for a network": (
        lambda: npz(architecture=np.array("__import__('os')")),
        "readable",
    ),
    "a zip without end": (lambda: keras_file()[:-30], "zip"),
    "a zip cut in its middle": (lambda: keras_file()[:3000] + keras_file()[-300:], "damaged"),
    "a path in the zip": (
        lambda: keras_file(extra=[("../../evil.py", "x")]),
        "which no network needs",
    ),
    "an absolute path": (
        lambda: keras_file(extra=[("/etc/passwd", "x")]),
        "which no network needs",
    ),
    "assets": (
        lambda: keras_file(extra=[("assets/vocabulary.txt", "x")]),
        "which no network needs",
    ),
    "a config of 4 MB": (
        lambda: keras_file(HUGE, compress=zipfile.ZIP_DEFLATED),
        "unpacks to more than",
    ),
    "a config of 10 MB": (
        lambda: zipped(("config.json", b"\0" * 10**7), ("model.weights.h5", b""), lie=None),
        "unpacks to more than",
    ),
    "weights of 35 MB": (
        lambda: keras_file(hdf5=bytes(35_000_000), compress=zipfile.ZIP_DEFLATED),
        "unpacks to more than",
    ),
    "no weights": (lambda: zipped(("config.json", "{}")), "no weights"),
    "weights that are no HDF5": (lambda: keras_file(hdf5=b"PK\3\4"), "damaged"),
    "weights cut off": (lambda: keras_file(hdf5=weights()[:4000]), "damaged"),
    "no JSON": (lambda: keras_file(b"{"), "no readable JSON"),
    "JSON without bottom": (lambda: keras_file(DEEP), "no readable JSON"),
    "JSON of another kind": (lambda: keras_file(["Sequential"]), "no Sequential"),
    "a null for settings": (
        lambda: keras_file({"class_name": "Sequential", "config": None}),
        "no layers",
    ),
    "200 layers": (lambda: keras_file(LONG), "more than 100"),
    "a Lambda": (lambda: with_layer(LAMBDA), "class Lambda"),
    "a TFSMLayer": (lambda: with_layer(layer("TFSMLayer", filepath="/tmp/x")), "class TFSMLayer"),
    "a StringLookup": (
        lambda: with_layer(layer("StringLookup", vocabulary="/etc/passwd")),
        "StringLookup",
    ),
    "a network in a network": (lambda: keras_file(model(INPUT, SIMPLE)), "class Sequential"),
    "a class of somebody's": (lambda: with_layer(layer("Evil", module="evil")), "class Evil"),
    "somebody's Flatten": (lambda: with_layer(layer("Flatten", module="evil")), "class Flatten"),
    "a registered Flatten": (
        lambda: with_layer(layer("Flatten", registered="x>Flatten")),
        "class Flatten",
    ),
    "a class that is a list": (lambda: with_layer({"class_name": ["Dense"]}), "class \\['Dense"),
    "os.system for an activation": (lambda: with_dense(activation=SYSTEM), "Dense has activation"),
    "get_file for an activation": (lambda: with_dense(activation=GET_FILE), "Dense has activation"),
    "an unknown setting": (lambda: with_dense(hook="x"), "Dense has hook"),
    "an unknown activation": (lambda: with_dense(activation="gelu"), "activation = gelu"),
    "two million units": (lambda: with_dense(units=2_000_000), "units from 1 to 4,096"),
    "units of 10 to the 400": (lambda: with_dense(units=10**400), "Dense has units"),
    "units that are text": (lambda: with_dense(units="10"), "Dense has units"),
    "units that are true": (lambda: with_dense(units=True), "Dense has units"),
    "no units": (lambda: keras_file(model(INPUT, FLAT, layer("Dense"))), "does not say its units"),
    "eleven classes": (lambda: with_dense(units=11), "A weight has the shape|ends in shape"),
    "a kernel for all of memory": (lambda: with_layer(PIXEL_MOSAIC), "rows of pixels"),
    "another kernel for it": (
        lambda: keras_file(
            model(
                layer("InputLayer", batch_shape=[None, 28, 28, 1]),
                layer("Conv2D", filters=1000, kernel_size=[28, 28], padding="same"),
                FLAT,
                DENSE,
            )
        ),
        "limit is",
    ),
    "dilated": (
        lambda: with_layer(layer("Conv2D", filters=4, kernel_size=3, dilation_rate=[2, 2])),
        "dil",
    ),
    "pictures in colour": (
        lambda: keras_file(model(layer("InputLayer", batch_shape=[None, 32, 32, 3]), FLAT, DENSE)),
        "28 × 28",
    ),
    "a shape of a trillion": (
        lambda: keras_file(model(layer("InputLayer", batch_shape=[None, 10**12]), FLAT, DENSE)),
        "batch_shape",
    ),
    "no shape": (lambda: keras_file(model(FLAT, DENSE)), "28 × 28"),
    "a reshape to a trillion": (
        lambda: with_layer(layer("Reshape", target_shape=[10**12])),
        "Reshape",
    ),
    "a division by 2": (
        lambda: with_layer(layer("Rescaling", scale=0.5, offset=0)),
        "division by 255",
    ),
    "two layers of one name": (lambda: keras_file(model(INPUT, FLAT, FLAT, DENSE)), "share a name"),
    "after the answer": (
        lambda: keras_file(
            model(INPUT, FLAT, layer("Dense", units=10, activation="log_softmax"), layer("ReLU"))
        ),
        "goes on after its answer",
    ),
    "layers joined to nothing": (
        lambda: functional(
            INPUT, {**DENSE, "inbound_nodes": [[["nobody", 0, 0, {}]]]}, output="dense"
        ),
        "joined in a way",
    ),
    "a node that is no node": (
        lambda: functional(INPUT, {**DENSE, "inbound_nodes": [{"args": [7]}]}, output="dense"),
        "not as Keras writes it",
    ),
    "a link to another file": (
        lambda: linked(h5py.ExternalLink("/etc/passwd", "/x")),
        "never followed",
    ),
    "a link within": (lambda: linked(h5py.SoftLink("/layers/dense/vars/1")), "never followed"),
    "a link in a circle": (
        lambda: linked(h5py.SoftLink("/layers/dense/vars/0")),
        "missing|followed",
    ),
    "an array of another file": (lambda: keras_file(hdf5=weights(virtual)), "plain numbers"),
    "an array outside": (
        lambda: stored(external=[("/etc/passwd", 0, 31_360)]),
        "plain numbers",
    ),
    "an array that was never written": (lambda: stored(), "plain numbers"),
    "a packed array": (
        lambda: stored(chunks=(784, 10), compression="gzip", fillvalue=1),
        "plain numbers",
    ),
    "an array of 100,000 × 100,000": (lambda: stored(shape=(100_000, 100_000)), "should have"),
    "text for weights": (lambda: stored(dtype="S4"), "plain numbers"),
    "weights that are no numbers": (lambda: stored(data=NAN), "not a finite number"),
    "weights of another shape": (lambda: stored(shape=(10, 784)), "should have"),
    "a layer named as a path": (
        lambda: legacy_file(model(INPUT, FLAT, layer("Dense", units=10, name="../../x"))),
        "no name but a path",
    ),
    "an .h5 without layers": (lambda: weights(), "weights alone"),
    "an .h5 with a Lambda": (lambda: legacy_file(model(INPUT, LAMBDA, DENSE)), "class Lambda"),
    "an .h5 with a number for layers": (
        lambda: legacy_file(change=lambda file: file.attrs.create("model_config", 7)),
        "no text",
    ),
    "an .h5 cut off": (lambda: legacy_file()[:2000], "damaged"),
    "an .h5 with an outer link": (
        lambda: legacy_file(
            change=lambda file: file.__setitem__(
                "model_weights/dense/dense/0", h5py.ExternalLink("/etc/passwd", "/x")
            )
        ),
        "never followed",
    ),
}

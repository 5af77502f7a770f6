"""Training recipes: how a network is trained, apart from what it is.

``Recipe`` is the one description of a training's hyperparameters, and ``SETTINGS`` the table of its
fields: name, title, kind, bounds or choices, default, help. The form on the Training page, the
shell's ``train``, a search and a report go through this table and know no setting by themselves::

    for setting in SETTINGS.values():
        if setting.choices: ...      # one of setting.choices, a mapping from value to title
        else: ...                    # setting.low to setting.high; setting.kind is int or float

    recipe = replace(Recipe(), **{name: value})    # raises ValueError, one sentence, out of bounds
    recipe.uses(name)                # whether it has an effect beside the other values

A recipe of an earlier version lacks the settings that came later; they have their defaults then,
and a recipe at those defaults is stored, and trains, exactly as it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from mnist_core.network.setting import Setting


def _number(
    title: str, help: str, default: float, low: float, high: float, step: float, **more: Any
) -> Any:
    kind = type(default)
    about = {"title": title, "help": help, "default": default, "kind": kind, **more}
    return field(default=default, metadata=about | {"low": low, "high": high, "step": step})


def _choice(title: str, help: str, default: str, choices: Mapping[str, str]) -> Any:
    about = {"title": title, "help": help, "default": default, "kind": str}
    return field(default=default, metadata=about | {"choices": MappingProxyType(choices)})


@dataclass(frozen=True)
class Recipe:
    """The hyperparameters of one training; what each is, ``SETTINGS`` says.

    ``assumed`` is no setting: what the source left open and we chose, empty where it left nothing
    open.

    Raises
    ------
    ValueError
        With one sentence, where a value is out of bounds.
    """

    optimizer: str = _choice(
        "Optimizer",
        "Who takes the steps. SGD goes straight down the slope, and rolls on with momentum; "
        "Nesterov looks where the momentum will take it before it steps. RMSprop scales the step "
        "of every weight by how large its slopes have been; Adam does that with momentum, and "
        "AdamW also lets all weights shrink a little at every step.",
        "adam",
        {
            "sgd": "SGD",
            "nesterov": "Nesterov",
            "adam": "Adam",
            "adamw": "AdamW",
            "rmsprop": "RMSprop",
        },
    )
    learning_rate: float = _number(
        "Learning rate",
        "Length of a step. Too long and the loss jumps or explodes; too short and nothing seems to "
        "happen.",
        *(0.001, 1e-5, 1.0, 0.001),
        logarithmic=True,
    )
    momentum: float = _number(
        "Momentum",
        "Share of the last step that is kept, like a ball that rolls on; 0 is plain SGD.",
        *(0.0, 0.0, 0.99, 0.1),
        matters=("optimizer", ("sgd", "nesterov")),
    )
    batch_size: int = _number(
        "Batch size",
        "Digits per step. Small batches: more steps in an epoch, each noisier.",
        *(128, 8, 1024, 8),
        logarithmic=True,
    )
    epochs: int = _number("Epochs", "How many times every training digit is seen.", 12, 1, 50, 1)
    schedule: str = _choice(
        "Schedule",
        "How the learning rate goes over the run: constant; one cycle, up to the learning rate and "
        "down to nothing; cosine, down to nothing from the first step on; steps, cut every few "
        "epochs.",
        "constant",
        {"constant": "constant", "one_cycle": "one cycle", "cosine": "cosine", "step": "steps"},
    )
    precision: str = _choice(
        "Arithmetic",
        "Float32, or bfloat16 where a short measurement on this machine finds it faster: half the "
        "bits, the same range.",
        "float32",
        {"float32": "float32", "fastest": "fastest"},
    )
    augmentation: str = _choice(
        "Augmentation",
        "None, or handwriting: each time a digit is learnt from, it is turned, bent and written "
        "with another pen; some zeros get a slash, ones a flag, sevens a bar, and a few digits are "
        "written in straight strokes, as on a pocket calculator. In the last quarter of the run "
        "this happens to three digits in ten; the rest are as they are.",
        "none",
        {"none": "none", "handwriting": "handwriting"},
    )
    assumed: str = ""
    loss: str = _choice(
        "Loss",
        "What the steps make smaller. Categorical cross-entropy and the negative log-likelihood of "
        "the log-softmax are the same number under two names. The mean squared error compares the "
        "ten probabilities with 1 for the right digit and 0 for the others.",
        "cross_entropy",
        {
            "cross_entropy": "cross-entropy",
            "nll": "negative log-likelihood",
            "squared_error": "mean squared error",
        },
    )
    weight_decay: float = _number(
        "Weight decay",
        "AdamW only: the share of every weight, times the learning rate, that is taken off at "
        "every step.",
        *(0.004, 0.0, 1.0, 0.001),
        matters=("optimizer", ("adamw",)),
    )
    l1: float = _number(
        "L1",
        "Times the sum of the sizes of all kernels' weights, added to the loss: many weights "
        "become 0. The curves show the loss without it.",
        *(0.0, 0.0, 0.1, 0.00001),
    )
    l2: float = _number(
        "L2",
        "Times the sum of the squares of all kernels' weights, added to the loss: large weights "
        "shrink. The curves show the loss without it.",
        *(0.0, 0.0, 0.1, 0.0001),
    )
    patience: int = _number(
        "Patience",
        "Early stopping: the run ends after so many epochs in a row without a smaller loss on the "
        "validation digits, and the weights of its best epoch are the network's. 0: never.",
        *(0, 0, 20, 1),
    )
    drop: float = _number(
        "Cut to",
        "Steps: the learning rate is multiplied by this at every cut.",
        *(0.1, 0.01, 0.9, 0.05),
        logarithmic=True,
        matters=("schedule", ("step",)),
    )
    drop_every: int = _number(
        "Cut every",
        "Steps: how many epochs the learning rate stays before it is cut.",
        *(4, 1, 50, 1),
        matters=("schedule", ("step",)),
    )
    rotation: float = _number(
        "Rotation",
        "Each time a digit is learnt from, it is turned by up to so many degrees, either way.",
        *(0.0, 0.0, 45.0, 5.0),
    )
    shift: float = _number(
        "Shift",
        "Up to so many pixels up or down, and as many to the left or right.",
        *(0.0, 0.0, 6.0, 0.5),
    )
    zoom: float = _number(
        "Zoom",
        "Larger or smaller by up to this share of its size.",
        *(0.0, 0.0, 0.5, 0.05),
    )
    shear: float = _number(
        "Shear",
        "Slanted by up to so many columns a row, either way.",
        *(0.0, 0.0, 0.6, 0.05),
    )
    thickness: float = _number(
        "Thickness",
        "Another pen: every pixel goes up to this share of the way to the most ink (thinner: the "
        "least) among its four neighbours and itself.",
        *(0.0, 0.0, 1.0, 0.1),
    )
    noise: float = _number(
        "Noise",
        "Random ink on every pixel: the standard deviation, where 1 is from paper to full ink.",
        *(0.0, 0.0, 0.5, 0.05),
    )
    smoothing: float = _number(
        "Label smoothing",
        "It learns not to be quite sure, as if each label were drawn anew from all ten digits with "
        "this probability. The curves show the loss without it.",
        *(0.0, 0.0, 0.5, 0.05),
    )
    hardest_again: int = _number(
        "Hardest digits again",
        "At the end of every epoch, when each digit has been seen, the tenth of them that it was "
        "least sure of is learnt from once more; so many times, chosen anew each time.",
        *(0, 0, 20, 1),
    )
    outliers: float = _number(
        "Outliers",
        "To every batch so many pictures are added, as a share of its digits, that are none: two "
        "digits at once, a pen that strays, random strokes. It learns to give all ten digits a "
        "score below 0 for them, and so what it should not read. The curves show the digits' "
        "loss alone.",
        *(0.0, 0.0, 1.0, 0.05),
    )

    def __post_init__(self) -> None:
        for setting in SETTINGS.values():
            setting.check(getattr(self, setting.name))

    def uses(self, name: str) -> bool:
        """Whether a setting has an effect beside the other ones: momentum has none with Adam."""
        matters = SETTINGS[name].matters
        return matters is None or getattr(self, matters[0]) in matters[1]

    @property
    def distortions(self) -> dict[str, float]:
        """How far each single augmentation goes; empty where none is asked for."""
        return {name: strength for name in DISTORTIONS if (strength := getattr(self, name))}

    @property
    def keras_optimizer(self) -> tuple[str, dict[str, float | bool]]:
        """The name of Keras' optimizer, and the arguments that make it this recipe's."""
        arguments: dict[str, float | bool] = {"learning_rate": self.learning_rate}
        if self.optimizer in ("sgd", "nesterov"):
            arguments["momentum"] = self.momentum
        if self.optimizer == "nesterov":
            arguments["nesterov"] = True
        if self.optimizer == "adamw":
            arguments["weight_decay"] = self.weight_decay
        return _KERAS_NAMES[self.optimizer], arguments

    def to_dict(self) -> dict[str, Any]:
        """The recipe as plain values, for JSON; later settings only where they change something."""
        values = {it.name: getattr(self, it.name) for it in fields(self)}
        return {
            name: value
            for name, value in values.items()
            if name in FIRST or value != SETTINGS[name].default
        }


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {it.name: Setting(it.name, **it.metadata) for it in fields(Recipe) if it.metadata}
)
"""Every setting of a recipe, by the name of its field."""

FIRST = (
    *("optimizer", "learning_rate", "momentum", "batch_size", "epochs"),
    *("schedule", "precision", "augmentation", "assumed"),
)
"""What the first recipes had: always stored."""

DISTORTIONS = ("rotation", "shift", "zoom", "shear", "thickness", "noise")
"""The augmentations that can be had one by one."""

_KERAS_NAMES = MappingProxyType(
    {"sgd": "SGD", "nesterov": "SGD", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop"}
)

FAST = Recipe(
    optimizer="adam",
    learning_rate=0.006,
    batch_size=64,
    epochs=1,
    schedule="one_cycle",
    precision="fastest",
    smoothing=0.15,
    hardest_again=3,
)
"""Our own recipe: as good for ``keras_cnn`` as its published one, in a small part of the time.

Chosen on the validation digits and on training digits that were set aside for that.
"""

"""Networks drawn at random for the tests, as drafts: some legal, most not."""

from collections.abc import Iterator

import numpy as np

from mnist_core.editing.draft import Draft
from mnist_core.editing.spec import Spec

PADDINGS = ("valid", "same")


def drafts(seed: int) -> Iterator[Draft]:
    """Drafts without end: a body of feature-map layers, one way into a vector, a head.

    Half are then spoilt in one place: a layer moved, removed, added, or given a wild number.
    """
    random = np.random.default_rng(seed)
    while True:
        body = [_body(random) for _ in range(random.integers(0, 6))]
        into = Spec.new(random.choice(["Flatten", "Flatten", "GlobalAveragePooling2D"]))
        head = [_head(random) for _ in range(random.integers(0, 4))]
        end = [Spec.new("Dense", units=10), Spec.new("Softmax")]
        scaling = str(random.choice(["scale", "standardise"]))
        draft = Draft((*body, into, *head, *end), scaling)
        yield draft if random.random() < 0.5 else _spoilt(draft, random)


def _body(random: np.random.Generator) -> Spec:
    kind = str(
        random.choice(
            [
                "Conv2D",
                "Conv2D",
                "MaxPooling2D",
                "AveragePooling2D",
                "ReLU",
                "BatchNormalization",
                "Dropout",
                "Dense",
            ]
        )
    )
    stride, padding = int(random.integers(1, 4)), str(random.choice(PADDINGS))
    if kind == "Conv2D":
        return Spec.new(
            kind,
            filters=int(random.integers(1, 17)),
            padding=padding,
            kernel_size=int(random.integers(1, 8)),
            strides=stride,
        )
    if "Pooling" in kind:
        return Spec.new(kind, pool_size=int(random.integers(1, 5)), strides=stride, padding=padding)
    return _head(random, kind)


def _head(random: np.random.Generator, kind: str = "") -> Spec:
    kind = kind or str(random.choice(["Dense", "ReLU", "Dropout", "BatchNormalization"]))
    if kind == "Dense":
        return Spec.new(kind, units=int(random.integers(1, 80)))
    if kind == "Dropout":
        return Spec.new(kind, rate=round(float(random.random()) * 0.9, 4))
    return Spec.new(kind)


def _spoilt(draft: Draft, random: np.random.Generator) -> Draft:
    place, to = (int(random.integers(len(draft.specs))) for _ in range(2))
    what = random.integers(4)
    if what == 0:
        return draft.moved(place, to)
    if what == 1 and len(draft.specs) > 1:
        return draft.removed(place)
    names = [name for name, _ in draft.specs[place].settings]
    if what == 2 or not names:
        return draft.added(place, str(random.choice(["Conv2D", "Flatten", "MaxPooling2D"])))
    wild = (0, -3, 29, 5000, 10**12, "much", 2.5)
    return draft.changed(place, str(random.choice(names)), wild[random.integers(len(wild))])

"""Networks drawn at random for the tests, as drafts: some legal, most not."""

from collections.abc import Iterator

import numpy as np

from mnist_core.editing.draft import Draft
from mnist_core.editing.spec import Spec

PADDINGS = ("valid", "same")


def drafts(seed: int) -> Iterator[Draft]:
    """Drafts without end: a body of feature-map layers, one way into a vector, a head.

    A third have a residual block somewhere. Half are then spoilt in one place: a layer moved,
    removed, added, or given a wild number.
    """
    random = np.random.default_rng(seed)
    while True:
        body = [_body(random) for _ in range(random.integers(0, 6))]
        into = Spec.new(random.choice(["Flatten", "Flatten", "GlobalAveragePooling2D"]))
        head = [_head(random) for _ in range(random.integers(0, 4))]
        end = [Spec.new("Dense", units=10), Spec.new("Softmax")]
        scaling = str(random.choice(["scale", "standardise"]))
        draft = Draft((*body, into, *head, *end), scaling)
        if random.random() < 0.33:
            draft = _with_block(draft, random)
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


def _with_block(draft: Draft, random: np.random.Generator) -> Draft:
    """The draft with a block behind one of its layers that adds what it reads to what it makes.

    Where it changes the shape, what it reads goes around through a 1×1 convolution.
    """
    rows = [line.row for line in draft.lines()]
    place = int(random.integers(len(rows) - 2))
    row = rows[place]
    if row is None:
        return draft
    filters, stride = row.output_shape[-1], 1
    if len(row.output_shape) == 1:
        block = [Spec.new("Dense", units=filters)]
    else:
        if random.random() < 0.5:
            filters, stride = int(random.integers(1, 9)), int(random.integers(1, 3))
        size = int(random.integers(1, 4))
        main = {"kernel_size": size, "strides": stride, "padding": "same"}
        block = [Spec.new("Conv2D", filters=filters, **main), *_maybe_normalised(random)]
    for spec in block:
        place += 1
        draft = draft.added(place, spec.kind, **dict(spec.settings))
    source = place - len(block)
    if stride > 1 or filters != row.output_shape[-1]:
        around = {"kernel_size": 1, "strides": stride, "padding": "same"}
        draft = draft.added(place + 1, "Conv2D", filters=filters, **around)
        draft, source, place = draft.changed(place + 1, "reads", source), place, place + 1
    return draft.added(place + 1, "Add", source=source)


def _maybe_normalised(random: np.random.Generator) -> list[Spec]:
    return [Spec.new("BatchNormalization")] if random.random() < 0.5 else []


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
    if draft.specs[place].kind == "Add":
        return draft.changed(place, "source", (None, place, place + 1, 99)[random.integers(4)])
    wild = (0, -3, 29, 5000, 10**12, "much", 2.5)
    return draft.changed(place, str(random.choice(names)), wild[random.integers(len(wild))])

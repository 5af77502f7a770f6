"""A draft in one short word that fits into a link: ``c32x3_r_m2_f_d10_s``.

    z           the digits are standardised (first word only; else scaled)
    c32x3       Conv2D(32, 3);        c32x3s2p   with stride 2 and same padding
    m2          MaxPooling2D(2);      m3s1p      with stride 1 and same padding
    a2          AveragePooling2D(2);  g          GlobalAveragePooling2D()
    d128        Dense(128);           o0.25      Dropout(0.25)
    r f b s     ReLU, Flatten, BatchNormalization, Softmax
    k4          Add, with the output of layer 4, counted from 1; k alone before one is chosen
    c8x1i4      what ends in i4 reads layer 4, and not the layer before it

Numbers that no layer accepts can be written too: an edit that is not yet right survives a reload.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from mnist_core.editing.draft import Draft
from mnist_core.editing.spec import SOURCE, Spec
from mnist_core.network.layers import LayerError
from mnist_core.network.limits import MAX_LAYERS

STANDARDISED = "z"
LONGEST = 1000  # characters; 40 layers with numbers of ordinary size take some 300

_WHOLE, _SHARE = r"(-?\d{1,10})", r"(-?\d{1,10}(?:\.\d{1,4})?)"
_POOL = re.compile(rf"([ma]){_WHOLE}(?:s{_WHOLE})?(p?)", re.ASCII)
_CONV = re.compile(rf"c{_WHOLE}x{_WHOLE}(?:s{_WHOLE})?(p?)", re.ASCII)
_DENSE = re.compile(rf"d{_WHOLE}", re.ASCII)
_ADD = re.compile(r"k(\d{1,3})?", re.ASCII)
_READS = re.compile(r"([^i]+)i(\d{1,3})", re.ASCII)
_DROPOUT = re.compile(rf"o{_SHARE}", re.ASCII)
_POOLS = MappingProxyType({"m": "MaxPooling2D", "a": "AveragePooling2D"})
_PLAIN = MappingProxyType(
    {
        "r": "ReLU",
        "f": "Flatten",
        "b": "BatchNormalization",
        "s": "Softmax",
        "g": "GlobalAveragePooling2D",
    }
)
_LETTERS: Mapping[str, str] = MappingProxyType(
    {kind: letter for letter, kind in (*_POOLS.items(), *_PLAIN.items())}
)


def written(draft: Draft) -> str:
    """The draft as one word of letters, digits, ``_``, ``.`` and ``-``."""
    words = [STANDARDISED] if draft.preprocessing == "standardise" else []
    return "_".join([*words, *map(_word, draft.specs)])


def read(text: str) -> Draft:
    """The draft that was written so.

    Raises
    ------
    LayerError
        With one sentence for whatever else a link may hold.
    """
    if len(text) > LONGEST:
        raise LayerError("The link describes a network too long to be one; ask for it again.")
    words = text.split("_")
    preprocessing = "standardise" if words[0] == STANDARDISED else "scale"
    words = words[1:] if words[0] == STANDARDISED else words
    if not 1 <= len(words) <= MAX_LAYERS:
        raise LayerError(f"The link names {len(words)} layers; a network has 1 to {MAX_LAYERS}.")
    return Draft(tuple(map(_spec, words)), preprocessing)


def _word(spec: Spec) -> str:
    return _settings(spec) + ("" if spec.reads is None else f"i{spec.reads + 1}")


def _settings(spec: Spec) -> str:
    if spec.kind == "Add":
        return "k" if spec[SOURCE] is None else f"k{spec[SOURCE] + 1}"
    if spec.kind == "Dense":
        return f"d{spec['units']}"
    if spec.kind == "Dropout":
        return "o" + f"{spec['rate']:.4f}".rstrip("0").rstrip(".")
    if spec.kind in _PLAIN.values():
        return _LETTERS[spec.kind]
    padding = "p" if spec["padding"] == "same" else ""
    if spec.kind == "Conv2D":
        head, usual = f"c{spec['filters']}x{spec['kernel_size']}", 1
    else:
        head, usual = f"{_LETTERS[spec.kind]}{spec['pool_size']}", spec["pool_size"]
    stride = "" if spec["strides"] == usual else f"s{spec['strides']}"
    return f"{head}{stride}{padding}"


def _spec(word: str) -> Spec:
    reads = _READS.fullmatch(word)
    if reads:
        return replace(_spec(reads[1]), reads=int(reads[2]) - 1)
    if word in _PLAIN:
        return Spec.new(_PLAIN[word])
    for pattern, build in _PATTERNS:
        found = pattern.fullmatch(word)
        if found:
            return build(*found.groups())
    raise LayerError(f"The link names a layer “{word[:20]}” that does not exist; ask for it again.")


def _conv(filters: str, size: str, stride: str | None, same: str) -> Spec:
    return Spec.new(
        "Conv2D",
        filters=int(filters),
        kernel_size=int(size),
        strides=int(stride or 1),
        padding="same" if same else "valid",
    )


def _pool(letter: str, size: str, stride: str | None, same: str) -> Spec:
    return Spec.new(
        _POOLS[letter],
        pool_size=int(size),
        strides=int(stride or size),
        padding="same" if same else "valid",
    )


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., Spec]], ...] = (
    (_CONV, _conv),
    (_POOL, _pool),
    (_DENSE, lambda units: Spec.new("Dense", units=int(units))),
    (_ADD, lambda place: Spec.new("Add", source=int(place) - 1 if place else None)),
    (_DROPOUT, lambda rate: Spec.new("Dropout", rate=float(rate))),
)

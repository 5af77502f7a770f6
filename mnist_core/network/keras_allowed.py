"""Which Keras layers, with which settings at which values, our forward pass computes alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE

POLICIES = ("float32", "mixed_bfloat16", "mixed_float16")  # all keep their weights in float32


class UnknownLayer(ValueError):
    """Something in a model's description that is not read here; the message is one sentence."""


def anything(value: Any) -> bool:
    """Whatever it is, it changes no prediction."""
    return True


def among(*known: Any) -> Callable[[Any], bool]:
    """One of these, and of the same type."""
    return lambda value: any(type(value) is type(it) and value == it for it in known)


def number(value: Any) -> bool:
    """A finite number."""
    return type(value) in (int, float) and abs(value) < 1e9


def whole(value: Any) -> bool:
    """A whole number; its bounds are the layer's."""
    return type(value) is int and abs(value) < 1e9


def sides(value: Any) -> bool:
    """A whole number, or the same twice: what slides over a picture alike in both directions."""
    return whole(value) or (
        isinstance(value, list) and len(value) == 2 and whole(value[0]) and value[0] == value[1]
    )


def shape(value: Any) -> bool:
    """A list of at most four whole numbers or nulls."""
    return isinstance(value, list) and len(value) <= 4 and all(n is None or whole(n) for n in value)


def policy(value: Any) -> bool:
    """A dtype by its name, or as Keras 3 writes it."""
    if isinstance(value, dict):
        inner = value.get("config")
        return (
            value.get("class_name") == "DTypePolicy"
            and isinstance(inner, dict)
            and (inner.get("name") in POLICIES)
        )
    return value in POLICIES if isinstance(value, str) else value is None


def square(value: Any) -> int:
    """The side that `sides` has found."""
    return value[0] if isinstance(value, list) else value


Checks = Mapping[str, Callable[[Any], bool]]
_flag, _last = among(True, False), among(-1)
_shaped: Checks = MappingProxyType({"batch_input_shape": shape, "batch_shape": shape})
_every: Checks = MappingProxyType(
    {"name": anything, "trainable": _flag, "dtype": policy, **_shaped}
)
_activation = among("linear", "relu", "softmax", "log_softmax")
_unseen: Checks = MappingProxyType(
    {
        f"{part}_{what}": anything
        for part in (
            "kernel",
            "bias",
            "beta",
            "gamma",
            "activity",
            "moving_mean",
            "moving_variance",
        )
        for what in ("initializer", "regularizer", "constraint")
    }
)
_weighing: Checks = MappingProxyType(
    {
        **_unseen,
        "activation": _activation,
        "use_bias": _flag,
        "quantization_config": among(None),
        "lora_rank": among(None),
    }
)
_pooling: Checks = MappingProxyType(
    {
        "pool_size": sides,
        "strides": lambda value: value is None or sides(value),
        "padding": among("valid", "same"),
        "data_format": among("channels_last", None),
    }
)
_normalising: Checks = MappingProxyType(
    {
        **_unseen,
        "axis": among(-1, [-1], [1], [3]),
        "epsilon": number,
        "momentum": number,
        "center": _flag,
        "scale": _flag,
        "synchronized": _flag,
        "renorm": among(False),
        "renorm_clipping": among(None),
        "renorm_momentum": number,
        "fused": anything,
        "virtual_batch_size": among(None),
        "adjustment": among(None),
    }
)
ALLOWED: Mapping[str, Checks] = MappingProxyType(
    {
        "InputLayer": {"sparse": among(False), "ragged": among(False), "optional": among(False)},
        "Rescaling": {"scale": number, "offset": number},
        "Reshape": {"target_shape": shape},
        "Flatten": {"data_format": among("channels_last", None)},
        "Dense": {"units": whole, **_weighing},
        "Conv2D": {
            "filters": whole,
            "kernel_size": sides,
            "strides": sides,
            "padding": among("valid", "same"),
            "data_format": among("channels_last", None),
            "dilation_rate": among(1, [1, 1]),
            "groups": among(1),
            **_weighing,
        },
        "MaxPooling2D": _pooling,
        "AveragePooling2D": _pooling,
        "GlobalAveragePooling2D": {
            "data_format": among("channels_last", None),
            "keepdims": among(False),
        },
        "BatchNormalization": _normalising,
        "Dropout": {"rate": number, "seed": anything, "noise_shape": anything},
        "Activation": {"activation": _activation},
        "ReLU": {
            "max_value": among(None),
            "negative_slope": among(None, 0, 0.0),
            "threshold": among(None, 0, 0.0),
        },
        "Softmax": {"axis": _last},
        "Add": {},
    }
)
PREPARATIONS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "scale": (1 / WHITE, 0.0),
        "standardise": (1 / (WHITE * STANDARD_DEVIATION), -MEAN / STANDARD_DEVIATION),
    }
)
"""How a Rescaling prepares pixels from 0 to 255: its scale and its offset."""
NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "Rescaling": "scale",
        "Reshape": "target_shape",
        "Dense": "units",
        "Conv2D": "filters kernel_size",
        "Dropout": "rate",
        "Activation": "activation",
    }
)


def settings_of(layer: Any) -> tuple[str, str, Mapping[str, Any]]:
    """A layer's class, name and settings, all of them on the list.

    Raises
    ------
    UnknownLayer
        If the class, a setting or its value is not.
    """
    kind = layer.get("class_name") if isinstance(layer, dict) else None
    if not isinstance(kind, str) or kind not in ALLOWED or not _of_keras(layer, kind):
        raise UnknownLayer(
            f"It has a layer of the class {_short(kind)}, and what is read here are Keras’ own "
            f"{', '.join(ALLOWED)}."
        )
    settings = layer.get("config")
    if not isinstance(settings, dict):
        raise UnknownLayer(f"Its {kind} has no settings.")
    checks = {**_every, **ALLOWED[kind]}
    for setting, value in settings.items():
        if setting not in checks or not checks[setting](value):
            raise UnknownLayer(
                f"Its {kind} has {_short(setting)} = {_short(value)}, which is not read here."
            )
    missing = [it for it in NEEDED.get(kind, "").split() if it not in settings]
    if missing:
        raise UnknownLayer(f"Its {kind} does not say its {missing[0]}.")
    name = layer.get("name") or settings.get("name")
    if not isinstance(name, str) or not name or len(name) > 200:
        raise UnknownLayer(f"Its {kind} has no name.")
    return kind, name, settings


def preparation(rescaling: Mapping[str, Any]) -> str:
    """What a Rescaling does to pixels from 0 to 255: "scale" or "standardise".

    Raises
    ------
    UnknownLayer
        If it is neither the division by 255 nor that and MNIST's standardising.
    """
    found = (rescaling["scale"], rescaling.get("offset") or 0)
    for name, known in PREPARATIONS.items():
        if all(abs(one - other) < 1e-6 for one, other in zip(found, known, strict=True)):
            return name
    raise UnknownLayer("Its Rescaling is not the division by 255, nor that and standardising.")


def _of_keras(layer: Mapping[str, Any], kind: str) -> bool:
    """Whether a layer is Keras' own, and not somebody's class of the same name."""
    module, registered = layer.get("module", "keras.layers"), layer.get("registered_name")
    ours = isinstance(module, str) and (module == "keras" or module.startswith("keras."))
    return ours and registered in (None, kind)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"

"""The JSON schema of a dataclass, from its fields' types, bounds and words (draft 2020-12)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from mnist_core.service.replies import Bounds

NAMES = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
Schema = dict[str, Any]


def schema_of(kind: type) -> Schema:
    """What an object of a dataclass looks like as JSON; other dataclasses are referred to."""
    hints = get_type_hints(kind, include_extras=True)
    properties = {}
    for it in fields(kind):
        properties[it.name] = _schema(hints[it.name])
        if "says" in it.metadata:
            properties[it.name]["description"] = it.metadata["says"]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def referred(kind: type) -> Schema:
    """Where the schema of a dataclass stands in an OpenAPI document."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _schema(hint: Any) -> Schema:
    """The schema of one field's type."""
    if get_origin(hint) is Annotated:
        inner, bounds = get_args(hint)
        return _schema(inner) | _bounded(bounds)
    if get_origin(hint) in (Union, UnionType):
        parts = get_args(hint)
        (inner,) = (it for it in parts if it is not NoneType)
        return {"anyOf": [_schema(inner), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if is_dataclass(hint):
        return referred(hint)
    return {"type": next(name for kind, name in NAMES if kind is hint)}


def _bounded(bounds: Bounds) -> Schema:
    said = {
        "minimum": bounds.lowest,
        "maximum": bounds.highest,
        "minItems": bounds.items,
        "maxItems": bounds.items,
    }
    return {name: value for name, value in said.items() if value is not None}

"""The OpenAPI document of the service, made from its endpoints and from what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import numpy as np

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.preprocessing import WHITE
from mnist_core.service.endpoints import ENDPOINTS, METRICS, Endpoint
from mnist_core.service.json_schema import referred, schema_of
from mnist_core.service.replies import Found, Health, Model, Models, Number, Prediction, Refusal
from mnist_core.service.request_body import JSON, PICTURES, schemas

SEVEN = ((20, 20), (80, 20), (45, 90))  # the pen's way on a pad of 100 by 100
TWO = ((120, 30), (150, 15), (165, 40), (120, 90), (170, 90))
ANSWERED = (Found, Health, Model, Models, Number, Prediction, Refusal)


def examples() -> dict[str, dict[str, Any]]:
    """Bodies to try, by the name of their schema: a seven, and a number of two digits."""
    strokes = [[list(point) for point in SEVEN]]
    digit = prepare_strokes([np.array(SEVEN, float)]).digit
    return {
        "Pixels": {"pixels": np.rint(digit * WHITE).astype(int).tolist()},
        "Strokes": {"strokes": strokes},
        "Number": {"strokes": [*strokes, [list(point) for point in TWO]]},
    }


def document(models: Sequence[str], version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document.

    Parameters
    ----------
    models : the ids of the networks that can be asked, the default first
    """
    paths: dict[str, Any] = {}
    for it in ENDPOINTS:
        paths[it.path] = {it.method.lower(): _operation(it, models)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Inside a CNN: reading handwritten digits",
            "version": version,
            "description": "Every answer names the network and its accuracy on digits that it had "
            "not seen. Nothing that is sent is kept.",
        },
        "paths": paths,
        "components": {"schemas": {**schemas(), **{it.__name__: schema_of(it) for it in ANSWERED}}},
    }


def _operation(endpoint: Endpoint, models: Sequence[str]) -> dict[str, Any]:
    reply = {JSON: {"schema": referred(endpoint.reply)}} if endpoint.reply else _text()
    told = {str(it): _fault(it) for it in endpoint.faults}
    operation: dict[str, Any] = {
        "operationId": endpoint.path.rpartition("/")[2],
        "summary": endpoint.title,
        "description": endpoint.words,
        "responses": {"200": {"description": "The answer", "content": reply}, **told},
    }
    if endpoint.bodies:
        operation["parameters"] = [_model(models)]
        operation["requestBody"] = {"required": True, "content": _content(endpoint)}
    return operation


def _text() -> dict[str, Any]:
    return {METRICS: {"schema": {"type": "string"}}}


def _fault(status: int) -> dict[str, Any]:
    content = {JSON: {"schema": referred(Refusal)}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _model(models: Sequence[str]) -> dict[str, Any]:
    return {
        "name": "model",
        "in": "query",
        "description": "The network that reads.",
        "schema": {"type": "string", "enum": list(models), "default": models[0]},
    }


def _content(endpoint: Endpoint) -> dict[str, Any]:
    """The media types of a body, with what to try."""
    bodies, tried = endpoint.bodies, examples()
    named = {it: {"value": tried[_example(endpoint, it)]} for it in bodies}
    json: Mapping[str, Any] = {
        "schema": {"oneOf": [{"$ref": f"#/components/schemas/{it}"} for it in bodies]},
        "examples": named,
    }
    return {JSON: json, **{kind: {} for kind in PICTURES}}


def _example(endpoint: Endpoint, body: str) -> str:
    return "Number" if endpoint.reply is Number else body

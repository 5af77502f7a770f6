"""What can be asked of the service: each endpoint a row, for the routes and for the document."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mnist_core.evaluation.picture_readings import ReadDigit
from mnist_core.service.capacity import Capacity
from mnist_core.service.intake import Intake
from mnist_core.service.meters import Meters
from mnist_core.service.replies import Health, Model, Models, Number, Prediction
from mnist_core.service.request_body import JSON, PICTURES, read_one, read_several
from mnist_core.service.worker_threads import WorkerThreads
from mnist_core.web.keepsake import Keepsake

METRICS = "text/plain; version=1.0.0; charset=utf-8"


@dataclass(frozen=True)
class Endpoint:
    """One thing that can be asked.

    Attributes
    ----------
    path, method : where and how
    title, words : what it is for
    reply : the dataclass of its answer; None where it is no JSON
    bodies : the names of the JSON bodies it takes, beside pictures; none where it takes no body
    faults : the statuses of its refusals
    """

    path: str
    method: str
    title: str
    words: str
    reply: type | None
    bodies: tuple[str, ...] = ()
    faults: tuple[int, ...] = ()


POSTED = (400, 408, 413, 415, 422, 503)
PREDICT = Endpoint(
    "/v1/predict",
    "POST",
    "Read one digit",
    "Of a picture or of strokes the ink is prepared as MNIST prepared its digits; 28 × 28 numbers "
    "are read as they are. What is not like a digit is refused: that, too, is an answer (200).",
    Prediction,
    ("Pixels", "Strokes"),
    POSTED,
)
NUMBER = Endpoint(
    "/v1/number",
    "POST",
    "Read a number",
    "A picture or strokes with several digits, at most 100, cut into them and read in order.",
    Number,
    ("Strokes",),
    POSTED,
)
MODELS = Endpoint(
    "/v1/models", "GET", "Which networks read here", "The first reads by default.", Models
)
HEALTH = Endpoint(
    "/healthz", "GET", "Whether the service answers", "It does, or it does not.", Health
)
METERS = Endpoint("/metrics", "GET", "Counters for Prometheus", "Requests, seconds, digits.", None)
ENDPOINTS = (PREDICT, NUMBER, MODELS, HEALTH, METERS)


class Desk:
    """Answers what is asked: the networks, and the capacity to have them read."""

    def __init__(self, kept: Sequence[Keepsake], capacity: Capacity) -> None:
        self.kept = {it.id: it for it in kept}
        self.models = {it.id: Model.of(it) for it in kept}
        self.intake, self.workers = Intake(capacity), WorkerThreads(capacity)
        self.meters = Meters(self.intake, self.workers)

    async def predict(self, request: Request) -> Response:
        return await self._read(request, read_one, self.predicted)

    async def number(self, request: Request) -> Response:
        return await self._read(request, read_several, self.counted)

    async def list_models(self, request: Request) -> Response:
        return _json(Models(tuple(self.models.values())))

    async def health(self, request: Request) -> Response:
        return _json(Health("ok", len(self.models)))

    async def metrics(self, request: Request) -> Response:
        return PlainTextResponse(self.meters.text(), media_type=METRICS)

    def predicted(self, id: str, digit: ReadDigit) -> Response:
        self._count(id, [digit])
        return _json(Prediction.of(self.models[id], digit))

    def counted(self, id: str, digits: Sequence[ReadDigit]) -> Response:
        self._count(id, digits)
        return _json(Number.of(self.models[id], digits))

    def _count(self, id: str, digits: Sequence[ReadDigit]) -> None:
        for it in digits:
            self.meters.digits.labels(id, "refused" if it.refused else "answered").inc()

    async def _read(
        self, request: Request, read: Callable[..., Any], told: Callable[[str, Any], Response]
    ) -> Response:
        """Take in a body, have it read in a thread, and say what was found."""
        id, kind = self._asked(request), _media_type(request)
        body = await self.intake.body(request, kind == JSON)
        kept = self.kept[id]

        def answer() -> Response:
            return told(id, read(bytes(body.data), kind, kept.network, kept.threshold))

        try:
            return await self.workers.outcome(answer)
        except ValueError as error:
            raise HTTPException(422, str(error)) from None
        finally:
            body.give_back()

    def _asked(self, request: Request) -> str:
        unknown = sorted(set(request.query_params) - {"model"})
        asked = request.query_params.getlist("model") or [next(iter(self.kept))]
        if unknown or len(asked) > 1 or asked[0] not in self.kept:
            raise HTTPException(422, f"The one parameter is model, one of {', '.join(self.kept)}.")
        return asked[0]


def _media_type(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (*PICTURES, JSON):
        taken = ", ".join((*PICTURES, JSON))
        raise HTTPException(415, f"The Content-Type must say what is sent, one of {taken}.")
    return kind


def _json(reply: Any) -> Response:
    return Response(json.dumps(reply, default=vars), media_type=JSON)

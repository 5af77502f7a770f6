"""The service as an ASGI application: routes, refusals in one form, and a log line for each."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mnist_core.service.capacity import Capacity
from mnist_core.service.endpoints import ENDPOINTS, HEALTH, METERS, MODELS, NUMBER, PREDICT, Desk
from mnist_core.service.log_lines import say
from mnist_core.service.meters import Meters
from mnist_core.service.openapi import document
from mnist_core.web.keepsake import Keepsake

DOCUMENT = "/openapi.json"
VERSION = "1.0"
PATHS = frozenset((*(it.path for it in ENDPOINTS), DOCUMENT))
OTHER = "other"  # in place of a path that does not exist: clients name no counters


def application(kept: Sequence[Keepsake], capacity: Capacity | None = None) -> Starlette:
    """The application that has these networks read, the first of them by default."""
    desk = Desk(kept, capacity or Capacity())
    told = document([it.id for it in kept], VERSION)

    async def openapi(request: Request) -> Response:
        return JSONResponse(told)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncGenerator[None]:
        say("ready", models=[it.id for it in kept])
        yield
        desk.workers.close()

    answers = {
        PREDICT: desk.predict,
        NUMBER: desk.number,
        MODELS: desk.list_models,
        HEALTH: desk.health,
        METERS: desk.metrics,
    }
    routes = [Route(it.path, answers[it], methods=[it.method]) for it in ENDPOINTS]
    return Starlette(
        routes=[*routes, Route(DOCUMENT, openapi)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
        middleware=[Middleware(Watched, meters=desk.meters)],
        lifespan=life,
    )


class Watched:
    """Counts every answer and logs it."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self.app, self.meters = app, meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, statuses = time.perf_counter(), [500]  # unless an answer is begun

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._note(scope, statuses[-1], time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = scope["path"] if scope["path"] in PATHS else OTHER
        self.meters.requests.labels(path, status).inc()
        self.meters.seconds.labels(path).observe(seconds)
        asked = scope["path"][:100]
        say(
            "answered",
            method=scope["method"],
            path=asked,
            status=status,
            ms=round(1e3 * seconds, 2),
        )


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    sentence = error.detail
    if sentence == HTTPStatus(error.status_code).phrase:  # Starlette's own
        sentence = f"{sentence}: look at {DOCUMENT}."
    return JSONResponse({"error": sentence}, error.status_code, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    # Starlette raises it again, so that uvicorn logs it.
    return JSONResponse({"error": "The service failed at this; its log says how."}, 500)

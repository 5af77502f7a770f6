"""Taking in the body of a request: so many bytes and no more, in time or not at all."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from mnist_core.service.capacity import Capacity

LEFTOVER = (
    1.0  # seconds in which what is too much is read and thrown away, so that the answer comes
)
BUSY = "The service is busy: try again in a second."


class Intake:
    """The bodies that are in memory, counted in bytes; of the event loop's thread alone."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.held = 0

    async def body(self, request: Request, json: bool) -> Body:
        """Read the body of a request; whoever asks gives it back when it is done with.

        Parameters
        ----------
        json : whether it is said to be JSON, of which less is taken

        Raises
        ------
        HTTPException
            413 if it is too large, 408 if it does not come in time, 503 if all bodies together
            would be too large.
        """
        body, most = Body(self), self.capacity.numbers if json else self.capacity.body
        try:
            async with asyncio.timeout(self.capacity.arrival):
                await self._fill(body, request, most)
        except TimeoutError:
            body.give_back()
            seconds = f"{self.capacity.arrival:g} seconds"
            raise _refusal(408, f"The body did not come within {seconds}: send it again.") from None
        except ClientDisconnect:
            body.give_back()
            raise _refusal(400, "The connection closed before the body had come.") from None
        except HTTPException:
            body.give_back()
            await _throw_away(request)
            raise
        return body

    async def _fill(self, body: Body, request: Request, most: int) -> None:
        self._check(int(request.headers.get("content-length", 0)), 0, most)  # h11 has checked it
        async for part in request.stream():
            self._check(len(body.data) + len(part), len(part), most)
            body.add(part)

    def _check(self, size: int, more: int, most: int) -> None:
        """Raise HTTPException where a body of this size, or so many bytes more, are too much."""
        if size > most:
            raise _refusal(413, f"The body is too large: send at most {most / 1e6:g} MB.")
        if self.held + more > self.capacity.bodies:
            raise HTTPException(503, BUSY, {"Retry-After": "1"})


class Body:
    """What has come of one request's body; its bytes count until they are given back."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.data = bytearray()

    def add(self, part: bytes) -> None:
        self.data += part
        self._intake.held += len(part)

    def give_back(self) -> None:
        self._intake.held -= len(self.data)
        self.data = bytearray()


def _refusal(status: int, sentence: str) -> HTTPException:
    """An answer after which the connection closes: what else comes on it is the rest of a body."""
    return HTTPException(status, sentence, {"Connection": "close"})


async def _throw_away(request: Request) -> None:
    """Read on for a moment: a client that is still sending does not see an answer."""
    try:
        async with asyncio.timeout(LEFTOVER):
            while (message := await request.receive())["type"] == "http.request":
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return

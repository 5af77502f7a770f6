"""What is too much at once is put off, and what takes too long is given up."""

import asyncio
import threading

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from mnist_core.service.capacity import Capacity
from mnist_core.service.intake import Intake
from mnist_core.service.worker_threads import WorkerThreads


def request(*parts, length=None):
    """A request whose body comes in parts."""
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    waiting = [{"type": "http.request", "body": it, "more_body": True} for it in parts]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return waiting.pop(0)

    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def test_bodies_count_together_until_they_are_given_back():
    async def told():
        intake = Intake(Capacity(body=6, bodies=10, numbers=3))
        first = await intake.body(request(b"123", b"456"), json=False)
        assert (bytes(first.data), intake.held) == (b"123456", 6)
        with pytest.raises(HTTPException) as busy:
            await intake.body(request(b"12", b"345"), json=False)
        assert busy.value.status_code == 503 and busy.value.headers == {"Retry-After": "1"}
        assert intake.held == 6  # what had come of the second is gone
        first.give_back()
        for large in (request(b"1234567"), request(b"", length=7)):
            with pytest.raises(HTTPException, match="413"):
                await intake.body(large, json=False)
        with pytest.raises(HTTPException, match="413"):
            await intake.body(request(b"1234"), json=True)
        assert intake.held == 0

    asyncio.run(told())


def test_so_many_are_computed_so_many_wait_and_no_more():
    gate = threading.Event()

    async def told():
        workers = WorkerThreads(Capacity(threads=1, waiting=1, answer=0.2))
        late = [asyncio.create_task(workers.outcome(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(HTTPException, match="busy"):
            await workers.outcome(lambda: 1)
        for it in late:  # their time ends before their work does
            with pytest.raises(HTTPException, match=r"No answer was found within 0\.2 seconds"):
                await it
        await asyncio.sleep(0.01)
        assert workers.asked == 1  # one still runs, who waited is out
        gate.set()
        while workers.asked:
            await asyncio.sleep(0.01)
        assert await workers.outcome(lambda: 1) == 1
        with pytest.raises(ZeroDivisionError):
            await workers.outcome(lambda: 1 // 0)
        workers.close()

    try:
        asyncio.run(told())
    finally:
        gate.set()  # or its thread would hold this process for ever

"""The few threads that compute, so that the event loop stays free to answer everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from starlette.exceptions import HTTPException

from mnist_core.service.capacity import Capacity
from mnist_core.service.intake import BUSY

Outcome = TypeVar("Outcome")


class WorkerThreads:
    """So many threads, and so many requests that may wait for one; asked by the event loop."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.asked = 0
        self._threads = ThreadPoolExecutor(capacity.threads, "reads")

    async def outcome(self, work: Callable[[], Outcome]) -> Outcome:
        """What a function returns or raises.

        Raises
        ------
        HTTPException
            503 if too many wait already, or if it takes too long: its thread is busy until it ends.
        """
        if self.asked >= self.capacity.threads + self.capacity.waiting:
            raise HTTPException(503, BUSY, {"Retry-After": "1"})
        self.asked += 1
        loop, task = asyncio.get_running_loop(), self._threads.submit(work)
        task.add_done_callback(lambda _: _from_thread(loop, self._done))
        return await self._in_time(task)

    async def _in_time(self, task: Future[Outcome]) -> Outcome:
        try:
            async with asyncio.timeout(self.capacity.answer):
                return await asyncio.wrap_future(task)
        except TimeoutError:
            seconds = f"{self.capacity.answer:g} seconds"
            sentence = f"No answer was found within {seconds}: send a smaller picture."
            raise HTTPException(503, sentence, {"Retry-After": "10"}) from None

    def _done(self) -> None:
        self.asked -= 1

    def close(self) -> None:
        """Let nobody wait any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _from_thread(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have the loop call this, unless it has ended."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)

"""How much the service takes: of one request, of all at a time, and how long it waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Capacity:
    """The bounds that keep one client from costing the others their answers.

    Attributes
    ----------
    body : bytes a request's body may have
    numbers : bytes of a body that is JSON: read, it takes twenty times as much memory
    bodies : bytes that all bodies in memory may have together
    arrival : seconds in which the head of a request, and then its body, must have come
    answer : seconds in which an answer must be found
    threads : how many requests are computed at a time
    waiting : how many may wait for a thread
    connections : how many may be open
    """

    body: int = 10_000_000
    numbers: int = 1_000_000
    bodies: int = 64_000_000
    arrival: float = 10.0
    answer: float = 20.0
    threads: int = 2
    waiting: int = 64
    connections: int = 1_000

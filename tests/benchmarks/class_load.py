"""A class of thirty and a teacher, idle and voting: when a vote stands on the teacher's page.

Raw websockets in this process, each asking every second what a browser asks. A vote is timed from
its leaving to the end of the answer in which the teacher first reads of so many votes. Aims: p95
at most 1.5 s, no vote lost, the web process under 40 % of one core while nobody does anything.
"""

import random
import re
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import psutil

from tests.benchmarks.classroom import processor
from tests.browser.server import Server
from tests.classroom.member import RIGHT, TITLE, WRONG, Member, add_lesson, member

PUPILS = 30
IDLE_SECONDS, VOTING_SECONDS, LOOK_SECONDS = 30.0, 20.0, 1.0
P95_AIM, IDLE_AIM = 1.5, 0.4
TURNOUT = re.compile(r"\*\*(\d+) of \d+\*\* ha(?:s|ve) voted")


def main() -> None:
    """Print what an idle class costs, and how soon votes are seen."""
    with tempfile.TemporaryDirectory() as folder:
        add_lesson(Path(folder, "home"))
        with Server(Path(folder)) as server, ExitStack() as stack:
            teacher, pupils = assembled(server, stack)
            share = idle(server, [teacher, *pupils])
            print(f"  idle: {share:.0%} of one core (aim: under {IDLE_AIM:.0%})", flush=True)
            waits, counted = voting(teacher, pupils)
            middle, tail, longest = np.percentile(waits, (50, 95, 100))
            print(
                f"  vote to teacher's count: p50 {middle:.2f} s, p95 {tail:.2f} s (aim: at most "
                f"{P95_AIM} s), longest {longest:.2f} s; {counted} of {PUPILS} votes counted"
            )
            assert server.complaints() == []


def assembled(server: Server, stack: ExitStack) -> tuple[Member, list[Member]]:
    """A teacher at a question, and the pupils, all in."""
    teacher = stack.enter_context(member(server.url))
    teacher.press("open_class")
    code = teacher.code
    teacher.choose("class_lesson", TITLE)
    pupils = [stack.enter_context(member(server.url)) for _ in range(PUPILS)]
    for pupil in pupils:
        pupil.remember("class_typed", string_value=code)
        pupil.press("join")
    return teacher, pupils


def together(members: list[Member], act: Callable[[Member, float], None]) -> None:
    """Have all act at once, each with its share of a second's delay."""
    with ThreadPoolExecutor(len(members)) as seats:
        delays = [place / len(members) for place in range(len(members))]
        list(seats.map(act, members, delays))


def idle(server: Server, members: list[Member]) -> float:
    """The share of one core that the web process takes while all only look."""
    process = psutil.Process(server.process.pid)
    begun, used = time.monotonic(), processor(process)
    together(members, lambda one, delay: look(one, delay, lambda: False, IDLE_SECONDS))
    return (processor(process) - used) / (time.monotonic() - begun)


def look(one: Member, delay: float, enough: Callable[[], bool], seconds: float) -> None:
    """Look every second, for so long or until it is enough."""
    due = time.monotonic() + delay
    end = due + seconds
    while due < end and not enough():
        time.sleep(max(0.0, due - time.monotonic()))
        one.look()
        due = max(due + LOOK_SECONDS, time.monotonic())


def voting(teacher: Member, pupils: list[Member]) -> tuple[np.ndarray, int]:
    """Open a vote, have all answer within some seconds; the seconds of each, and how many count."""
    teacher.press("open_vote")
    sent: list[float] = []
    seen: list[tuple[float, int]] = []

    def act(one: Member, delay: float) -> None:
        if one is teacher:
            watch(teacher, seen)
            return
        look(one, delay, lambda: bool(one.answers), 10.0)
        time.sleep(random.Random(delay).uniform(0, 5))
        sent.append(time.monotonic())
        one.vote(random.Random(delay).choice((RIGHT, WRONG)))
        look(one, 0.0, lambda: False, 5.0)

    together([teacher, *pupils], act)
    waits = [
        next((at for at, count in seen if count > place), np.inf) - left
        for place, left in enumerate(sorted(sent))
    ]
    teacher.press("close_vote")
    counts = re.findall(rf"(\d+) for “(?:{RIGHT}|{WRONG})”", teacher.answer)
    return np.array(waits), sum(map(int, counts))


def watch(teacher: Member, seen: list[tuple[float, int]]) -> None:
    """The teacher looks every second, and notes how many votes there are and when that is read."""
    end = time.monotonic() + VOTING_SECONDS
    while time.monotonic() < end and (not seen or seen[-1][1] < PUPILS):
        begun = time.monotonic()
        found = TURNOUT.search(teacher.look())
        if found is not None:
            seen.append((time.monotonic(), int(found[1])))
        time.sleep(max(0.0, begun + LOOK_SECONDS - time.monotonic()))

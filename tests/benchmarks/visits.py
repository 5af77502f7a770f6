"""Resident memory of the web process while 300 short sessions come and go, ten strokes each.

Thirty at a time draw on Draw by raw websockets and leave. Streamlit keeps a session for two
minutes after its browser is gone, so those of the last two minutes are still in it. Baseline: the
same process after the first 100.
"""

import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from tests.benchmarks.classroom import strokes_of_a_drawing
from tests.browser.server import Server
from tests.browser.visit import visit

SESSIONS, AT_ONCE, STROKES, STEP, BASE = 300, 30, 10, 50, 100
AIM, FLAT = 400, 0.05  # MB; share by which the last 200 sessions may change it
MB = 1_000_000


def main() -> None:
    """Print the memory after every fifty sessions, and how flat it is."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        process = psutil.Process(server.process.pid)
        measured = {0: process.memory_info().rss / MB}
        print(f"  before the first: {measured[0]:.0f} MB", flush=True)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in range(STEP, SESSIONS + 1, STEP):
                list(pool.map(lambda seed: stay(server.url, seed), range(done - STEP, done)))
                measured[done] = process.memory_info().rss / MB
                print(f"  after {done} sessions: {measured[done]:.0f} MB", flush=True)
        assert server.complaints() == []
    last = [megabytes for done, megabytes in measured.items() if done >= BASE]
    change = max(last) / measured[BASE] - 1
    print(f"largest {max(last):.0f} MB (aim: at most {AIM})")
    print(f"  {change:+.1%} of that after {BASE} sessions (aim: within {FLAT:.0%})")


def stay(url: str, seed: int) -> None:
    """Open Draw, draw ten strokes, go."""
    drawing = strokes_of_a_drawing(random.Random(seed))
    with visit(url) as page:
        for number in range(STROKES):
            page.send(drawing[number % len(drawing)])

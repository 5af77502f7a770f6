"""Resident memory of the web process while 300 short sessions come and go, ten strokes each.

Thirty at a time draw on Draw by raw websockets and leave. Streamlit keeps a session for two
minutes after its browser is gone, 128 at most, so what it takes is measured at once, with them, and
again when they are gone. Baseline: the same process after the first 100.
"""

import random
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from tests.benchmarks.classroom import strokes_of_a_drawing
from tests.browser.server import Server
from tests.browser.visit import visit

SESSIONS, AT_ONCE, STROKES, STEP, BASE = 300, 30, 10, 50, 100
AIM, FLAT = 400, 0.05  # MB; share by which the last 200 sessions may change it
GONE = 125  # seconds after which Streamlit drops what it kept of a session, at the next visit
MB = 1_000_000


def main() -> None:
    """Print the memory after every fifty sessions, and how flat it is."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        process = psutil.Process(server.process.pid)
        first = process.memory_info().rss / MB
        print(f"  before the first: {first:.0f} MB", flush=True)
        with_them, without = {}, {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in range(STEP, SESSIONS + 1, STEP):
                list(pool.map(lambda seed: stay(server.url, seed), range(done - STEP, done)))
                with_them[done] = process.memory_info().rss / MB
                said = f"  after {done} sessions: {with_them[done]:.0f} MB"
                if done % BASE == 0:
                    time.sleep(GONE)
                    stay(server.url, done)
                    without[done] = process.memory_info().rss / MB
                    said += f", and when they are gone: {without[done]:.0f} MB"
                print(said, flush=True)
        assert server.complaints() == []
    print(f"largest {max(with_them.values()):.0f} MB (aim: at most {AIM})")
    for name, measured in (("with the last ones", with_them), ("when they are gone", without)):
        change = max(it for done, it in measured.items() if done >= BASE) / measured[BASE] - 1
        print(f"  {name}: {change:+.1%} of that after {BASE} sessions (aim: within {FLAT:.0%})")


def stay(url: str, seed: int) -> None:
    """Open Draw, draw ten strokes, go."""
    drawing = strokes_of_a_drawing(random.Random(seed))
    with visit(url) as page:
        for number in range(STROKES):
            page.send(drawing[number % len(drawing)])

"""A long day in a few minutes: strokes, trainings, page changes, sessions that come and go.

2,000 strokes, 40 runs of the small trainer, 500 pages opened by address, 300 sessions dropped, in
ten equal rounds. After the third round the memory of the web process must stay within 5 %, and at
the end there is no process that the server left behind, no file outside its home, and no more on
the disk than the settings allow; else it ends with 1. `SOAK=0.1` before the command takes a tenth
of everything.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from mnist_core import settings
from mnist_core.training.pruning import MEGABYTE, folder_size
from mnist_core.training.run_folder import Run
from pages.ui import frame
from tests.benchmarks.classroom import strokes_of_a_drawing
from tests.browser.conftest import SMALL
from tests.browser.server import Server
from tests.browser.session import session
from tests.browser.visit import visit
from tests.classroom.member import member

ROUNDS, WARM = 10, 3
STROKES, RUNS, CHANGES, SESSIONS = 2_000, 40, 500, 300
FLAT = 0.05  # share by which the memory may change once it is warm
SHARE = float(os.environ.get("SOAK", "1"))
PATIENCE = 120  # seconds for a run of one epoch
MB = 1_000_000


def main() -> None:
    """Print the memory after every round, and what is left at the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        with Server(folder, program=SMALL, HOME=str(elsewhere), TMPDIR=str(elsewhere)) as server:
            process = psutil.Process(server.process.pid)
            measured = []
            for number in range(ROUNDS):
                day(server, number)
                measured.append(process.memory_info().rss / MB)
                print(f"  round {number + 1}: {measured[-1]:.0f} MB", flush=True)
            children = process.children(recursive=True)
            complaints = server.complaints()
            server.process.terminate()
            server.process.wait(timeout=30)
            _, orphans = psutil.wait_procs(children, timeout=30)
            size = folder_size(server.home / "runs") / MEGABYTE
        outside = [it for it in elsewhere.rglob("*") if it.is_file()]
        kept = sum(it.is_dir() for it in (server.home / "runs").iterdir())
        most, many = settings.RUN_BYTES.value, settings.RUNS.value
        flat = report(measured)
        print(f"processes left behind: {len(orphans)}; complaints in the log: {len(complaints)}")
        print(f"files outside the home: {len(outside)} {[it.name for it in outside[:5]]}")
        print(f"on the disk: {kept} runs (at most {many}), {size:.1f} MB (at most {most})")
        if not flat or orphans or complaints or outside or size > most or kept > many:
            sys.exit("Not as it should be: see above.")


def day(server: Server, number: int) -> None:
    """A tenth of all: strokes, page changes, sessions that are dropped at once, trainings."""
    drawing = strokes_of_a_drawing(random.Random(number))
    with visit(server.url) as page:
        for stroke in range(part(STROKES)):
            page.send(drawing[stroke % len(drawing)])
    stems = list(frame.built_pages())
    for change in range(part(CHANGES)):
        with session(server.url, stems[change % len(stems)]):
            pass
    for _ in range(part(SESSIONS)):
        with session(server.url, "home"):
            pass
    for _ in range(part(RUNS)):
        train(server)


def train(server: Server) -> None:
    """One run in a session of its own, to its end."""
    with member(server.url, "network=mlp", "training") as page:
        page.say("train_epochs", double_value=1)
        page.press("train_start")
        run = Run(server.home / "runs" / page.query["run"])
        deadline = time.monotonic() + PATIENCE
        while run.state.active:
            assert time.monotonic() < deadline, "a run never ended"
            time.sleep(0.1)


def report(measured: list[float]) -> bool:
    """Say how flat the memory is once it is warm; whether that is flat enough."""
    warm = measured[WARM - 1]
    change = max(measured[WARM - 1 :]) / warm - 1
    print(f"memory: {change:+.1%} of that after {WARM} rounds (aim: within {FLAT:.0%})")
    return change <= FLAT


def part(total: int) -> int:
    """This round's part of so many, at least one."""
    return max(1, round(total * SHARE / ROUNDS))

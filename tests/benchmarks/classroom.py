"""A class on Draw at once: every pupil finishes a stroke about once a second.

Measured by raw websockets in this process, from a stroke's leaving to the last message of its
answer, and so without browsers and what they paint; and the processor's time that a stroke takes
from the server. A network is trained beside it, on the same machine. Baseline: a class of thirty,
training as well, on a page with the same pad that only counts strokes, on a server of its own.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import numpy as np
import psutil

from mnist_core.home_folder import VARIABLE
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training.config import TrainingConfig
from mnist_core.training.queue import TrainingQueue
from tests.benchmarks.draw_paint import ECHO
from tests.browser.server import Server
from tests.browser.visit import Point, Visit, drawing, visit

CLASS, LARGER = 30, (60, 100)  # sessions
SECONDS = 15.0  # of each lesson
STROKES, DRAWINGS = 3, 8  # strokes of a drawing; drawings that are made before the lesson
MEDIAN_AIM, TAIL_AIM = 60, 150  # milliseconds, for CLASS sessions
MB = 1_000_000
TRAINER_SECONDS = 120.0  # until it has seen its first batch


@dataclass(frozen=True)
class Lesson:
    """What a class has measured.

    Attributes
    ----------
    seconds : for every stroke, until the last message of its answer
    processor : seconds of the server's, over all strokes
    resident : bytes of the server at the end
    lasted : seconds of the lesson
    """

    seconds: np.ndarray
    processor: float
    resident: int
    lasted: float

    def __str__(self) -> str:
        middle, tail, longest = 1000 * np.percentile(self.seconds, (50, 95, 100))
        strokes = len(self.seconds)
        return (
            f"{strokes / self.lasted:5.1f} strokes a second, p50 {middle:5.0f} ms, p95 {tail:5.0f} "
            f"ms, longest {longest:5.0f} ms, {1000 * self.processor / strokes:5.1f} ms of "
            f"processor a stroke, {self.resident / MB:.0f} MB"
        )


def main() -> None:
    """Print a line for each size of class."""
    print(f"a stroke a second each; aim for {CLASS}: p50 {MEDIAN_AIM} ms, p95 {TAIL_AIM} ms")
    with tempfile.TemporaryDirectory() as folder:
        echo = Path(folder, "echo.py")
        echo.write_text(ECHO, encoding="utf-8")
        with serving(Path(folder, "ours")) as server:
            print(f"  Draw, {CLASS} sessions, no training: {lesson(server, CLASS)}", flush=True)
            with training(server):
                for pupils in (CLASS, *LARGER):
                    print(
                        f"  Draw, {pupils} sessions, training: {lesson(server, pupils)}", flush=True
                    )
        with serving(Path(folder, "base"), echo) as server, training(server):
            print(f"  a pad that counts, {CLASS} sessions, training: {lesson(server, CLASS)}")


@contextmanager
def serving(folder: Path, *script: Path) -> Iterator[Server]:
    """A server with its folders below a new one, and its caches filled."""
    folder.mkdir()
    with Server(folder, *script) as server:
        lesson(server, 2, 2.0)
        yield server
        assert server.complaints() == []


@contextmanager
def training(server: Server) -> Iterator[None]:
    """A network learns meanwhile, as one that was asked for on the Training page."""
    os.environ[VARIABLE] = str(server.home)
    queue = TrainingQueue()
    config = TrainingConfig(ARCHITECTURES["robust_cnn"], Recipe(epochs=50))
    run = queue.submit(config, 5000)
    until = time.monotonic() + TRAINER_SECONDS
    while not run.history.batches:
        assert time.monotonic() < until, "the training does not begin"
        time.sleep(0.2)
    yield
    assert run.state.active, "the training ended before the lessons did"
    queue.close()


def lesson(server: Server, pupils: int, seconds: float = SECONDS) -> Lesson:
    """Have so many sessions draw for so long."""
    process, begun, used = psutil.Process(server.process.pid), 0.0, 0.0
    drawings = [strokes_of_a_drawing(random.Random(seed)) for seed in range(DRAWINGS)]

    def begin() -> None:
        nonlocal begun, used
        begun, used = time.monotonic(), processor(process)

    together = Barrier(pupils, begin)

    def pupil(seat: int) -> list[float]:
        try:
            with visit(server.url) as page:
                page.send(drawings[0][0])
                together.wait()
                return draw(page, drawings, begun + seat / pupils, begun + seconds)
        except BaseException:
            together.abort()  # the others would wait for ever
            raise

    with ThreadPoolExecutor(pupils) as seats:
        waited = np.concatenate(list(seats.map(pupil, range(pupils))))
    lasted, used = time.monotonic() - begun, processor(process) - used
    return Lesson(waited, used, process.memory_info().rss, lasted)


def draw(page: Visit, drawings: Sequence[Sequence[str]], begin: float, end: float) -> list[float]:
    """A stroke a second, or when the one before is answered; the seconds that each took."""
    waited: list[float] = []
    due, dice = begin, random.Random(begin)
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        number, sent = len(waited), time.monotonic()
        page.send(drawings[number // STROKES % DRAWINGS][number % STROKES])
        answered = time.monotonic()
        waited.append(answered - sent)
        due = max(due + dice.uniform(0.8, 1.2), answered)
    return waited


def strokes_of_a_drawing(dice: random.Random) -> list[str]:
    """A drawing as the pad sends it after each of its strokes."""
    strokes = [arc(dice) for _ in range(STROKES)]
    return [drawing(strokes[: number + 1]) for number in range(STROKES)]


def arc(dice: random.Random) -> list[Point]:
    """A bow as a hand might draw it: 40 points on the pad."""
    x, y, reach = dice.uniform(90, 230), dice.uniform(90, 230), dice.uniform(30, 80)
    first, turn = dice.uniform(0, 6), dice.uniform(-5, 5)
    angles = np.linspace(first, first + turn, 40)
    return [(int(x + reach * np.cos(it)), int(y + reach * np.sin(it))) for it in angles]


def processor(process: psutil.Process) -> float:
    """Seconds of the processor that a process has taken."""
    times = process.cpu_times()
    return times.user + times.system

"""What the prediction service holds on one core: requests a second, and how long they take.

Baseline: `/healthz` of the same process, which reads nothing. The service is kept to one core where
the system lets it be; the clients, eight connections that stay open, are a process of their own and
use the others. What the service's processor works for a request counts itself, so that figure stays
true beside other work.
"""

import http.client
import json
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

import psutil

from mnist_core.data.sources import embedded_digits
from tests.service.running import JSON, running

CLIENTS = 8
SECONDS = 8.0
STROKES = json.dumps({"strokes": [[[20, 20], [80, 20], [45, 90]]]})
ONE_CORE = ("--threads", "1", "--network", "keras_cnn")


def main() -> None:
    """Print a line for each kind of request."""
    pixels = json.dumps({"pixels": embedded_digits().images[0].tolist()})
    asked = (
        ("GET", "/healthz", None),
        ("POST", "/v1/predict", pixels),
        ("POST", "/v1/predict", STROKES),
    )
    names = ("nothing to read (baseline)", "28 × 28 numbers", "strokes")
    with tempfile.TemporaryDirectory() as home, running(Path(home), *ONE_CORE) as service:
        process = psutil.Process(service.process.pid)
        if hasattr(process, "cpu_affinity"):
            first, *others = os.sched_getaffinity(0)
            process.cpu_affinity([first])
            os.sched_setaffinity(0, others or [first])
        for name, request in zip(names, asked, strict=True):
            before, begun = sum(process.cpu_times()[:2]), time.perf_counter()
            seconds = asked_by_all(service.port, *request)
            whole, worked = time.perf_counter() - begun, sum(process.cpu_times()[:2]) - before
            cuts = statistics.quantiles(seconds, n=100)
            print(
                f"{name:<28} {len(seconds) / whole:7.0f} a second, median {1e3 * cuts[49]:6.1f} ms"
                f", p99 {1e3 * cuts[98]:6.1f} ms, {1e3 * worked / len(seconds):.2f} ms of processor"
            )


def asked_by_all(port: int, method: str, path: str, body: str | None) -> list[float]:
    """Seconds of every request of all clients, who ask again as soon as they are answered."""
    end, found = time.perf_counter() + SECONDS, []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while (begun := time.perf_counter()) < end:
            connection.request(method, path, body, JSON if body else {})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            found.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    return found

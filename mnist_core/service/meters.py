"""What the service counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from mnist_core.service.intake import Intake
from mnist_core.service.worker_threads import WorkerThreads

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Meters:
    """The counters of one service, in a registry of their own."""

    def __init__(self, intake: Intake, workers: WorkerThreads) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "mnist_requests",
            "Answers by path and status",
            ("path", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "mnist_request_seconds",
            "Seconds from a request's head to its answer",
            ("path",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.digits = Counter(
            "mnist_digits",
            "Digits read, by network and by what was said",
            ("model", "said"),
            registry=self.registry,
        )
        held = Gauge("mnist_body_bytes", "Bytes of bodies in memory", registry=self.registry)
        held.set_function(lambda: intake.held)
        asked = Gauge("mnist_in_work", "Requests computed or waiting", registry=self.registry)
        asked.set_function(lambda: workers.asked)

    def text(self) -> bytes:
        """All counters in Prometheus' text format."""
        return generate_latest(self.registry)

"""The command `serve`: the service in a process of its own."""

from __future__ import annotations

import argparse

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.service.capacity import Capacity
from mnist_core.web.keepsake import keepsake, shipped_keepsake

FIRST = "robust_cnn"  # as on the page Draw: built to read what people write
LAST_WORDS = 5  # seconds in which what is being answered may end


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and what it understands."""
    parser, usual = commands.add_parser("serve", help="read digits over HTTP"), Capacity()
    parser.set_defaults(command=serve)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines ask")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--network",
        action="append",
        help="who reads, the default first: ids, .npz files, runs; all that ship unless named",
    )
    parser.add_argument("--threads", type=int, default=usual.threads, help="that compute")
    parser.add_argument(
        "--seconds", type=float, default=usual.arrival, help="in which a request must have come"
    )


def serve(options: argparse.Namespace) -> None:
    """Answer until it is ended."""
    import uvicorn  # here, so that no other command waits for a web server
    from threadpoolctl import threadpool_limits

    from mnist_core.service.application import application
    from mnist_core.service.log_lines import CONFIG
    from mnist_core.service.punctual import punctual

    if options.threads < 1 or not 0.1 <= options.seconds <= 600 or not 0 <= options.port < 65536:
        raise ValueError("Serving takes a thread or more, 0.1 to 600 seconds, a port below 65536.")
    names = options.network or [FIRST, *(it for it in ARCHITECTURES if it != FIRST)]
    digits = None if set(names) <= set(ARCHITECTURES) else load_dataset().validation
    kept = [shipped_keepsake(it) if digits is None else keepsake(it, digits) for it in names]
    capacity = Capacity(threads=options.threads, arrival=options.seconds)
    threadpool_limits(1, user_api="blas")  # requests are read side by side: more would only wait
    uvicorn.run(
        application(kept, capacity),
        host=options.host,
        port=options.port,
        http=punctual(capacity.arrival),
        ws="none",
        log_config=dict(CONFIG),
        access_log=False,
        server_header=False,
        limit_concurrency=capacity.connections,
        timeout_graceful_shutdown=LAST_WORDS,
    )

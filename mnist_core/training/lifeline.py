"""A child process lives on its standard input: when whoever started it dies, the pipe closes."""

from __future__ import annotations

import os
import sys
import threading


def end_with_parent(code: int = 0) -> None:
    """End this process, with this code, as soon as the process that started it is gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):  # unbuffered: a buffer's lock would hang our exit
            pass
        os._exit(code)

    threading.Thread(target=watch, daemon=True).start()

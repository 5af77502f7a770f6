"""The web process: how it computes and where its memory is from."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

CHECKOUT = Path(__file__).resolve().parents[2]
ARENAS = """
import ctypes, sys, threading
from pages.ui import process

if sys.argv[1] == "limited":
    process.limit_arenas()
libc, together = ctypes.CDLL(None), threading.Barrier(12)
libc.malloc.restype = ctypes.c_void_p


def take():
    together.wait()
    libc.malloc(1000)
    together.wait()


threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def test_numpy_computes_in_one_thread_once_a_page_is_painted(app) -> None:
    assert not app().exception
    pools = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert pools and set(pools) == {1}


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are the GNU C library's")
def test_twelve_threads_share_two_arenas() -> None:
    counts = {}
    for name in ("free", "limited"):
        printed = subprocess.run(
            [sys.executable, "-c", ARENAS, name],
            cwd=CHECKOUT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        counts[name] = printed.count("<heap nr=")
    assert counts["limited"] == 2 < counts["free"]

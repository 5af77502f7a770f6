"""The web process itself: how it computes and where its memory is from, for all sessions at once."""

import ctypes
import gc
import platform
from functools import cache

M_ARENA_MAX, ARENAS = -8, 2  # the option's number in <malloc.h>, and its value


@cache
def settle() -> None:
    """What can wait until the first page is painted; later calls do nothing."""
    limit_threads()
    limit_arenas()
    freeze()


def limit_threads() -> None:
    """Let NumPy compute in the thread that asks, not in one for each core.

    Those it would start wait in a busy loop. Where the cores have other work as well, a digit
    then takes 8 ms and not 0.2; where they have none, only thousands of digits would gain.
    """
    from threadpoolctl import threadpool_limits  # slow to import, and nothing painted needs it

    threadpool_limits(1, user_api="blas")


def limit_arenas() -> None:
    """Let all threads take their memory from the same two places.

    Streamlit runs a page in a thread of its own. The GNU C library gives threads arenas of their
    own, eight for each core, and what is freed in one is of no use to the others: with two, a
    server that has seen 20 trainings is 36 MB smaller.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def freeze() -> None:
    """Spare the garbage collector what stays for good, once it is loaded.

    Streamlit collects after every run of a page, with all sessions waiting: some 50 ms for the
    120,000 objects of the imported libraries, and next to nothing once they are frozen.
    """
    gc.collect()
    gc.freeze()

"""The web process itself: how it computes and where its memory is from, for all sessions."""

import ctypes
import gc
import platform
import sys
from functools import cache
from types import MappingProxyType

from streamlit import delta_generator, runtime
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from mnist_core.figures.half_imported import pass_over_half_imported
from mnist_core.figures.unchecked import unchecked
from pages.ui import incoming, outgoing, uploads
from pages.ui.lessons import locks

GNU = platform.libc_ver()[0] == "glibc"
MB = 1 << 20
THEME = "_populate_theme_msg"  # what Streamlit calls for each part of the theme
WARNED = "_use_warning_has_been_displayed"  # that Streamlit was not started as a server
MODULES = 100  # that are loaded before what they brought is worth a collection
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # as the GNU C library numbers them
HEAPS = MappingProxyType(
    {
        M_ARENA_MAX: 2,  # new threads share the heaps there are; unset, up to eight for each core
        M_TRIM_THRESHOLD: 8 * MB,  # may lie idle on top of a heap; unset, it grows to 64
        M_MMAP_THRESHOLD: 32 * MB,  # larger arrays lie outside; unset, it grows to just this
    }
)


def begin() -> None:
    """What must be so before the first page is built; later calls do nothing."""
    share_heaps()
    keep_theme()
    incoming.hear_clicks_once()
    incoming.hear_to_the_end()  # before the next, which asks for the whole page by itself
    incoming.hear_what_is_gone()
    incoming.hear_visitors()
    incoming.hear_what_fits()
    uploads.bound()
    outgoing.send_together()
    outgoing.send_plain()
    outgoing.keep_what_waits()
    outgoing.keep_downloads()
    pass_over_prompt()
    pass_over_half_imported()
    unchecked()
    locks.enforce()


@cache
def share_heaps() -> None:
    """Keep the heaps of the threads few and low.

    Streamlit runs a page in a thread of its own, and the GNU C library gives threads that run side
    by side a heap each. In every one of them the top stays resident that a network's activations
    once took, and `malloc_trim` does not reach it: 20 visitors who drew at once left 120 MB behind
    for good, and leave 10 to 30.
    """
    if GNU:
        library = ctypes.CDLL(None)
        for name, value in HEAPS.items():
            library.mallopt(name, value)


@cache
def keep_theme() -> None:
    """Have Streamlit work out what it tells a browser of the theme once, and not in every run.

    It goes through its four hundred options six times at the beginning of a run, also where only
    a stroke is answered, while all sessions wait: 1.3 ms of some 20.
    """
    work_out = getattr(app_session, THEME)

    @cache
    def worked_out(section: str) -> CustomThemeConfig:
        work_out(message := CustomThemeConfig(), section)
        return message

    def tell(message: CustomThemeConfig, section: str = "theme") -> None:
        message.MergeFrom(worked_out(section))

    setattr(app_session, THEME, tell)


@cache
def pass_over_prompt() -> None:
    """Spare a server the look whether it is typed at Python's prompt, where Streamlit would warn.

    Before the first element it looks for the source of whoever called: among all modules, 0.1 s.
    """
    if runtime.exists():
        setattr(delta_generator, WARNED, True)


def settle() -> None:
    """What can wait until a page is painted; after the first time next to nothing."""
    limit_threads()
    freeze(len(sys.modules) // MODULES)


@cache
def limit_threads() -> None:
    """Let NumPy compute in the thread that asks, not in one for each core.

    Those it would start wait in a busy loop. Where the cores have other work as well, a digit
    then takes 8 ms and not 0.2; where they have none, only thousands of digits would gain.
    """
    from threadpoolctl import threadpool_limits  # slow to import, and nothing painted needs it

    threadpool_limits(1, user_api="blas")


@cache
def freeze(loaded: int) -> None:
    """Spare the garbage collector what stays for good; again when as many modules more are loaded.

    A full collection holds all sessions up: 30 to 50 ms for the objects of the imported libraries,
    next to nothing once they are frozen. As Streamlit comes, it begins one after every run of a
    page; .streamlit/config.toml leaves it to Python, which does when a quarter more have gathered.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Give the memory that was freed back to the system: after every run of a page.

    Streamlit runs a page in a thread of its own, and the GNU C library keeps what such a thread
    frees: after 20 trainings the process was some 20 MB larger for it. Other sessions are not held
    up meanwhile, and the page is painted.
    """
    if GNU:
        ctypes.CDLL(None).malloc_trim(0)

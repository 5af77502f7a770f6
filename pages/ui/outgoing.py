"""What Streamlit says to a browser: a run's messages together, all of them, and files that last."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from functools import cache
from threading import Lock
from weakref import WeakKeyDictionary

from streamlit.components.v2.bidi_component import serialization
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

KEPT_SECONDS = 60.0  # that a file to be saved stays, and the button of before
TOGETHER = 0.002  # seconds in which a run's messages are gathered
FRAMES = "_extract_dataframes_from_dict"  # what Streamlit calls for a component's data
CLEAR, QUEUE = "_clear_queue", "_browser_queue"
PLACES = "_delta_index_map"  # where in the queue the newest message for each place of the page is
OLD, IN_USE, OFFERED = "is_marked_for_delete", "_files_by_session_and_coord", "_deferred_callables"
REMOVE, DROP = "_remove_orphaned_deferred_callables", "_drop_deferred_id"
SOON, BEGIN = "_call_soon_on_event_loop", "_create_scriptrunner"
SEND, STATE = "_enqueued_some_message", "_get_async_objs"


@cache
def send_together() -> None:
    """Hand over a run's messages a few at a time, in their order, and not each by itself.

    A run has a message for every element, 20 to 90 a click. For each, Streamlit wakes the thread
    that sends twice, and that and the run's own then wait for each other: a fifth of the work that
    a click makes.
    """
    hand_over, begin = getattr(AppSession, SOON), getattr(AppSession, BEGIN)
    send, state_of = getattr(Runtime, SEND), getattr(Runtime, STATE)
    gathered: WeakKeyDictionary[AppSession, list[Callable[[], None]]] = WeakKeyDictionary()
    lock = Lock()

    def gather(self: AppSession, message: Callable[[], None]) -> None:
        with lock:
            first = self not in gathered
            gathered.setdefault(self, []).append(message)
        if first:
            hand_over(self, lambda: asyncio.get_running_loop().call_later(TOGETHER, let_go, self))

    def let_go(self: AppSession) -> None:
        with lock:
            messages = gathered.pop(self, [])
        for message in messages:
            try:
                message()
            except Exception as error:
                failed = {"message": "A message to a browser", "exception": error}
                asyncio.get_running_loop().call_exception_handler(failed)

    def begun(self: AppSession, initial_rerun_data: RerunData) -> None:
        if _running() is not None:  # who ran the script before is not heard any more after this
            let_go(self)
        begin(self, initial_rerun_data)

    def sending(self: Runtime) -> None:
        state = state_of(self)
        if _running() is state.eventloop:
            state.need_send_data.set()
        else:
            send(self)

    setattr(AppSession, SOON, gather)
    setattr(AppSession, BEGIN, begun)
    setattr(Runtime, SEND, sending)


@cache
def send_plain() -> None:
    """Send components what they get as it is, and not look for data frames in it.

    Nothing here sends any. Streamlit imports pandas to look, which took a third of a fresh server's
    first run, and asks of every list and dictionary, at each click, which library made it.
    """
    setattr(serialization, FRAMES, lambda data, arrow_blobs=None: data)


@cache
def keep_what_waits() -> None:
    """Leave what waits to be sent in its queue when a part of the page is drawn anew.

    As Streamlit comes, it drops what waits of that part, for it comes anew. But where the end of a
    run of the whole page waits as well, the browser then hears of the end without the part, takes
    it for left over and removes it, so that what stands below moves up; and then the new part is
    put in its place, over what has moved there. On a busy server that took the button below a part
    that polls off the page, until the next click.
    """
    clear = getattr(AppSession, CLEAR)

    def cleared(self: AppSession, fragment_ids_this_run: list[str] | None = None) -> None:
        if fragment_ids_this_run is None:
            clear(self)
        else:  # what comes is put after what waits, and not in its place
            getattr(getattr(self, QUEUE), PLACES).clear()

    setattr(AppSession, CLEAR, cleared)


@cache
def keep_downloads() -> None:
    """Keep what somebody may be saving for a minute, however many others are here.

    Streamlit drops a file that was made for a click when two runs of anybody's have ended, and what
    a button would make when one has that began while the page was drawn anew. Where thirty pages
    look at their class each second, that is before the browser that asked for it comes.
    """
    marked: WeakKeyDictionary[MediaFileMetadata, float] = WeakKeyDictionary()
    unused: dict[str, float] = {}

    def mark(self: MediaFileMetadata) -> None:
        marked.setdefault(self, time.monotonic())

    def old(self: MediaFileMetadata) -> bool:
        return time.monotonic() - marked.get(self, math.inf) > KEPT_SECONDS

    def remove(self: MediaFileManager) -> None:
        now, pages = time.monotonic(), getattr(self, IN_USE).values()
        used = {id for files in pages for id in files.values()}
        offered = {*getattr(self, OFFERED)}
        for id in unused.keys() - offered:  # dropped elsewhere
            del unused[id]
        for id in offered - used:
            if now - unused.setdefault(id, now) > KEPT_SECONDS:
                del unused[id]
                getattr(self, DROP)(id)

    MediaFileMetadata.mark_for_delete = mark
    setattr(MediaFileMetadata, OLD, property(old))
    setattr(MediaFileManager, REMOVE, remove)


def _running() -> asyncio.AbstractEventLoop | None:
    """The event loop of this thread, where it has one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

"""What Streamlit says to a browser: in its order, together, and all of it."""

import asyncio
import threading
import time
from types import SimpleNamespace

import pytest
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from pages.ui import outgoing

MESSAGES = 100


@pytest.fixture(autouse=True)
def together():
    outgoing.send_together()


def session_of(loop):
    """A session as far as handing messages over goes."""
    session = object.__new__(AppSession)
    session._event_loop = loop
    session._state = AppSessionState.SHUTDOWN_REQUESTED  # there is nothing to end
    return session


@pytest.fixture
def woken(monkeypatch):
    """How often a thread woke the event loop."""
    calls, wake = [], asyncio.BaseEventLoop.call_soon_threadsafe
    monkeypatch.setattr(
        asyncio.BaseEventLoop,
        "call_soon_threadsafe",
        lambda *args, **named: (calls.append(args), wake(*args, **named))[1],
    )
    return calls


async def until(done):
    while not done():
        await asyncio.sleep(0.001)


def test_messages_of_a_moment_are_handed_over_at_once_and_in_order(woken) -> None:
    async def run():
        session, heard = session_of(asyncio.get_running_loop()), []
        for number in range(MESSAGES):
            session._call_soon_on_event_loop(lambda number=number: heard.append(number))
        assert heard == []
        await until(lambda: len(heard) == MESSAGES)
        assert heard == list(range(MESSAGES))

    asyncio.run(run())
    assert sum(args[1].__qualname__.startswith("send_together") for args in woken) == 1


def test_no_message_of_two_threads_is_lost_or_overtakes_another() -> None:
    async def run():
        session, heard = session_of(asyncio.get_running_loop()), []

        def say(name):
            for number in range(MESSAGES):
                session._call_soon_on_event_loop(lambda number=number: heard.append((name, number)))

        threads = [threading.Thread(target=say, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        await until(lambda: len(heard) == 2 * MESSAGES)
        for name in "ab":
            assert [it for by, it in heard if by == name] == list(range(MESSAGES))

    asyncio.run(run())


def test_a_message_that_fails_holds_no_other_up() -> None:
    async def run():
        loop, heard, failed = asyncio.get_running_loop(), [], []
        loop.set_exception_handler(lambda _, context: failed.append(context["exception"]))
        session = session_of(loop)
        for message in (lambda: 1 / 0, lambda: heard.append(1)):
            session._call_soon_on_event_loop(message)
        await until(lambda: heard)
        assert [type(it) for it in failed] == [ZeroDivisionError]

    asyncio.run(run())


def test_what_was_said_is_handed_over_before_another_runs_the_script(monkeypatch) -> None:
    """Else it would count for nothing, and the page would miss its end."""
    heard = []
    for owner, name in (
        (AppSession, "_call_soon_on_event_loop"),
        (Runtime, "_enqueued_some_message"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # is put back afterwards
    monkeypatch.setattr(AppSession, "_create_scriptrunner", lambda *_: heard.append("another"))
    outgoing.send_together.__wrapped__()

    async def run():
        session = session_of(asyncio.get_running_loop())
        for number in range(MESSAGES):
            session._call_soon_on_event_loop(lambda number=number: heard.append(number))
        session._create_scriptrunner(RerunData())

    asyncio.run(run())
    assert heard == [*range(MESSAGES), "another"]


@pytest.mark.parametrize("same", [True, False])
def test_the_thread_that_sends_is_woken_by_others_only(woken, same) -> None:
    async def run():
        loop, needed = asyncio.get_running_loop(), asyncio.Event()
        runtime = object.__new__(Runtime)
        runtime._async_objs = SimpleNamespace(eventloop=loop, need_send_data=needed)
        if same:
            runtime._enqueued_some_message()
        else:
            await asyncio.to_thread(runtime._enqueued_some_message)
        await asyncio.wait_for(needed.wait(), 60)
        assert sum(args[1] == needed.set for args in woken) == (not same)

    asyncio.run(run())


@pytest.fixture
def pass_by(monkeypatch):
    """Has so many seconds pass."""
    begun = time.monotonic()
    return lambda seconds: monkeypatch.setattr(outgoing.time, "monotonic", lambda: begun + seconds)


def test_a_file_made_for_a_click_is_there_for_a_minute_whoever_else_runs_a_page(pass_by) -> None:
    outgoing.keep_downloads()
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = files.add_deferred(lambda: b"my report", "text/html", "1.2", "my_report.html")
    name = files.execute_deferred(button).rpartition("/")[2]
    for seconds in (0, 1, outgoing.KEPT_SECONDS - 1):
        pass_by(seconds)
        files.remove_orphaned_files()  # as after every run of a page
        assert files.read_file(name).content == b"my report"
    pass_by(outgoing.KEPT_SECONDS + 1)
    files.remove_orphaned_files()
    assert files.read_file(name) is None


def test_a_button_can_be_pressed_until_the_browser_has_the_next_one(pass_by) -> None:
    outgoing.keep_downloads()
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = files.add_deferred(lambda: b"my report", "text/html", "1.2", "my_report.html")
    files.clear_session_refs()  # the page begins anew
    for seconds in (0, 1, outgoing.KEPT_SECONDS - 1):
        pass_by(seconds)
        files.remove_orphaned_files()
        assert files.execute_deferred(button)
    pass_by(outgoing.KEPT_SECONDS + 1)
    files.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError, match="not found"):
        files.execute_deferred(button)

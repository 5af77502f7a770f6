"""Moments on the person's clock, whatever the server's says."""

import time

import pytest
from streamlit.testing.v1 import AppTest

MOMENT = 1_785_000_000.0  # 2026-07-25 17:20:00 UTC, in summer


@pytest.fixture(autouse=True)
def server_in_india(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def script() -> None:
    import streamlit as st

    from pages.ui import clock

    st.text(clock.moment(st.session_state["seconds"]))


def shown(**context: object) -> str:
    at = AppTest.from_function(script)
    at.session_state["seconds"] = MOMENT
    at.context = context
    return at.run().text[0].value


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"timezone": "Europe/Berlin", "timezone_offset": -120}, "25 Jul 19:20:00"),
        ({"timezone": "America/New_York"}, "25 Jul 13:20:00"),
        ({"timezone": "Pacific/Kiritimati"}, "26 Jul 07:20:00"),  # another day
        ({"timezone": "UTC"}, "25 Jul 17:20:00"),
        ({"timezone": "Mars/Olympus", "timezone_offset": 210}, "25 Jul 13:50:00"),
        ({"timezone": "../../etc/passwd", "timezone_offset": -120}, "25 Jul 19:20:00"),
        ({"timezone": "", "timezone_offset": 0}, "25 Jul 17:20:00"),
        ({"timezone_offset": 1_000_000}, "25 Jul 22:50:00 IST"),  # no zone is that far
        ({}, "25 Jul 22:50:00 IST"),  # the server's own, and it says so
    ],
)
def test_a_moment_is_told_by_the_persons_clock(context, expected) -> None:
    assert shown(**context) == expected

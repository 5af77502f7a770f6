"""The person's clock: moments as they stand where the browser is, not where the server is."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st


def moment(seconds: float) -> str:
    """A moment, in seconds since 1970, to the second; with its zone's name where that is ours."""
    zone = _zone()
    there = datetime.fromtimestamp(seconds, zone).astimezone(zone)
    return there.strftime("%d %b %H:%M:%S" if zone else "%d %b %H:%M:%S %Z")


def today() -> date:
    """The day that it is there."""
    return datetime.now(_zone()).date()


def _zone() -> tzinfo | None:
    """The zone that the browser names, else one with its offset of now; None if it tells neither.

    A system may have no list of zones, and a browser may make names up.
    """
    try:
        return ZoneInfo(st.context.timezone or "")
    except (KeyError, ValueError, OSError):
        pass
    offset = st.context.timezone_offset  # minutes to the west of Greenwich
    try:
        return None if offset is None else timezone(-timedelta(minutes=offset))
    except (ValueError, OverflowError):
        return None

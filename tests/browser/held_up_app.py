"""A Streamlit script that answers late, as a busy machine does by chance.

A run of the whole page begins by itself, as where a class is looked at; what the browser asks of a
part in the meantime waits, and that part is drawn right after the run, before anything is sent.
"""

import time

import streamlit as st
from streamlit.runtime import get_instance

from pages.ui import incoming, outgoing

EVERY = 0.1  # seconds
HELD_UP = 1.0  # seconds, longer than what is drawn meanwhile takes

incoming.hear_what_is_gone()
outgoing.send_together()
outgoing.keep_what_waits()


def hold_up() -> None:
    """For this long the server neither hears nor says anything; runs go on."""
    get_instance()._get_async_objs().eventloop.call_soon_threadsafe(time.sleep, HELD_UP)


def again() -> None:
    """A part that runs the whole page."""
    if st.button("Again"):
        st.session_state.again = True
        hold_up()
        st.rerun()


def tick() -> None:
    """A part that the browser asks for by itself; it stands above another."""
    st.session_state.ticks = st.session_state.get("ticks", 0) + 1
    st.markdown(f"Tick {st.session_state.ticks}")


def count() -> None:
    """A part whose place on the page is another after each run."""
    if st.button("Count"):
        st.session_state.counted = st.session_state.get("counted", 0) + 1
    st.markdown(f"Counted {st.session_state.get('counted', 0)}")


run = st.session_state.run = st.session_state.get("run", 0) + 1
st.fragment(again)()
begun = st.empty()
if st.session_state.pop("again", False):
    begun.markdown("Begun")
    time.sleep(2 * HELD_UP)  # in the second half the server hears what was asked in the first
    hold_up()
st.fragment(tick, run_every=EVERY)()
st.button("Below")
with st.columns(1 + run % 2)[-1]:
    st.fragment(count)()
st.caption(f"End of run {run}")

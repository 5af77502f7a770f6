"""The server, `streamlit run app.py`; what it shows is dashboard.py."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st

AT_ONCE = 2e-4  # seconds after which who loads lets others go on; as Python comes, 25 times as many


@asynccontextmanager
async def load_meanwhile(_: st.App) -> AsyncGenerator[None]:
    """Load what the first page needs while the first browser still loads Streamlit's scripts."""
    Thread(target=load_first_page, name="first page", daemon=True).start()
    yield


def load_first_page() -> None:
    """Takes half a second, so it is no part of the server's start, and no request waits for it."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(AT_ONCE)
    try:
        from pages.ui import first_page

        first_page.load()
    finally:
        sys.setswitchinterval(usual)


app = st.App("dashboard.py", lifespan=load_meanwhile)

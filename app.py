"""The server, `streamlit run app.py`; what it shows is dashboard.py."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st


@asynccontextmanager
async def load_meanwhile(_: st.App) -> AsyncGenerator[None]:
    """Load what the first page needs while the first browser still loads Streamlit's scripts."""
    Thread(target=load_first_page, name="first page", daemon=True).start()
    yield


def load_first_page() -> None:
    """Takes half a second, so it is no part of the server's start."""
    from pages.ui import first_page

    first_page.load()


app = st.App("dashboard.py", lifespan=load_meanwhile)

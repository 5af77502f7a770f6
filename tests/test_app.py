"""The server: it loads the first page in a thread while it starts, and shows dashboard.py."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

CHECKOUT = Path(__file__).resolve().parents[1]
STARTED = """
import asyncio, sys, threading
import app

async def start():
    async with app.load_meanwhile(app.app):
        (thread,) = [it for it in threading.enumerate() if it.name == "first page"]
        thread.join()
    print("pages.ui.frame" in sys.modules, app.app.script_path)

print("numpy" in sys.modules)
asyncio.run(start())
"""


@pytest.mark.slow
def test_the_first_page_is_loaded_while_the_server_starts(home) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    assert printed.split() == ["False", "True", "dashboard.py"]


def test_streamlit_finds_the_server_in_the_file_it_is_told_to_run() -> None:
    assert discover_asgi_app(CHECKOUT / "app.py").import_string == "app:app"

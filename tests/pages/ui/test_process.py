"""The web process: how it computes and where its memory is from."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.figures.half_imported import pass_over_half_imported

CHECKOUT = Path(__file__).resolve().parents[3]
PAINTED = """
import sys
from threadpoolctl import threadpool_info
from streamlit.testing.v1 import AppTest
import numpy

def pools():
    print(*(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))

pools()
at = AppTest.from_file("dashboard.py", default_timeout=60).run()
assert not at.exception
pools()
print("pandas" in sys.modules)
"""
FREED = """
import psutil
from pages.ui import process

memory = psutil.Process().memory_info
pieces = [bytearray(50_000) for _ in range(4_000)]  # too small each for a mapping of its own
last = bytearray(50_000)  # and one that stays, at the end
full = memory().rss
del pieces
kept = memory().rss
process.give_back()
print(full, kept, memory().rss)
"""
THEME = """
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.web import bootstrap
from pages.ui import process

bootstrap.load_config_options({})
PARTS = ("theme", *(f"theme.{it}" for it in ("light", "dark", "sidebar", "dark.sidebar")))

def told():
    messages = []
    for part in PARTS:
        app_session._populate_theme_msg(message := CustomThemeConfig(), part)
        messages.append(message.SerializeToString(deterministic=True))
    return messages

as_it_comes = told()
process.keep_theme()
first, again = told(), told()
assert as_it_comes == first == again
print(len(set(as_it_comes)), app_session._populate_theme_msg.__module__)
"""


@pytest.mark.slow
def test_numpy_computes_in_one_thread_and_pandas_is_not_there_once_a_page_is_painted(home) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PAINTED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    before, after, pandas = printed.splitlines()
    assert set(before.split()) != {"1"} or os.cpu_count() == 1
    assert set(after.split()) == {"1"}
    assert pandas == "False"  # to import it takes as long as to paint the page


def test_charts_are_built_beside_half_an_import_once_a_page_was_asked_for(app) -> None:
    pass_over_half_imported.cache_clear()
    assert not app().exception
    assert pass_over_half_imported.cache_info().currsize == 1


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can trim")
def test_what_was_freed_is_given_back() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", FREED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    full, kept, left = map(int, printed.split())
    assert full - kept < 20e6, "the library gave it back by itself: this shows nothing"
    assert kept - left > 150e6


@pytest.mark.slow
def test_browsers_are_told_the_same_of_the_theme_though_it_is_worked_out_once() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", THEME], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    assert printed.split() == ["5", "pages.ui.process"]

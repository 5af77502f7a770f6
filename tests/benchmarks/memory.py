"""Resident memory of the web process after every page was visited and one network trained.

Baseline: the same server with TensorFlow imported at its start, as an app would have it that
trains and predicts with Keras in the web process. The trainer's own process is told apart.
"""

import tempfile
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.navigation import HEADINGS, PAGES, settle, uses_tensorflow
from tests.browser.server import Server

AIM = 400  # MB
IMPORT = "import tensorflow\n"
MB = 1_000_000


def main() -> None:
    """Print the resident memory of both, and hold ours to be free of TensorFlow."""
    with tempfile.TemporaryDirectory() as folder, open_chromium(find_chromium() or "") as browser:
        Path(folder, "sitecustomize.py").write_text(IMPORT, encoding="utf-8")
        ours, trainer, mapped = visit(browser)
        assert not mapped, "TensorFlow is in the web process"
        other, _, mapped = visit(browser, PYTHONPATH=folder, TF_CPP_MIN_LOG_LEVEL="3")
        assert mapped, "the baseline did not import TensorFlow"
    print("web process after every page and one training, resident")
    print(f"  as it is: {ours:.0f} MB, without TensorFlow (aim: under {AIM} MB)")
    print(f"  with TensorFlow imported: {other:.0f} MB; ours is {ours / other:.2f} of it")
    print(f"  beside it, the trainer's process after that training: {trainer:.0f} MB")


def visit(browser: Browser, **environment: str) -> tuple[float, float, bool]:
    """Visit, train, visit again.

    Returns the web process's megabytes at the end, those of what it started, and whether
    TensorFlow is mapped into the web process.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.new_context() as context,
        Server(Path(folder), **environment) as server,
    ):
        page = context.new_page()
        page.goto(server.url)
        settle(page, HEADINGS["home"])
        all_pages(page)
        train(page)
        all_pages(page)
        process = psutil.Process(server.process.pid)
        started = process.children(recursive=True)
        trainer = sum(child.memory_info().rss for child in started)
        return process.memory_info().rss / MB, trainer / MB, uses_tensorflow(process)


def all_pages(page: Page) -> None:
    """Go to every page by the navigation."""
    for target in PAGES:
        go(page, target.stem)


def train(page: Page) -> None:
    """One epoch of the network that is chosen at first, watched to its end."""
    go(page, "training")
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="One epoch").click()
    main.get_by_role("button", name="Start").click()
    expect(main.get_by_text("Finished.")).to_be_visible(timeout=180_000)


def go(page: Page, stem: str) -> None:
    """Go to one page and wait until it is painted."""
    title = next(target.title for target in PAGES if target.stem == stem)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    settle(page, HEADINGS[stem])
    page.wait_for_timeout(500)

"""From a click to its painted effect, on every page: with no training, and while one goes on.

Baseline: the same clicks on the same server before the training was started. Each network is
keras_cnn; the digits are the full MNIST where ../shared/data/mnist.npz is at hand.
"""

import statistics
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.clicks import CLICKS, go, measure, start_run
from tests.browser.navigation import HEADINGS, settle
from tests.browser.server import CHECKOUT, Server

TIMES = 10
WARM_UP = 3
MEDIAN_AIM, RATIO_AIM = 500, 2  # milliseconds, times
MNIST = CHECKOUT.parent / "shared" / "data" / "mnist.npz"


def main() -> None:
    """Print the medians and 95th percentiles of both, and their ratio, page by page."""
    environment = {"MNIST_PATH": str(MNIST)} if MNIST.exists() else {}
    print(f"digits: {'full MNIST' if environment else 'embedded'}; {TIMES} clicks a page")
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder), **environment) as server,
        open_chromium(find_chromium() or "") as browser,
    ):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(server.url)
        settle(page, HEADINGS["home"])
        go(page, "training")
        page.wait_for_timeout(15_000)  # opening it starts the trainer, which imports TensorFlow
        alone = all_pages(page)
        start_run(page, Epochs="40")
        training = all_pages(page)
        go(page, "training")
        main = page.get_by_test_id("stMain")
        expect(main.get_by_role("button", name="Stop", exact=True)).to_be_enabled()
    report(alone, training)


def all_pages(page: Page) -> dict[str, list[float]]:
    """Milliseconds of every click, by page."""
    found = {}
    for stem, click in CLICKS.items():
        go(page, stem)
        found[stem] = measure(page, click, WARM_UP + TIMES)[WARM_UP:]
        print(f"  {stem}: {statistics.median(found[stem]):.0f} ms", flush=True)
    return found


def report(alone: dict[str, list[float]], training: dict[str, list[float]]) -> None:
    """Print one line a page, and one for all clicks together."""
    print(f"aim: median under {MEDIAN_AIM} ms and under {RATIO_AIM} times that with no training")
    print(f"{'':32}no training     while training")
    print(f"{'':29} median    p95   median    p95   ratio of medians")
    for stem, click in CLICKS.items():
        line(f"{stem}: {click.what}", alone[stem], training[stem])
    line("all clicks", *(sum(times.values(), []) for times in (alone, training)))


def line(name: str, alone: list[float], training: list[float]) -> None:
    """Print medians, 95th percentiles and the ratio."""
    medians = [statistics.median(times) for times in (alone, training)]
    tails = [float(np.percentile(times, 95)) for times in (alone, training)]
    print(
        f"  {name:<27} {medians[0]:6.0f} {tails[0]:6.0f}   {medians[1]:6.0f} {tails[1]:6.0f}"
        f"   {medians[1] / medians[0]:.2f}"
    )

"""Resident memory over 20 short trainings in one session, each watched and then evaluated.

Baseline: the same processes after the first of these trainings. "Web" is the server; "trainer" is
the process in which Keras works, which is replaced every few runs.
"""

import tempfile
from pathlib import Path

import psutil
from playwright.sync_api import Page, expect

from mnist_core.training.run_protocol import RESULT
from tests.benchmarks.memory import go
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.navigation import HEADINGS, settle
from tests.browser.server import Server

RUNS = 20
WEB_AIM, TOTAL_AIM = 2.0, 50.0  # MB a run; MB in all
DIGITS = "500"
MB = 1_000_000
Memory = tuple[float, float]


def main() -> None:
    """Print the memory after every training, and how much it grew from the first to the last."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        open_chromium(find_chromium() or "") as browser,
    ):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(server.url)
        settle(page, HEADINGS["home"])
        measured = []
        for number in range(1, RUNS + 1):
            evaluate(page, train(page, server))
            measured.append(memory(server))
            web, trainer = measured[-1]
            print(
                f"  after {number:2d} runs: web {web:.1f} MB, trainer {trainer:.1f} MB, "
                f"together {web + trainer:.1f} MB",
                flush=True,
            )
    report(measured)


def train(page: Page, server: Server) -> str:
    """One epoch of keras_cnn on a few digits, watched to its end; returns the run's id."""
    go(page, "training")
    main, folder = page.get_by_test_id("stMain"), server.home / "runs"
    main.get_by_role("button", name="One epoch", exact=True).click()
    page.wait_for_timeout(1000)
    expect(main.get_by_label("Epochs", exact=True)).to_have_value("1")
    box = main.get_by_label("Training digits", exact=True)
    box.fill(DIGITS)
    box.press("Enter")
    expect(main.get_by_text("4 batches in an epoch")).to_be_visible(timeout=30_000)
    known = set(folder.glob("*/config.json"))
    main.get_by_role("button", name="Start", exact=True).click()
    for _ in range(1800):
        new = {path.parent for path in set(folder.glob("*/config.json")) - known}
        if new and (next(iter(new)) / RESULT).exists():
            break
        page.wait_for_timeout(100)
    (run,) = new
    expect(main.get_by_text("Finished.")).to_be_visible(timeout=60_000)
    confusions = page.locator(".st-key-moment_matrix .heatmaplayer image")
    expect(confusions.first).to_be_attached(timeout=60_000)  # the time machine
    return run.name


def evaluate(page: Page, run_id: str) -> None:
    """Choose the run's network in the sidebar and look at its scores on Evaluation."""
    page.get_by_test_id("stSidebar").get_by_role("combobox").click()
    page.get_by_role("option", name=f"run-{run_id}").click()
    go(page, "evaluation")
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=60_000)


def memory(server: Server) -> Memory:
    """Megabytes of the web process, and of everything that it started."""
    web = psutil.Process(server.process.pid)
    started = sum(child.memory_info().rss for child in web.children(recursive=True))
    return web.memory_info().rss / MB, started / MB


def report(measured: list[Memory]) -> None:
    """Print the growth against what we aim at."""
    (web, trainer), (last_web, last_trainer) = measured[0], measured[-1]
    grown = (last_web - web) / (len(measured) - 1)
    total = last_web + last_trainer - web - trainer
    print(f"web process: {web:.0f} MB after 1 run, {last_web:.0f} MB after {len(measured)}: ")
    print(f"  {grown:.2f} MB a run (aim: under {WEB_AIM:g})")
    print(f"web and trainer together: {total:+.0f} MB (aim: within {TOTAL_AIM:g})")

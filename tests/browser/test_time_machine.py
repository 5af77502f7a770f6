"""The time machine's slider in a real browser: it follows a run until somebody moves it."""

import re

from playwright.sync_api import expect

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import checkpoints
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run
from tests.browser import small_trainer
from tests.browser.navigation import HEADINGS, settle


def test_the_slider_ends_at_the_newest_moment_and_stays_where_it_is_put(server, page, monkeypatch):
    monkeypatch.setattr(small_trainer, "STEP_SECONDS", 0)
    config = TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=2, batch_size=128))
    run = create_run(config, server.home / "runs" / "ofthetimemachine")
    train_run(run, backend=small_trainer.Small())
    page.goto(f"{server.url}/training?run={run.id}")
    settle(page, HEADINGS["training"])
    main = page.get_by_test_id("stMain")
    moments = checkpoints.kept(run.path)
    slider = main.locator(f".st-key-moment_{run.id}_{len(moments)}").get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", f"{moments[-1]:,}")
    draw_the_page_again(page)  # nobody has moved it: it stays there
    expect(slider).to_have_attribute("aria-valuetext", f"{moments[-1]:,}")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", f"{moments[0]:,}")
    matrix = main.locator(".st-key-moment_matrix")
    expect(main.get_by_text(re.compile(r"of 500 validation digits"))).to_be_visible()
    settle(page, HEADINGS["training"])
    expect(matrix.locator(".heatmaplayer image").first).to_be_attached()
    draw_the_page_again(page)
    expect(slider).to_have_attribute("aria-valuetext", f"{moments[0]:,}")


def draw_the_page_again(page):
    """Change the form, which the run in view has nothing to do with, and wait for the effect."""
    main = page.get_by_test_id("stMain")
    box = main.get_by_label("Epochs", exact=True)
    epochs = int(box.input_value()) + 1
    box.fill(str(epochs))
    box.press("Enter")
    expect(main.get_by_text(f"batches in an epoch, {epochs * 28:,} steps in all.")).to_be_visible()
    settle(page, HEADINGS["training"])

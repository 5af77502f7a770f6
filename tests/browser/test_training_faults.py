"""Training in a real browser while things go wrong: a reload, a killed server, two people."""

import os
import re
import signal

import psutil
from playwright.sync_api import expect

from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunState
from tests.browser.conftest import SMALL
from tests.browser.navigation import HEADINGS, settle
from tests.browser.server import Server
from tests.browser.waiting import PATIENCE, until


def start(page, url, network, epochs, size=64):
    """Open the Training page, fill the form, press start; returns the run's id."""
    page.goto(f"{url}/training?network={network}")
    settle(page, HEADINGS["training"])
    main = page.get_by_test_id("stMain")
    for label, value in (("Epochs", epochs), ("Batch size", size)):
        box = main.get_by_label(label, exact=True)
        box.fill(str(value))
        box.press("Enter")
    batches = -(-3500 // size)
    expect(
        main.get_by_text(f"{batches:,} batches in an epoch, {epochs * batches:,} steps in all.")
    ).to_be_visible()
    main.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**run=**")
    return page.url.partition("run=")[2].partition("&")[0]


def stop(page):
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Stop", exact=True).click()
    expect(main.get_by_text("Stopped.", exact=True)).to_be_visible()


def in_progress(page):
    return page.get_by_test_id("stMain").get_by_text(re.compile(r"epoch \d+ of \d+")).first


def test_a_reload_finds_the_run_and_a_killed_web_server_takes_the_trainer_with_it(
    tmp_path, new_page
):
    first = Server(tmp_path, program=SMALL)
    page = new_page()
    run_id = start(page, first.url, "mlp", 50)
    run = Run(first.home / "runs" / run_id)
    page.reload()
    settle(page, HEADINGS["training"])
    assert run_id in page.url
    expect(in_progress(page)).to_be_visible()
    until(page, lambda: run.history.epochs >= 1)
    page.close()
    trainers = psutil.Process(first.process.pid).children(recursive=True)
    assert trainers
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    gone, alive = psutil.wait_procs(trainers, timeout=PATIENCE / 1000)
    assert not alive, "the trainer outlived its web server"
    assert run.state == RunState.INTERRUPTED
    done = run.history.epochs
    with Server(tmp_path, program=SMALL) as second:  # and the run goes on
        page = new_page()
        page.goto(f"{second.url}/training?run={run_id}")
        settle(page, HEADINGS["training"])
        until(page, lambda: run.history.epochs > done)
        stop(page)
        page.close()  # before its server goes: what a stopped run offers is still being loaded
        assert run.state == RunState.STOPPED
        assert run.result.interruptions == 1
        assert second.complaints() == []


def test_two_people_train_different_networks_and_nothing_mixes(server, new_page):
    mine, yours = new_page(), new_page()
    my_run = start(mine, server.url, "mlp", 1)
    your_run = start(yours, server.url, "classic_cnn", 1)
    assert my_run != your_run
    for page, own, title, other in (
        (mine, my_run, "Multilayer perceptron", your_run),
        (yours, your_run, "Classic CNN", my_run),
    ):
        main = page.get_by_test_id("stMain")
        expect(main.get_by_text("Finished.")).to_be_visible()
        settle(page, HEADINGS["training"])
        expect(main.get_by_label("Run in view")).to_have_value(re.compile(title))
        page.get_by_test_id("stSidebar").get_by_role("combobox").click()
        expect(page.get_by_role("option", name=f"run-{own}")).to_be_visible()
        expect(page.get_by_role("option", name=f"run-{other}")).to_have_count(0)
    folder = server.home / "runs"
    architectures = [Run(folder / run).config.architecture.id for run in (my_run, your_run)]
    assert architectures == ["mlp", "classic_cnn"]

"""Training while things go wrong: a reload, a killed server, two people.

In sessions of the running app, without a browser: its address and its polls are said by hand.
tests/browser/test_pages.py starts, watches and stops a run in a real one.
"""

import os
import re
import signal
import time

import psutil

from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunState
from tests.browser.conftest import SMALL
from tests.browser.server import Server
from tests.classroom.member import member

PATIENCE = 240  # seconds: it only ends what hangs
IN_PROGRESS = re.compile(r"epoch \d+ of \d+")


def training(url, query):
    """The page Training in a new session, as a browser opens it by this address."""
    return member(url, query, "training")


def start(page, epochs, size):
    """Fill the form and press start; returns the run's id, from the address."""
    page.say("train_epochs", double_value=epochs)
    page.say("train_batch_size", double_value=size)
    page.press("train_start")
    return page.query["run"]


def until(condition):
    """Ask again and again until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_reload_finds_the_run_and_a_killed_web_server_takes_the_trainer_with_it(tmp_path):
    first = Server(tmp_path, program=SMALL)
    with training(first.url, "network=mlp") as page:
        run_id = start(page, epochs=50, size=64)
        run = Run(first.home / "runs" / run_id)
        address = page.page.query
    with training(first.url, address) as page:  # a reload is a new session with the same address
        assert page.query["run"] == run_id
        until(lambda: IN_PROGRESS.search(page.look()))
        until(lambda: run.history.epochs >= 1)
        trainers = psutil.Process(first.process.pid).children(recursive=True)
        assert trainers
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
    _, alive = psutil.wait_procs(trainers, timeout=PATIENCE)
    assert not alive, "the trainer outlived its web server"
    assert run.state == RunState.INTERRUPTED
    done = run.history.epochs
    with Server(tmp_path, program=SMALL) as second:  # and the run goes on
        with training(second.url, f"run={run_id}") as page:
            until(lambda: run.history.epochs > done)
            page.press("transport_stop")
            until(lambda: "Stopped." in page.heard + page.look())  # perhaps in the press's answer
        assert run.state == RunState.STOPPED
        assert run.result.interruptions == 1
        assert second.complaints() == []


def test_two_people_train_different_networks_and_nothing_mixes(server):
    with (
        training(server.url, "network=mlp") as mine,
        training(server.url, "network=classic_cnn") as yours,
    ):
        my_run, your_run = (start(page, epochs=1, size=64) for page in (mine, yours))
        assert my_run != your_run
        for page, own, title, other in (
            (mine, my_run, "Multilayer perceptron", your_run),
            (yours, your_run, "Classic CNN", my_run),
        ):
            until(lambda page=page: "Finished." in page.look())
            (view,) = (key for key in page.options if key.startswith("run_in_view"))
            assert [title in it for it in page.options[view]] == [True]
            networks = page.options["network"]
            assert f"run-{own}" in str(networks)
            assert f"run-{other}" not in str(networks)
            assert other not in page.heard
    folder = server.home / "runs"
    architectures = [Run(folder / run).config.architecture.id for run in (my_run, your_run)]
    assert architectures == ["mlp", "classic_cnn"]

"""Faults: those that no other test shows, and that every test in docs/faults.md exists."""

import re
import shutil
import time
from pathlib import Path

import psutil
import pytest

from mnist_core.network import weights
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_training import train_run
from tests.browser.conftest import SMALL
from tests.browser.server import Server
from tests.classroom.member import member
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR

TESTS = Path(__file__).resolve().parent
TABLE = (TESTS.parent / "docs" / "faults.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)


def test_every_test_in_the_table_of_faults_exists():
    assert len(NAMED) == TABLE.count("\n| ") - 1  # one for each row but the head
    for file, name in NAMED:
        assert f"def {name}(" in (TESTS / file).read_text("utf-8"), (file, name)


@pytest.mark.slow
@pytest.mark.browser
def test_a_server_that_is_told_to_end_parks_its_run(tmp_path):
    server = Server(tmp_path, program=SMALL)
    with member(server.url, "network=mlp", "training") as page:
        page.say("train_epochs", double_value=50)
        page.press("train_start")
        run = Run(server.home / "runs" / page.query["run"])
        while run.history.epochs < 1:
            time.sleep(0.05)
        children = psutil.Process(server.process.pid).children(recursive=True)
        server.process.terminate()
        server.process.wait(timeout=10)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive, "the trainer outlived its web server"
    assert run.state == RunState.INTERRUPTED  # which goes on when a server is back
    assert run.history.epochs >= 1
    assert "Traceback" not in server.log


def test_a_clock_that_is_set_back_loses_no_run(home, monkeypatch):
    config = TrainingConfig(LINEAR, Recipe(epochs=1), 0, 200)
    first = runs.create_run(config)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 86_400)
    second = runs.create_run(config)
    assert {run.id for run in runs.waiting_runs()} == {first.id, second.id}
    for run in runs.waiting_runs():
        train_run(run, backend=small_trainer)
        monkeypatch.setattr(time, "time", lambda: real() - 2 * 86_400)  # and again while it trains
    assert [run.state for run in (first, second)] == [RunState.FINISHED] * 2
    assert all(run.result.seconds >= 0 for run in (first, second))


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    """A copy of what ships, in its place."""
    folder = tmp_path / "mnist_core" / "assets" / "weights"
    shutil.copytree(weights.SHIPPED, folder)
    monkeypatch.setattr(weights, "SHIPPED", folder)
    monkeypatch.setattr(weights, "SUMS", folder / "SHA256SUMS")
    return folder


@pytest.mark.parametrize("place", [40, 0.5, -1])
def test_a_flipped_byte_of_a_shipped_network_is_refused_and_the_others_are_read(place, shipped):
    file = shipped / "mlp.npz"
    data = bytearray(file.read_bytes())
    data[int(place * len(data)) if isinstance(place, float) else place] ^= 1
    file.write_bytes(data)
    with pytest.raises(ValueError, match="mlp.npz is damaged.*git checkout mnist_core/assets/we"):
        weights.load_weights(weights.weights_file("mlp"))
    for id in weights.ARCHITECTURES:
        if id != "mlp":
            weights.load_weights(weights.weights_file(id))


def test_without_checksums_nothing_shipped_is_trusted(shipped):
    (shipped / "SHA256SUMS").unlink()
    with pytest.raises(ValueError, match="is damaged"):
        weights.load_weights(weights.weights_file("keras_cnn"))

"""Faults: those that no other test shows, and that every test in docs/faults.md exists."""

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from PIL import Image

from mnist_core.data.sources import held_out_digits
from mnist_core.home_folder import VARIABLE as HOME
from mnist_core.network import weights
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import CONFIG, Run
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_status import PROGRESS
from tests.browser.conftest import SMALL
from tests.browser.server import Server
from tests.classroom.member import member
from tests.training.small_trainer import LINEAR

TESTS = Path(__file__).resolve().parent
TABLE = (TESTS.parent / "docs" / "faults.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)


def test_every_test_in_the_table_of_faults_exists():
    assert len(NAMED) == TABLE.count("\n| ") - 1  # one for each row but the head
    for file, name in NAMED:
        assert f"def {name}(" in (TESTS / file).read_text("utf-8"), (file, name)


CLOCK = """
import os, time
real = time.time
def shown():
    with open(os.environ["CLOCK"]) as file:
        return real() - float(file.read())
time.time = shown
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server whose clock, and that of all it starts, is as far back as the file `clock` says."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "sitecustomize.py").write_text(CLOCK)
    (folder / "clock").write_text("0")
    own = {"PYTHONPATH": str(folder), "CLOCK": str(folder / "clock")}
    with Server(folder, program=SMALL, **own) as running:
        yield running


@pytest.fixture
def its_home(server, monkeypatch) -> Path:
    monkeypatch.setenv(HOME, str(server.home))
    return server.home


def train(server, page, epochs: int = 1) -> Run:
    """Press Start, and wait until something of the run is there."""
    page.say("train_epochs", double_value=epochs)
    page.press("train_start")
    run = Run(server.home / "runs" / page.query["run"])
    while run.history.epochs < 1:
        time.sleep(0.05)
    return run


@pytest.mark.slow
@pytest.mark.browser
def test_a_half_written_run_gets_a_sentence_on_a_server_that_goes_on(server, its_home):
    run = runs.create_run(TrainingConfig(LINEAR, Recipe(epochs=1), 0, 200))
    run.request_stop()
    (run.path / CONFIG).write_text('{"architecture": {"id": "ml')
    (run.path / PROGRESS).write_text('{"event": "batch", "epo')
    with member(server.url, f"run={run.id}", "training") as page:
        assert "cannot be read; train it again" in page.heard
    with member(server.url, "network=mlp", "training") as page:
        assert train(server, page).history.epochs == 1
    assert server.complaints() == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not hasattr(psutil, "RLIMIT_FSIZE"), reason="Linux alone sets limits of others")
def test_a_full_disk_at_a_click_is_a_sentence_and_the_next_click_trains(server):
    process = psutil.Process(server.process.pid)
    limits = process.rlimit(psutil.RLIMIT_FSIZE)
    with member(server.url, "network=mlp", "training") as page:
        page.say("train_epochs", double_value=1)
        process.rlimit(psutil.RLIMIT_FSIZE, (0, limits[1]))  # no file may grow
        try:
            page.press("train_start")
        finally:
            process.rlimit(psutil.RLIMIT_FSIZE, limits)
        assert "cannot be written (File too large)" in page.heard and "run" not in page.query
        assert train(server, page).history.epochs == 1
    assert server.complaints() == []


@contextmanager
def read_only(*folders: Path):
    """Nothing can be put into these folders; what root may not, only the file system can say."""

    def lock(on: bool) -> bool:
        if os.geteuid():
            return [it.chmod(0o500 if on else 0o700) for it in folders] != []
        command = ["chattr", "+i" if on else "-i", *folders]
        return subprocess.run(command, capture_output=True).returncode == 0

    if not lock(True):
        pytest.skip("Here root can write everywhere: this file system knows no chattr +i.")
    try:
        yield
    finally:
        lock(False)


@pytest.mark.slow
@pytest.mark.browser
def test_a_home_that_can_only_be_read_is_read_and_says_so(server):
    with member(server.url, "network=mlp", "training") as page:
        run = train(server, page)
    while run.state.active:
        time.sleep(0.05)
    with read_only(server.home, server.home / "runs"):
        with member(server.url, f"run={run.id}", "training") as page:
            assert "read right" in page.heard and "cannot be" not in page.heard
            page.press("train_start")
            assert "folder cannot be" in page.heard
        with member(server.url, "", "status") as page:
            assert f"The folder {server.home} cannot be" in page.heard.replace("\\", "")
    assert server.complaints() == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_clock_that_is_set_back_loses_no_run(server, its_home):
    clock = server.home.parent / "clock"
    found = []
    for seconds in (0, 86_400):  # the second run is asked for a day before the first one
        clock.write_text(str(seconds))
        with member(server.url, "network=mlp", "training") as page:
            found.append(train(server, page))
    clock.write_text("0")
    while any(run.state.active for run in found):
        time.sleep(0.05)
    assert [run.state for run in found] == [RunState.FINISHED] * 2
    assert all(run.result.seconds >= 0 for run in found)
    assert [run.id for run in runs.all_runs() if run in found] == [it.id for it in found[::-1]]
    assert server.complaints() == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_server_that_is_told_to_end_parks_its_run(server):
    with member(server.url, "network=mlp", "training") as page:
        run = train(server, page, epochs=50)
        children = psutil.Process(server.process.pid).children(recursive=True)
        server.process.terminate()
        server.process.wait(timeout=10)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive, "the trainer outlived its web server"
    assert run.state == RunState.INTERRUPTED  # which goes on when a server is back
    assert run.history.epochs >= 1
    assert "Traceback" not in server.log


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a place where nobody can write")
def test_a_server_without_a_home_trains_in_a_temporary_folder_and_says_so(tmp_path):
    own = {HOME: "/proc/nowhere", "TMPDIR": str(tmp_path)}
    with Server(tmp_path, program=SMALL, **own) as homeless:
        with member(homeless.url, "", "status") as page:
            assert "The folder /proc/nowhere cannot be" in page.heard.replace("\\", "")
        with member(homeless.url, "network=mlp", "training") as page:
            assert "temporary folder" in page.heard
            [folder] = tmp_path.glob("inside-a-cnn-*")
            homeless.home = folder
            run = train(homeless, page)
            while run.state.active:
                time.sleep(0.05)
            assert run.state == RunState.FINISHED
        assert homeless.complaints() == []


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


def test_a_process_refuses_a_shipped_network_with_a_flipped_byte_and_reads_by_another(tmp_path):
    """From a shell, in a copy of what is installed."""
    copy = shutil.copytree(weights.SHIPPED.parents[1], tmp_path / "mnist_core")
    file = copy / "assets" / "weights" / "mlp.npz"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    digit = tmp_path / "digit.png"
    Image.fromarray(255 - held_out_digits().images[0].repeat(4, 0).repeat(4, 1)).save(digit)

    def predict(network: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mnist_core", "predict", "--network", network, digit]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    refused, read = predict("mlp"), predict("keras_cnn")
    assert refused.returncode == 2 and refused.stdout == ""
    assert "mlp.npz is damaged" in refused.stderr and "git checkout" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert read.returncode == 0 and read.stderr == ""

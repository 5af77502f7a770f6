"""A home that cannot be used: every page goes on, and says so."""

import os
from pathlib import Path

import pytest

from pages.ui.frame import PAGES

if not Path("/proc").is_dir():
    pytest.skip("needs /proc, where nobody can write, root included", allow_module_level=True)


@pytest.fixture(params=["/proc/nowhere", "/proc", "a file"])
def unusable(request, home, monkeypatch, tmp_path):
    """A home that cannot be created, one in which nothing can be, and a file in its place."""
    named = request.param
    if named == "a file":
        named = str(tmp_path / "home.txt")
        Path(named).write_text("no folder")
    monkeypatch.setenv("INSIDE_A_CNN_HOME", named)
    return named


def told(at):
    return [it.value.replace("\\", "") for it in at.warning if "temporary folder" in it.value]


def test_training_starts_in_a_temporary_folder_and_every_look_says_so(app, unusable) -> None:
    at = app("training", network="mlp")
    at.button("train_start").click().run()
    assert not at.exception and not at.toast
    (sentence,) = told(at)
    assert unusable in sentence
    runs = Path(os.environ["INSIDE_A_CNN_HOME"], "runs")
    assert sum(it.is_dir() for it in runs.iterdir()) == 1
    assert told(at.run()) == [sentence]


@pytest.mark.parametrize("page", [it.stem for it in PAGES if it.stem != "training"])
def test_every_page_goes_on(app, monkeypatch, page) -> None:
    monkeypatch.setenv("INSIDE_A_CNN_HOME", "/proc/nowhere")
    at = app(page)
    assert not at.exception and not at.error
    assert len(told(at)) == 1

"""The page Export: asking, waiting, the guess, what came of it, and the code to copy."""

import sys

import pytest

from mnist_core.export.export_folder import ExportProgress
from mnist_core.export.export_queue import ExportQueue
from mnist_core.export.formats import FORMATS
from mnist_core.export.outcome import CHANGES
from mnist_core.web.keepsake import shipped_keepsake
from mnist_core.web.take_home import take_home
from pages.ui import clock, resources
from pages.ui.resources import exports
from tests.export.small_exporter import outcomes

IDLE = (sys.executable, "-c", "import sys; sys.stdin.read()")  # in the place of an exporter


@pytest.fixture
def idle(monkeypatch):
    """An exporter that begins with nothing: the test says what it does."""
    monkeypatch.setattr(exports, "ExportQueue", lambda: ExportQueue(IDLE))
    resources.export_queue.clear()
    yield
    resources.export_queue().close()
    resources.export_queue.clear()


def words(at):
    return " ".join(it.value for it in (*at.markdown, *at.caption))


def test_the_code_shown_is_the_files_that_are_tested(app) -> None:
    at = app("export", format="ONNX")
    assert not at.exception
    assert [it.value for it in at.code] == [it.code.strip() for it in FORMATS["onnx"].clients]
    for format in FORMATS.values():
        at.segmented_control("format").set_value(format.title).run()
        assert [it.value for it in at.code] == [it.code.strip() for it in format.clients]
        unrun = [it.file for it in format.clients if not it.run]
        said = [it.value for it in at.caption if "not run here" in it.value]
        assert [it.split("`")[1] for it in said] == unrun
    assert at.query_params["format"] == "ONNX"


def test_an_export_is_asked_for_waited_for_guessed_and_shown(app, idle) -> None:
    at = app("export", network="mlp")
    export = resources.export("mlp")
    assert not export.path.exists() and not at.table
    at.button("export_all").click().run()
    assert export.waits
    [progress] = at.get("progress")
    assert progress.proto.text == "**Begins**"
    export.say(ExportProgress(3, 7, "LiteRT float32 is made"))
    at.run()
    [progress] = at.get("progress")
    assert progress.proto.text == "**3 of 7** · LiteRT float32 is made"
    assert progress.proto.value == int(100 * 3 / 7)
    at.button("export_int8_mlp_1").click().run()  # "up to 1 in 1,000"; 4 of 2,000 are 1 in 500
    assert not at.table
    export.finish(outcomes(), "digits")
    at.run()
    assert not at.exception and not at.get("progress")
    said = words(at)
    assert f"You guessed **{CHANGES[1]}**" in said.replace("\\", "")
    assert "changes 4 of 2,000 answers (up to 1 in 100)" in said
    table = at.table[0].value
    assert list(table.index) == [*(it.title for it in FORMATS.values()), "Page (.html)"]
    page = take_home(shipped_keepsake("mlp"), resources.dataset(), clock.today(), "mlp.html")
    assert table.loc["Page (.html)", "Size"] == f"{len(page.encode()) / 1000:,.0f} kB"
    assert table.loc["LiteRT int8"].to_dict() == {
        "Size": "1 kB",
        "A digit": "0.25 ms",
        "Right": "99.00 %, 98.5 to 99.4",  # Wilson's interval by SciPy: 0.98460, 0.99352
        "Changed": "4",
        "Difference": "1.2e-03",
    }
    assert set(table.loc["ONNX"]) == {"–"}
    assert "**ONNX** · ONNX needs tf2onnx." in said.replace("\\", "")
    assert "of 2,000 digits" in said and "a runtime 1.0" in said
    saved = [it.proto.label for it in at.get("download_button")]
    assert "SavedModel" in saved and "ONNX" not in saved and "Page (.html)" in saved


def test_what_failed_says_why_and_can_be_asked_again(app, idle) -> None:
    at = app("export", network="mlp")
    at.button("export_all").click().run()
    export = resources.export("mlp")
    export.finish((), "", "The digits of this run are gone.")
    at.run()
    assert [it.value.replace("\\", "") for it in at.error] == ["The digits of this run are gone."]
    at.button("export_all").click().run()
    assert export.waits and not at.error


def test_a_disk_that_refuses_is_told_in_a_sentence(app, idle, home) -> None:
    at = app("export", network="mlp")
    (home / "exports").rmdir() if (home / "exports").exists() else None
    (home / "exports").write_text("a file in its place")
    at.button("export_all").click().run()
    assert not at.exception
    assert any("The folder of exports cannot be used" in it.value for it in at.toast)

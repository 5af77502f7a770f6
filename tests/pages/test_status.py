"""Status: how the server stands, its settings, and what is wrong with them in a sentence each."""

import pytest

from mnist_core import settings
from mnist_core.network.recipe import Recipe
from mnist_core.training.config import TrainingConfig
from mnist_core.training.runs import create_run
from tests.training.small_trainer import LINEAR


def figures(at) -> dict[str, str]:
    return {it.label: it.value for it in at.metric}


def test_the_server_shows_how_it_stands_and_what_is_set(app, monkeypatch) -> None:
    monkeypatch.setenv("INSIDE_A_CNN_DATABASE", "sqlite:////tmp/secret-name.db")
    monkeypatch.setenv("INSIDE_A_CNN_RUNS", "7")
    create_run(TrainingConfig(LINEAR, Recipe(epochs=1), 0, 200))
    at = app("status")
    assert not at.exception and not at.warning
    shown = figures(at)
    assert (shown["Waiting"], shown["Kept"]) == ("1 of 60", "1 of 7")
    assert (shown["Being trained"], shown["Paused"], shown["Visitors"]) == ("0", "0", "1 of 500")
    words = "\n".join(it.value for it in at.markdown)
    assert "The home can be written" in words
    assert "`INSIDE_A_CNN_RUNS`: trainings kept, 5 to 10,000. **7**" in words
    assert "`INSIDE_A_CNN_DATABASE`: where classes are kept, an address. **set**" in words
    assert all(f"`{it.variable}`" in words for it in settings.VARIABLES)
    assert "secret" not in words
    create_run(TrainingConfig(LINEAR, Recipe(epochs=1), 0, 200))
    at.button(key="look_again").click().run()
    assert figures(at)["Waiting"] == "2 of 60"


def test_a_wrong_setting_is_a_sentence_and_no_crash(app, monkeypatch) -> None:
    monkeypatch.setenv("INSIDE_A_CNN_SESSIONS", "<b>lots</b>")
    at = app("status")
    assert not at.exception
    (warning,) = at.warning
    assert "must be a whole number from 1 to 10,000" in warning.value
    assert "<b>" not in warning.value.replace("\\<b\\>", "")


def test_where_classes_are_off_none_can_be_opened(app, monkeypatch) -> None:
    monkeypatch.setenv("INSIDE_A_CNN_CLASSROOM", "no")
    at = app("classroom")
    assert not at.exception
    assert [it.value for it in at.info] == ["Classes are switched off on this server."]
    assert not [it for it in at.button if it.key in ("open", "join")]


@pytest.mark.parametrize("name", ["trials"])
def test_without_a_home_the_page_says_so(app, monkeypatch, tmp_path, name) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path / "file" / name))
    at = app("status")
    assert not at.exception
    assert any("set INSIDE" in it.value.replace("\\", "") for it in at.warning)

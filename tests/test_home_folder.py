"""The folder the app writes to."""

from pathlib import Path

import pytest

from mnist_core.home_folder import home_directory


def test_the_variable_decides_and_the_folder_is_created(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path / "a" / "b"))
    assert home_directory() == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()
    assert home_directory() == tmp_path / "a" / "b"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_the_variable_it_is_in_the_persons_home(value, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    if value is None:
        monkeypatch.delenv("INSIDE_A_CNN_HOME", raising=False)
    else:
        monkeypatch.setenv("INSIDE_A_CNN_HOME", value)
    assert home_directory() == tmp_path / ".inside-a-cnn"


def test_a_tilde_is_expanded_and_a_relative_name_made_absolute(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("INSIDE_A_CNN_HOME", "~/mine")
    assert home_directory() == tmp_path / "mine"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INSIDE_A_CNN_HOME", "here")
    assert home_directory() == Path(tmp_path, "here")


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_the_way_is_one_clear_sentence(name, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path / name))
    with pytest.raises(ValueError, match="set INSIDE_A_CNN_HOME to a folder you can write to"):
        home_directory()

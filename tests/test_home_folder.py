"""The folder the app writes to."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mnist_core.home_folder import home_directory

CHECKOUT = Path(__file__).resolve().parents[1]


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


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize("known", [True, False])
def test_make_knows_a_home_where_the_environment_names_none(known, tmp_path):
    """The account's, or / where the account is unknown, as in a container: Streamlit needs one."""
    account = pytest.importorskip("pwd").getpwuid(os.getuid())
    entry = ":".join(map(str, account)) if known else ""
    program = tmp_path / "getent"
    program.write_text(f"#!/bin/sh\necho '{entry}'\n")
    program.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    environment["PATH"] = f"{tmp_path}{os.pathsep}{environment['PATH']}"
    answer = subprocess.run(
        ["make", "--silent", "--eval", "home: ; @echo $$HOME", "home"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.strip() == (account.pw_dir if known else "/")

"""Where searches are kept: on any disc, and what is said where they cannot be."""

import errno
import fcntl
import os
import time

import pytest

from mnist_core.__main__ import main
from mnist_core.search import storage
from mnist_core.search.study import Search, ask_search, search_names
from tests.search.conftest import RATE, plan, work


def close(kept):
    kept.remove_session()
    kept.engine.dispose()


def test_on_a_disc_that_refuses_locks_files_stand_for_them(home, monkeypatch):
    """SQLite's own way; what a process left that died over it is cleared away."""

    def refuse(file, operation):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "lockf", refuse)
    left = home / f"{storage.FILE}.lock"
    left.mkdir()
    os.utime(left, (time.time() - 100, time.time() - 100))
    kept = storage.open_storage()
    assert kept.engine.url.query["vfs"] == "unix-dotfile"
    search = ask_search(kept, "without locks", plan(RATE, sampler="random", trials=1))
    search.want(True)
    assert work(search) == 1 and not left.exists()
    close(kept)
    monkeypatch.undo()
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(home))
    again = storage.open_storage()  # the same file, on a disc that has its locks again
    assert again.engine.url.query == {} and search_names(again) == ["without locks"]
    assert Search(again, "without locks").trials()[0].score is not None
    close(again)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("oracle+nothing://me:secret@host/x", "cannot be used|driver that is not installed"),
        ("sqlite:////nowhere/at/all/file.db", "cannot be used .*unable to open"),
        ("no address", "cannot be used"),
    ],
)
def test_a_storage_that_cannot_be_is_one_sentence_without_the_password(
    home, monkeypatch, address, sentence
):
    monkeypatch.setenv("OPTUNA_STORAGE", address)
    with pytest.raises(storage.SearchError, match=sentence) as refused:
        storage.open_storage()
    assert "secret" not in str(refused.value)


def test_a_search_that_nobody_made_is_one_sentence_in_a_shell(home, capsys):
    assert main(["search", "--study", "nothing"]) == 2
    assert "There is no search called 'nothing' here" in capsys.readouterr().err
    assert main(["search", "--study", "some", "--vary", "colour=1,2"]) == 2
    assert "A search cannot vary 'colour'" in capsys.readouterr().err

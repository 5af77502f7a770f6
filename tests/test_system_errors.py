"""The cause is the one that the system names; what to do about it is said with it."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from PIL import Image

from mnist_core.__main__ import main
from mnist_core.data.embedded import held_out_digits
from mnist_core.system_errors import in_words

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "It cannot be written (No space left on device): free some space"),
        (errno.EDQUOT, "It cannot be written (Disk quota exceeded): free some space"),
        (
            errno.EROFS,
            "It cannot be written (Read-only file system): choose a disc that can be written",
        ),
        (
            errno.EACCES,
            "It cannot be used (Permission denied): give this account the right to use it",
        ),
        (
            errno.EPERM,
            "It cannot be used (Operation not permitted): give this account the right to use it",
        ),
        (errno.ENOLCK, "It cannot be locked (No locks available): choose a disc that knows locks"),
        (
            errno.EOPNOTSUPP,
            "It cannot be locked (Operation not supported): choose a disc that knows locks",
        ),
        (
            errno.ENOSYS,
            "It cannot be locked (Function not implemented): choose a disc that knows locks",
        ),
        (errno.EIO, "It cannot be reached (Input/output error): look after its disc"),
        (errno.ESTALE, "It cannot be reached (Stale file handle): look after its disc"),
        (
            errno.EMFILE,
            "It cannot be opened (Too many open files): allow more open files (ulimit -n)",
        ),
        (errno.ELOOP, "It cannot be used (Too many levels of symbolic links): mend that"),
    ],
)
def test_every_kind_has_its_remedy(number, sentence):
    assert in_words("It", OSError(number, os.strerror(number))) == sentence


def test_an_error_without_a_number():
    assert in_words("It", OSError("odd")) == "It cannot be used (OSError): mend that"


def failure(action):
    with pytest.raises(OSError, match="Errno") as raised:
        action()
    return in_words("It", raised.value)


def test_faults_of_the_system_itself(tmp_path):
    nothing, folder = tmp_path / "none" / "file", tmp_path
    assert failure(nothing.read_bytes) == (
        "It is not there (No such file or directory): put it back"
    )
    assert failure(folder.read_bytes) == "It cannot be used (Is a directory): mend that"


def test_a_file_that_may_not_grow(tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
        said = failure(lambda: (tmp_path / "file").write_bytes(bytes(1_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert said == "It cannot be written (File too large): allow larger files (ulimit -f)"


def test_a_lock_that_another_holds(tmp_path):
    path = tmp_path / "lock"
    with FileLock(path, is_singleton=False), pytest.raises(Timeout) as raised:
        FileLock(path, timeout=0.05, is_singleton=False).acquire()
    assert in_words("It", raised.value) == "It is in use (Timeout): wait for what goes on there"


@pytest.mark.slow
def test_what_nobody_reads_any_more_is_not_an_error_to_report(tmp_path):
    Image.fromarray(held_out_digits().images[0]).save(tmp_path / "digit.png")
    command = [sys.executable, "-m", "mnist_core", "predict", str(tmp_path / "digit.png")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=CHECKOUT, **pipes) as it:
        it.stdout.close()  # as `| head` does
        assert it.stderr.read() == b""
    assert it.returncode == 1


def test_what_the_system_refuses_is_named_with_what_to_do(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    within = tmp_path / "file" / "digit.png"
    assert main(["predict", str(within)]) == 2
    assert capsys.readouterr().err == f"{within} cannot be used (Not a directory): mend that.\n"
    assert main(["train", "--epochs", "1", "--out", str(tmp_path / "file" / "run")]) == 2
    said = f"{tmp_path / 'file' / 'run'} cannot be used (Not a directory): mend that.\n"
    assert capsys.readouterr().err == said

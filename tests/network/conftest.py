"""What the tests of shown Keras code share."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def keras_set_otherwise() -> Iterator[None]:
    """As where somebody's keras.json asks for another order of axes and other numbers."""
    import keras  # here: this file is read before the tests' own import of it is put off

    before = keras.config.image_data_format(), keras.config.floatx()
    keras.config.set_image_data_format("channels_first")
    keras.config.set_floatx("float16")
    yield
    keras.config.set_image_data_format(before[0])
    keras.config.set_floatx(before[1])

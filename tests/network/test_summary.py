"""The summary against Keras on random networks, legal and illegal."""

import warnings

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_core.network.keras_code import keras_code
from mnist_core.network.layers import (
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import summary
from mnist_core.training import keras_trainer

paddings = st.sampled_from(["valid", "same"])
body = st.lists(
    st.one_of(
        st.builds(Conv2D, st.integers(1, 8), st.integers(1, 7), st.integers(1, 3), paddings),
        st.builds(MaxPooling2D, st.integers(1, 4), st.integers(1, 3), paddings),
        st.builds(AveragePooling2D, st.integers(1, 4), st.integers(1, 3), paddings),
        st.builds(BatchNormalization),
        st.builds(Dropout, st.floats(0, 0.9)),
        st.builds(ReLU),
        st.builds(Dense, st.integers(1, 9)),
    ),
    max_size=5,
)
head = st.sampled_from([(Flatten(),), (GlobalAveragePooling2D(),), (Flatten(), Dense(12), ReLU())])


def chained_by_keras(layers):
    chain = keras.Input((28, 28, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for layer in layers:
            chain = getattr(keras.layers, layer.kind)(**layer.settings)(chain)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(body, head)
def test_shapes_and_parameters_equal_keras_and_the_illegal_get_a_sentence(layers, end):
    layers = (*layers, *end, Dense(10), Softmax())
    try:
        architecture = Architecture(id="random", title="Random", layers=layers)
    except LayerError as error:
        assert str(error).startswith("Layer ") and str(error).endswith(".")
        with pytest.raises(ValueError):
            chained_by_keras(layers)
        return
    model = keras_trainer.build_model(architecture)
    assert model.count_params() == architecture.parameters
    for row, layer in zip(architecture.rows, model.layers[1:], strict=True):
        assert row.output_shape == layer.output.shape[1:]
        assert row.parameters == layer.count_params()


def test_the_first_fault_is_named_by_its_place():
    with pytest.raises(LayerError, match="^Layer 3: "):
        summary((ReLU(), Flatten(), MaxPooling2D(2)))


def test_dropped_cells_are_counted_per_side():
    row = summary((MaxPooling2D(3),), (11, 9, 1))[0]
    assert row.dropped == (2, 0)
    assert row.unused_cells == 2 * 9


def test_the_code_shown_builds_the_network():
    layers = (
        Conv2D(4, 3, 2, "same"),
        BatchNormalization(),
        ReLU(),
        AveragePooling2D(3, 1),
        Dropout(0.2),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    )
    architecture = Architecture(id="a", title="A", layers=layers)
    namespace: dict = {}
    exec(keras_code(architecture), namespace)
    assert namespace["model"].count_params() == architecture.parameters

"""Drafts: the edit operations, and random networks against Keras, legal and illegal."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import islice
from math import prod

import keras
import pytest
import tensorflow as tf

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import read
from mnist_core.editing.spec import NEW, Spec
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.keras_code import keras_code
from mnist_core.network.layers import LAYERS, BatchNormalization, Layer, LayerError
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row, summary
from mnist_core.training import keras_trainer
from tests.network.random_networks import drafts

KERAS_CNN = Draft.of(ARCHITECTURES["keras_cnn"])


def legal(draft: Draft) -> bool:
    return not any(line.fault for line in draft.lines())


def networks(seed: int, count: int, want: Callable[[Draft], bool] = legal) -> list[Draft]:
    return list(islice(filter(want, drafts(seed)), count))


@cache  # many of the layers are alike
def by_keras(layer: Layer, shape: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """The output shape of a layer on an input of this shape, and its number of parameters.

    Keras says what weights the layer needs, and is not given them: to make them takes longest.
    """
    weights = []
    twin = getattr(keras.layers, layer.kind)(**layer.settings)
    twin.add_weight = lambda *_, shape=(), **__: weights.append(shape)
    given = [(None, *shape)] * 2 if layer.kind == "Add" else (None, *shape)
    twin.build(given)
    return twin.compute_output_shape(given)[1:], sum(map(prod, weights))


@pytest.mark.slow
def test_150_legal_networks_have_the_shapes_and_parameters_of_keras():
    for draft in networks(0, 150):
        shapes = {-1: (28, 28, 1)}
        for place, row in enumerate(draft.architecture().rows):
            shape, *others = (shapes[it] for it in row.inputs)
            assert all(it == shape for it in others)
            shapes[place], parameters = by_keras(replace(row.layer, name="", reads=""), shape)
            assert row.output_shape == shapes[place] and row.parameters == parameters


def test_200_illegal_networks_get_a_sentence_at_the_layer_and_keep_the_rows_above():
    for draft in networks(1, 200, lambda draft: not legal(draft)):
        lines = draft.lines()
        faults = [line.fault for line in lines if line.fault]
        for fault in faults:
            assert fault[0].isupper() and fault.endswith(".") and "\n" not in fault
            assert fault.count(". ") == 0
        place = next(place for place, line in enumerate(lines) if line.fault)
        assert all(line.row for line in lines[:place])
        with pytest.raises(LayerError) as error:
            draft.architecture()
        assert str(error.value) == f"Layer {place + 1}, {lines[place].name}: {faults[0]}"


def multiplications(architecture: Architecture) -> int:
    """What TensorFlow's own profiler counts in the graph: half the flops of its products."""
    model = keras_trainer.build_model(architecture)
    call = tf.function(lambda x: model(x, training=False))
    graph = call.get_concrete_function(tf.TensorSpec((1, 28, 28, 1))).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder(
        tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    )
    options = options.with_accounted_types(["Conv2D", "MatMul"]).with_empty_output().build()
    with graph.as_default():
        return tf.compat.v1.profiler.profile(graph, options=options).total_float_ops // 2


@pytest.mark.slow
def test_multiply_accumulates_are_those_that_tensorflow_counts():
    seen = 0
    for draft in networks(2, 24):
        architecture = draft.architecture()
        rows = [row for row in architecture.rows if row.layer.kind in ("Conv2D", "Dense")]
        assert sum(row.macs for row in rows) == multiplications(architecture)
        seen += sum(row.layer.kind == "Conv2D" for row in rows)
    assert seen > 10


def places(row: Row) -> int:
    """How often the kernel is applied, by listing the corners of its windows."""
    count = 1
    for length in row.input_shape[:-1]:
        corners = range(length)
        if row.layer.kind == "Conv2D":
            corners = range(0, length, row.layer.strides)
            if row.layer.padding == "valid":
                corners = [corner for corner in corners if corner + row.layer.kernel_size <= length]
        count *= len(corners)
    return count


@pytest.mark.slow
def test_multiply_accumulates_of_500_networks_counted_window_by_window():
    for draft in networks(3, 500):
        for row in draft.architecture().rows:
            kernel = row.weight_shapes.get("kernel")
            if kernel is not None:
                assert row.macs == places(row) * prod(kernel)
            elif row.layer.kind == "BatchNormalization":
                assert row.macs == prod(row.input_shape)
            else:
                assert row.macs == 0


@pytest.mark.slow
def test_the_code_of_edited_networks_builds_them():
    for draft in networks(4, 25):
        architecture = draft.architecture()
        namespace: dict = {}
        exec(keras_code(architecture), namespace)
        model = namespace["model"]
        assert model.count_params() == architecture.parameters
        shapes = {layer.name: layer.output.shape[1:] for layer in model.layers}
        for row in architecture.rows:
            assert shapes[row.layer.name] == row.output_shape


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_a_draft_begins_as_the_network(id):
    architecture = ARCHITECTURES[id]
    draft = Draft.of(architecture)
    expected = tuple(
        replace(layer, momentum=0.99) if isinstance(layer, BatchNormalization) else layer
        for layer in architecture.layers  # a draft leaves this to Keras
    )
    assert draft.architecture().layers == expected
    assert draft.architecture().preprocessing == architecture.preprocessing
    assert [line.row for line in draft.lines()] == list(summary(expected))


def test_every_layer_kind_can_be_added():
    assert set(NEW) == set(LAYERS)
    for kind in NEW:
        Spec.new(kind, **({"source": 0} if kind == "Add" else {})).build(1, ("a", "b"))


def test_one_setting_is_changed_and_the_rows_follow():
    lines = KERAS_CNN.changed(0, "kernel_size", 5).lines()
    assert lines[0].row.arithmetic == "28 − 5 + 1 = 24"
    assert [line.row.output_shape for line in lines[2:6]] == [
        (12, 12, 32),
        (10, 10, 64),
        (10, 10, 64),
        (5, 5, 64),
    ]


def test_document_004_is_one_edit_away():
    rows = [line.row for line in KERAS_CNN.changed(3, "padding", "same").lines()]
    assert [rows[place].output_shape for place in (3, 5, 6)] == [
        (13, 13, 64),
        (6, 6, 64),
        (2304,),
    ]


def test_a_pool_keeps_stepping_by_its_own_size_until_told_otherwise():
    draft = KERAS_CNN.changed(2, "pool_size", 3)
    assert draft.specs[2]["strides"] == 3
    draft = draft.changed(2, "strides", 2).changed(2, "pool_size", 4)
    assert (draft.specs[2]["pool_size"], draft.specs[2]["strides"]) == (4, 2)


def test_layers_are_added_removed_moved_and_exchanged():
    added = KERAS_CNN.added(0, "Dropout")
    assert [line.name for line in added.lines()][:2] == ["dropout1", "conv1"]
    assert added.removed(0) == KERAS_CNN
    moved = KERAS_CNN.moved(1, 2)
    assert [line.name for line in moved.lines()][:4] == ["conv1", "pool1", "relu1", "conv2"]
    assert moved.moved(2, 1) == KERAS_CNN
    exchanged = KERAS_CNN.exchanged(6, "GlobalAveragePooling2D")
    assert exchanged.lines()[6].row.output_shape == (64,)
    assert Draft.of(ARCHITECTURES["keras_cnn"]) == KERAS_CNN


def test_a_layer_too_many_or_too_few_is_refused():
    one = Draft((Spec.new("Softmax"),))
    with pytest.raises(LayerError, match="add another before"):
        one.removed(0)
    many = Draft((Spec.new("ReLU"),) * 40)
    with pytest.raises(LayerError, match="at most 40 layers"):
        many.added(3, "ReLU")


def test_the_fault_stands_at_its_layer_and_nothing_below_is_computed():
    lines = KERAS_CNN.changed(3, "kernel_size", 14).lines()
    assert lines[3].fault.startswith("Conv2D has a 14×14 window but its input is only 13×13")
    assert lines[2].row and all(line.row is None for line in lines[3:])
    assert [line.name for line in lines] == [line.name for line in KERAS_CNN.lines()]


def test_a_wrong_end_and_too_large_a_layer_are_named_where_they_are():
    lines = KERAS_CNN.changed(10, "units", 7).lines()
    assert "end it with Dense(10) and Softmax" in lines[-1].fault
    lines = KERAS_CNN.changed(7, "units", 4096).lines()
    assert "parameters" in lines[7].fault and lines[-1].row and not lines[-1].fault


def test_absurd_numbers_are_cut_to_what_can_be_written():
    for value in (10**30, -(10**30), 1e300, True, "much", float("inf")):
        draft = KERAS_CNN.changed(0, "filters", value)
        assert draft.lines()[0].fault


def test_an_edited_network_says_what_it_is():
    architecture = KERAS_CNN.changed(0, "filters", 16).architecture()
    assert architecture.id == "own"
    assert architecture.title == f"Your network, {architecture.parameters:,} parameters"
    assert replace(architecture.recipe, assumed="") == ARCHITECTURES["keras_cnn"].recipe
    assert "document 004" in architecture.recipe.assumed


def wiring(draft: Draft) -> list[tuple[str, ...]]:
    """Of every layer that names others: its name and theirs."""
    lines = draft.lines()
    named = [(line.name, *line.row.layer.named.values()) for line in lines if line.row]
    return [names for names in named if names[1:]]


RESIDUAL = read("c4x3p_r_c4x3p_b_k2_r_c8x1s2_c8x3s2pi6_k7_f_d10_s")


def test_what_names_a_layer_follows_it_through_every_edit():
    start = [("add1", "relu1"), ("conv4", "relu2"), ("add2", "conv3")]
    assert wiring(RESIDUAL) == start
    below = RESIDUAL.added(0, "Dropout")
    assert wiring(below) == start  # the same layers, one place further down
    assert below.removed(0) == RESIDUAL
    between = RESIDUAL.added(6, "BatchNormalization")  # behind relu2, which conv4 still reads
    assert wiring(between) == start and between.lines()[7].name == "conv3"
    swapped = RESIDUAL.moved(6, 7)  # conv3 and conv4 change places, and their names
    assert wiring(swapped)[1:] == [("conv3", "relu2"), ("add2", "conv4")]
    assert swapped.moved(6, 7) == RESIDUAL


def test_what_reads_a_layer_that_goes_reads_the_one_above_it():
    assert wiring(RESIDUAL.removed(1))[0] == ("add1", "conv1")
    headless = RESIDUAL.removed(0).removed(0)  # nothing above is left to add
    assert "nothing to add" in next(line.fault for line in headless.lines() if line.fault)


def test_a_new_sum_adds_the_nearest_end_of_a_block_with_its_shape():
    draft = read("c4x3p_r_c4x3p_b_f_d10_s")
    assert wiring(draft.added(4, "Add")) == [("add", "relu")]
    assert draft.added(0, "Add").specs[0]["source"] is None
    assert draft.added(5, "Add").specs[5]["source"] is None  # no vector before it has its length

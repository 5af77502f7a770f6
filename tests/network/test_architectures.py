"""The networks that ship, number by number, and networks that cannot be."""

import json

import pytest

from mnist_core.network.architectures import ARCHITECTURES, read_architecture
from mnist_core.network.layers import (
    Add,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.limits import MAX_PARAMETERS
from mnist_core.network.sequential import Architecture

END = (Flatten(), Dense(10), Softmax())


def sides(name):
    """Side lengths, then vector lengths, without repeats: 28-26-13-11-5-1600-128-10."""
    shapes = [(28,), *(row.output_shape for row in ARCHITECTURES[name].rows)]
    numbers = [shape[0] for shape in shapes]
    return [n for n, before in zip(numbers, [None, *numbers], strict=False) if n != before]


@pytest.mark.parametrize(
    ("name", "path", "parameters"),
    [
        ("classic_cnn", [28, 24, 12, 8, 4, 320, 50, 10], 21_840),
        ("wide_cnn", [28, 24, 12, 10, 5, 1600, 128, 10], 225_546),
        ("mlp", [28, 784, 128, 64, 10], 109_386),
        ("keras_cnn", [28, 26, 13, 11, 5, 1600, 128, 10], 225_034),
        ("robust_cnn", [28, 26, 24, 12, 10, 8, 4, 96, 10], 201_098),
    ],
)
def test_published_shapes_and_parameters(name, path, parameters):
    assert sides(name) == path
    assert ARCHITECTURES[name].parameters == parameters


def test_multiply_accumulates():
    assert ARCHITECTURES["keras_cnn"].macs == 2_631_040
    assert ARCHITECTURES["wide_cnn"].macs == 2_510_080
    assert ARCHITECTURES["robust_cnn"].macs == 9_209_664
    assert ARCHITECTURES["mlp"].macs == 784 * 128 + 128 * 64 + 64 * 10


def test_every_seed_network_says_where_it_is_from_and_what_was_promised():
    seeds = {id: a for id, a in ARCHITECTURES.items() if a.source.startswith("document")}
    assert set(seeds) == {"classic_cnn", "wide_cnn", "mlp", "keras_cnn"}
    for architecture in seeds.values():
        assert architecture.source.startswith("document 00")
        assert 0.9 < architecture.claim.low <= architecture.claim.high < 1
        assert architecture.claim.quote and architecture.claim.line


def test_ours_promises_nothing_and_is_built_for_drawings():
    ours = ARCHITECTURES["robust_cnn"]
    assert ours.claim is None and "our own" in ours.source
    assert (ours.recipe.augmentation, ours.recipe.schedule) == ("handwriting", "one_cycle")
    convolutions = [layer for layer in ours.layers if isinstance(layer, Conv2D)]
    assert [layer.kernel_size for layer in convolutions] == [3] * 6
    kinds = [layer.kind for layer in ours.layers]
    assert kinds.count("BatchNormalization") == 6
    assert kinds[-3:] == ["GlobalAveragePooling2D", "Dense", "Softmax"]


def test_the_published_recipes():
    recipes = {name: a.recipe for name, a in ARCHITECTURES.items()}
    keras = recipes["keras_cnn"]
    assert (keras.optimizer, keras.batch_size, keras.epochs) == ("adam", 128, 12)
    assert recipes["mlp"].optimizer == "sgd" and recipes["mlp"].batch_size == 32
    assert recipes["classic_cnn"].learning_rate == 0.01
    assert not keras.assumed  # the only document that leaves nothing open
    assert all(recipes[name].assumed for name in ("classic_cnn", "wide_cnn", "mlp"))


RESIDUAL = Architecture(
    "residual",
    "Residual",
    (
        *(Conv2D(4, 3), ReLU(), Conv2D(4, 3, padding="same"), Add("relu")),
        *(Flatten(reads="conv2"), Dense(10, name="other"), Flatten(reads="add1"), Dense(10)),
        *(Add("other"), Softmax()),
    ),
)


def test_a_residual_network_says_what_every_layer_reads():
    assert [row.inputs for row in RESIDUAL.rows] == [
        *[(-1,), (0,), (1,), (2, 1)],
        *[(2,), (4,), (3,), (6,)],
        *[(7, 5), (8,)],
    ]
    described = RESIDUAL.to_dict()["layers"]
    assert described[3] == {"kind": "Add", "name": "add1", "source": "relu"}
    assert described[4] == {"kind": "Flatten", "name": "flatten1", "reads": "conv2"}
    assert "reads" not in described[5]  # as it was written before layers could name others


def test_layers_are_named_in_order():
    names = [layer.name for layer in ARCHITECTURES["keras_cnn"].layers]
    assert names == [
        "conv1",
        "relu1",
        "pool1",
        "conv2",
        "relu2",
        "pool2",
        "flatten",
        "dense1",
        "relu3",
        "dropout",
        "dense2",
        "softmax",
    ]


def test_the_summary_row_where_the_document_is_wrong():
    """Seed 004 says 13×13×64 → 6×6×64 → 2304."""
    conv2, pool2, flatten = (ARCHITECTURES["keras_cnn"].rows[i] for i in (3, 5, 6))
    assert conv2.output_shape == (11, 11, 64)
    assert pool2.output_shape == (5, 5, 64)
    assert pool2.dropped == (1, 1)
    assert pool2.unused_cells == 21  # of the 121 cells of every map
    assert flatten.output_shape == (1600,)


@pytest.mark.parametrize("architecture", [*ARCHITECTURES.values(), RESIDUAL], ids=lambda it: it.id)
def test_a_description_survives_json(architecture):
    copy = read_architecture(json.loads(json.dumps(architecture.to_dict())))
    assert copy.layers == architecture.layers
    assert copy.preprocessing == architecture.preprocessing


def build(*layers):
    return Architecture(id="mine", title="Mine", layers=layers)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ((), "from 1 to 40 layers"),
        ((Flatten(), Conv2D(8, 3), *END), "Layer 2: Conv2D needs feature maps"),
        ((Conv2D(8, 28), MaxPooling2D(2), *END), "Layer 2: MaxPooling2D has a 2×2 window"),
        ((Flatten(), Dense(10)), "end it with Dense(10) and Softmax"),
        ((Flatten(), Dense(7), Softmax()), "end it with Dense(10) and Softmax"),
        ((Dense(10), Softmax()), "The network ends in shape (28, 28, 10)"),
        ((Flatten(), Dense(4096), ReLU(), Dense(4096), *END[1:]), f"{MAX_PARAMETERS:,}"),
        ((ReLU(name="a"), Dropout(0.1, name="a"), *END), "Two layers share a name"),
        ((ReLU(),) * 60, "from 1 to 40 layers"),
        ((Flatten(), Dense(10), Add("nothing"), Softmax()), "takes the output of nothing, which"),
        ((Flatten(), Dense(10, reads=["x"]), Softmax()), "takes the output of ['x'], which"),
        ((Flatten(), Dense(10), Dense(10, reads="flatten"), Softmax()), "reads what dense1 gives"),
    ],
)
def test_illegal_networks_are_refused_in_one_sentence(layers, sentence):
    with pytest.raises(LayerError) as error:
        build(*layers)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"layers": 3},
        {"layers": [{"kind": "Lambda", "name": "x"}]},
        {"layers": [{"name": "x"}]},
        {"layers": [{"kind": "Dense", "wings": 2}], "id": "a"},
        {"layers": [{"kind": "Dense", "units": "many"}], "id": "a"},
    ],
)
def test_hostile_descriptions_are_refused(values):
    with pytest.raises(LayerError):
        read_architecture(values)


def test_unknown_preprocessing_is_refused():
    with pytest.raises(LayerError, match="Preprocessing"):
        Architecture(id="mine", title="Mine", layers=END, preprocessing="magic")

"""Interventions: a muted filter is a Keras model with that filter zeroed, and no more."""

import keras
import numpy as np
import pytest

from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.explain.intervention import (
    ACTIONS,
    BLUR,
    COPY,
    HORIZONTAL,
    KEEP,
    MUTE,
    PATTERNS,
    RANDOM,
    VERTICAL,
    Intervention,
    actions_for,
    intervene,
    layers_to_change,
    normalisation_after,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture
from mnist_core.training import keras_trainer


def digits(count):
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def changed_places(network, other):
    """Names of the parts whose weights differ, as (layer, part)."""
    found = set()
    for name, array in network.weights.items():
        differs = (array != other.weights[name]).reshape(-1, array.shape[-1]).any(axis=0)
        found |= {(name.partition("/")[0], int(part)) for part in np.flatnonzero(differs)}
    return found


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_a_muted_filter_equals_keras_with_that_filter_zeroed(id):
    """Weights bit for bit, the map exactly 0 in both, and the same answers to 30 pictures.

    Where a normalisation follows, the map is 0 behind it, too.
    """
    network = Network.load(id)
    images = digits(30)
    model = keras_trainer.build_model(network.architecture)
    outputs = [layer.output for layer in model.layers[1:]]
    reader = keras.Model(model.inputs[0], outputs)  # built once: that is what takes time
    for name in layers_to_change(network.architecture):
        muted = intervene(network, Intervention(MUTE, name, 3))
        keras_trainer.set_weights(model, network.weights)
        layer = model.get_layer(name)
        kernel, bias = layer.get_weights()
        kernel[..., 3], bias[3] = 0, 0
        layer.set_weights([kernel, bias])
        places = {(name, 3)}
        after = model.layers[model.layers.index(layer) + 1]
        if isinstance(after, keras.layers.BatchNormalization):
            gamma, beta, *statistics = after.get_weights()
            gamma[3], beta[3] = 0, 0
            after.set_weights([gamma, beta, *statistics])
            places.add((after.name, 3))
        in_keras = {f"{it.name}/{v.name}": v.numpy() for it in model.layers for v in it.weights}
        assert set(muted.weights) <= set(in_keras)
        for key, array in muted.weights.items():
            np.testing.assert_array_equal(array, in_keras[key])
        answers = reader(network.prepare(images))
        maps = dict(zip([it.name for it in model.layers[1:]], answers, strict=True))
        found = {it.name: it.output for it in muted.activations(images[0])}
        for changed, _ in places:
            assert not np.asarray(maps[changed])[..., 3].any()
            assert not found[changed][..., 3].any()
        expected = np.asarray(answers[-1])
        probabilities = muted.predict(images)
        np.testing.assert_allclose(probabilities, expected, atol=1e-5)
        np.testing.assert_array_equal(probabilities.argmax(axis=1), expected.argmax(axis=1))
        assert changed_places(network, muted) == places


def test_keep_only_mutes_all_the_others_behind_a_normalisation():
    network = Network.load("robust_cnn")
    kept = intervene(network, Intervention(KEEP, "conv3", 5))
    before, after = (
        {it.name: it.output for it in net.activations(digits(1)[0])} for net in (network, kept)
    )
    for name in ("conv3", "norm3"):
        np.testing.assert_array_equal(after[name][..., 5], before[name][..., 5])
        assert not np.delete(after[name], 5, axis=-1).any() and before[name][..., 6].any()
    assert normalisation_after(network.architecture, "conv3") == "norm3"
    assert normalisation_after(network.architecture, "dense") is None
    assert normalisation_after(ARCHITECTURES["keras_cnn"], "conv1") is None


def test_keep_only_mutes_all_the_others():
    network = Network.load("keras_cnn")
    kept = intervene(network, Intervention(KEEP, "conv2", 5))
    image = digits(1)[0]
    before, after = (
        next(it.output for it in net.activations(image) if it.name == "conv2")
        for net in (network, kept)
    )
    np.testing.assert_array_equal(after[..., 5], before[..., 5])
    assert not np.delete(after, 5, axis=-1).any() and before[..., 6].any()


def test_a_copy_makes_two_equal_maps():
    network = Network.load("classic_cnn")
    twin = intervene(network, Intervention(COPY, "conv1", 2, other=7))
    maps = twin.activations(digits(1)[0])[0].output
    np.testing.assert_array_equal(maps[..., 2], maps[..., 7])
    assert changed_places(network, twin) == {("conv1", 2)}


@pytest.mark.parametrize("action", [*PATTERNS, RANDOM])
@pytest.mark.parametrize("name", ["conv1", "conv2"])
def test_replacements_are_as_strong_as_what_they_replace(name, action):
    network = Network.load("keras_cnn")
    other = intervene(network, Intervention(action, name, 4, other=11))
    old, new = (net.weights[f"{name}/kernel"][..., 4] for net in (network, other))
    assert np.linalg.norm(new) == pytest.approx(np.linalg.norm(old), rel=1e-5)
    assert other.weights[f"{name}/bias"][4] == 0
    assert changed_places(network, other) == {(name, 4)}


def test_what_the_patterns_do_to_a_picture():
    """A blur takes the mean; a vertical edge answers to a step from left to right and no other."""
    network = Network.load("keras_cnn")
    step = np.zeros((28, 28), np.float32)
    step[:, 14:] = 1
    maps = {
        action: intervene(network, Intervention(action, "conv1", 0)).activations(step)[0].output
        for action in PATTERNS
    }
    blur = maps[BLUR][..., 0]
    weight = blur[0, -1] / 9
    np.testing.assert_allclose(blur[5, 11:15], weight * np.array([0, 3, 6, 9]), atol=1e-5)
    vertical, horizontal = maps[VERTICAL][..., 0], maps[HORIZONTAL][..., 0]
    np.testing.assert_allclose(horizontal, 0, atol=1e-6)
    assert vertical[5, 12] == vertical[5, 13] > 0 and not vertical[:, :12].any()
    turned = intervene(network, Intervention(HORIZONTAL, "conv1", 0)).activations(step.T)[0].output
    np.testing.assert_allclose(turned[..., 0], vertical.T, atol=1e-6)


def test_what_can_be_changed_and_how():
    keras_cnn, mlp = ARCHITECTURES["keras_cnn"], ARCHITECTURES["mlp"]
    assert layers_to_change(keras_cnn) == ("conv1", "conv2", "dense1")
    assert layers_to_change(mlp) == ("dense1", "dense2")
    assert actions_for(keras_cnn, "conv1") == ACTIONS
    assert (
        actions_for(keras_cnn, "dense1")
        == actions_for(mlp, "dense1")
        == (
            MUTE,
            KEEP,
            COPY,
            RANDOM,
        )
    )
    linear = Architecture("l", "L", (Flatten(), Dense(10), Softmax()))
    assert layers_to_change(linear) == ("dense",)
    points = Architecture("p", "P", (Conv2D(2, 1), Flatten(), Dense(10), Softmax()))
    assert BLUR not in actions_for(points, "conv")


@pytest.mark.parametrize(
    ("intervention", "sentence"),
    [
        (Intervention(MUTE, "conv9", 0), "There is no layer called 'conv9'"),
        (Intervention(MUTE, "conv1", 32), "conv1 has parts 0 to 31"),
        (Intervention(MUTE, "conv1", -1), "conv1 has parts 0 to 31"),
        (Intervention(COPY, "conv1", 0, other=99), "conv1 has parts 0 to 31"),
        (Intervention(BLUR, "dense1", 0), "Nothing called 'blur' can be done to a part of dense1"),
        (Intervention("explode", "conv1", 0), "Nothing called 'explode'"),
    ],
)
def test_what_makes_no_sense_is_refused(intervention, sentence):
    with pytest.raises(ValueError, match=sentence):
        intervene(Network.load("keras_cnn"), intervention)


def test_the_network_itself_is_never_changed_and_random_weights_have_a_seed():
    network = Network.load("mlp")
    before = {name: array.copy() for name, array in network.weights.items()}
    first, same, other = (
        intervene(network, Intervention(RANDOM, "dense1", 0, seed)).weights["dense1/kernel"]
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()
    for name, array in before.items():
        np.testing.assert_array_equal(network.weights[name], array)


def test_a_silent_filter_is_replaced_by_a_silent_one():
    network = intervene(Network.load("keras_cnn"), Intervention(MUTE, "conv1", 0))
    blurred = intervene(network, Intervention(BLUR, "conv1", 0))
    assert not blurred.weights["conv1/kernel"][..., 0].any()


def test_the_normalisation_behind_a_layer_is_one_that_reads_it():
    assert normalisation_after(RESNET_STYLE, "conv6") == "norm6"
    assert normalisation_after(RESNET_STYLE, "norm5") is None  # it is followed by a way around
    assert "dense" not in layers_to_change(RESNET_STYLE)

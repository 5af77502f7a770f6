"""Saliency maps against TensorFlow, brute force and the properties that define them."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.interpolate import RegularGridInterpolator

from mnist_core.explain.saliency import (
    METHODS,
    explain,
    grad_cam,
    gradient,
    integrated_gradients,
    last_maps,
    occlusion,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.training import keras_trainer

# Worked by hand: half a pixel less than half the receptive field, from its first pixel on; stride.
FIRST_CENTRES = {
    "keras_cnn": (3.5, 2),  # 8 pixels from 0
    "classic_cnn": (6.5, 2),  # 14 from 0
    "wide_cnn": (4.5, 2),  # 10 from 0
    "robust_cnn": (7.5, 4),  # 32 from -8
}
CONVOLUTIONAL = [id for id in ARCHITECTURES if id != "mlp"]


@pytest.fixture(scope="module")
def digits(full_mnist_path):
    """Twelve real digits, one or more of each kind, uint8."""
    with np.load(full_mnist_path) as file:
        images, labels = file["x_test"][:300], file["y_test"][:300]
    places = [np.flatnonzero(labels == digit)[0] for digit in range(10)]
    return images[[*places, 247, 115]]  # and two that are hard to read


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(id, marks=[pytest.mark.slow] if id == "robust_cnn" else [])
        for id in ARCHITECTURES
    ],
)
def network(request):
    return Network.load(request.param)


@pytest.fixture(scope="module", params=["mlp", "keras_cnn"])
def kind(request):
    """A network without convolutions, and one that has them: the rules are those of layers."""
    return Network.load(request.param)


def test_gradient_is_how_the_score_changes(network, digits):
    """Against TensorFlow elsewhere; here against a nudge: the largest gradient, ± a little ink."""
    if network.architecture.id == "robust_cnn":
        pytest.skip("its many ReLUs bend within any nudge that float32 can tell")
    image = digits[4].astype(np.float32) / 255 * 0.9 + 0.05
    found = gradient(network, image, 4).values
    place = np.unravel_index(np.abs(found).argmax(), found.shape)
    nudge = np.zeros_like(image)
    nudge[place] = 1e-3
    more, less = network.scores(np.stack([image + nudge, image - nudge]))[:, 4]
    assert found[place] == pytest.approx((more - less) / 2e-3, rel=0.05)


def differences(network, image):
    """The ten scores of a digit, each less that of blank paper."""
    return np.subtract(*network.scores(np.stack([image, np.zeros_like(image)])).astype(float))


def test_integrated_gradients_are_complete_within_one_per_cent(network, digits):
    """For the digit that is read: the shares add up to its score less that of blank paper."""
    for image in digits[:: 6 if network.architecture.id == "robust_cnn" else 3]:
        read = int(network.scores(image[None])[0].argmax())
        difference = differences(network, image)[read]
        found = integrated_gradients(network, image, read)
        assert found.difference == pytest.approx(difference, abs=1e-4)
        assert found.explained == pytest.approx(difference, rel=0.01)
        assert found.explained == pytest.approx(found.values.sum(dtype=float))


def test_integrated_gradients_are_complete_for_the_other_digits_too(network, digits):
    """Some scores are hardly moved at all; a 200th of a score is then as near as it gets.

    The gradients of the deepest network change most along the way: a 50th.
    """
    near = 0.02 if network.architecture.id == "robust_cnn" else 0.005
    expected = differences(network, digits[4])
    for digit in (1, 9):  # far from a 4, and near
        found = integrated_gradients(network, digits[4], digit)
        assert found.explained == pytest.approx(expected[digit], rel=0.01, abs=near)


def test_integrated_gradients_of_a_linear_network_are_ink_times_weight():
    linear = Architecture("linear", "Linear", (Flatten(), Dense(10), Softmax()))
    network = Network.initialise(linear, 3)
    image = np.random.default_rng(0).uniform(0, 1, (28, 28)).astype(np.float32)
    expected = image * network.weights["dense/kernel"][:, 7].reshape(28, 28)
    found = integrated_gradients(network, image, 7)
    np.testing.assert_allclose(found.values, expected, atol=1e-6)


def test_paper_has_no_share_and_blank_paper_is_explained_by_nothing(kind, digits):
    assert not integrated_gradients(kind, digits[0], 3).values[digits[0] == 0].any()
    explained = explain(kind, np.zeros((28, 28), np.uint8), 3)
    found = explained["Integrated gradients"]
    assert found.explained == 0 and not found.values.any()
    rounding = 1e-5  # of scores: the same picture twice in one batch need not round alike
    assert abs(found.difference) < rounding
    assert np.abs(explained["Occlusion"].values).max() < rounding
    for name, explanation in explained.items():
        assert np.isfinite(explanation.values).all(), name


def test_occlusion_equals_brute_force(kind, digits):
    """The plain definition: for every pixel, cover the 5 × 5 square around it and read again."""
    image = digits[8]
    digit = 8
    pictures = [image]
    for row in range(28):
        for column in range(28):
            covered = image.copy()
            for r in range(row - 2, row + 3):
                for c in range(column - 2, column + 3):
                    if 0 <= r < 28 and 0 <= c < 28:
                        covered[r, c] = 0
            pictures.append(covered)
    score, *without = kind.scores(np.stack(pictures))[:, digit]
    expected = score - np.reshape(without, (28, 28))
    found = occlusion(kind, image, digit)
    np.testing.assert_allclose(found.values, expected, atol=1e-4)
    assert np.abs(expected).max() > 0.1 and found.values.min() < 0 < found.values.max()


def test_occlusion_of_single_pixels_in_a_linear_network_is_ink_times_weight():
    linear = Architecture("linear", "Linear", (Flatten(), Dense(10), Softmax()))
    network = Network.initialise(linear, 3)
    image = np.random.default_rng(0).uniform(0, 1, (28, 28)).astype(np.float32)
    expected = image * network.weights["dense/kernel"][:, 7].reshape(28, 28)
    np.testing.assert_allclose(occlusion(network, image, 7, 1).values, expected, atol=1e-5)


@pytest.mark.parametrize("id", CONVOLUTIONAL)
def test_grad_cam_equals_tensorflow_laid_over_the_centres_of_the_cells(id, digits):
    """The coarse map by GradientTape; between the centres of receptive fields SciPy fills in."""
    network = Network.load(id)
    row = network.architecture.rows[last_maps(network.architecture)]
    model = keras_trainer.build_model(network.architecture)
    keras_trainer.set_weights(model, network.weights)
    layers = {layer.name: layer for layer in model.layers}
    logits = layers[network.architecture.layers[-2].name].output
    both = keras.Model(model.inputs[0], [layers[row.layer.name].output, logits])
    for digit in (2, 5):
        with tf.GradientTape() as tape:
            maps, ten = both(network.prepare(digits[digit][None]))
            score = ten[:, digit]
        weights = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2))
        coarse = tf.nn.relu(tf.einsum("bhwk,bk->bhw", maps, weights))[0].numpy()
        size, stride = {
            "keras_cnn": (8, 2),
            "classic_cnn": (14, 2),
            "wide_cnn": (10, 2),
            "robust_cnn": (16, 4),
        }[id]  # (32, but half the rim is padding)
        centres = (size - 1) / 2 + stride * np.arange(len(coarse))
        pixels = np.stack(np.meshgrid(*[np.arange(28)] * 2, indexing="ij"), axis=-1)
        expected = RegularGridInterpolator((centres, centres), coarse)(
            pixels.clip(centres[0], centres[-1])
        )
        assert expected.max() > 0
        np.testing.assert_allclose(
            grad_cam(network, digits[digit], digit).values, expected, atol=1e-4 * expected.max()
        )


def test_grad_cam_of_one_map_with_the_mean_as_score_is_that_map():
    """Score 4 = sum of the map's mean; its weight is then 1 over the number of cells."""
    layers = (
        Conv2D(1, 1),
        BatchNormalization(),
        ReLU(),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    )
    own = Architecture("own", "Own", layers)
    weights = dict(Network.initialise(own, 0).weights)
    weights["conv/kernel"] = np.ones((1, 1, 1, 1), np.float32)
    weights["dense/kernel"] = np.ones((1, 10), np.float32)
    image = np.random.default_rng(0).uniform(0, 1, (28, 28)).astype(np.float32)
    found = grad_cam(Network(own, weights), image, 4).values
    np.testing.assert_allclose(found * 784 * 1.0005, image, atol=1e-3)


def test_a_network_without_convolution_is_told_so():
    network = Network.load("mlp")
    with pytest.raises(ValueError, match="Grad-CAM does not apply to Multilayer perceptron: it"):
        grad_cam(network, np.zeros((28, 28), np.uint8), 0)
    assert set(explain(network, np.zeros((28, 28), np.uint8), 0)) == set(METHODS) - {"Grad-CAM"}


def test_maps_are_read_only_and_bytes_and_floats_are_read_alike(digits):
    network = Network.load("classic_cnn")
    bytes_, floats = (explain(network, it, 1) for it in (digits[1], digits[1] / 255))
    for name in METHODS:
        assert bytes_[name].values.shape == (28, 28) and not bytes_[name].values.flags.writeable
        assert bytes_[name].values.dtype == np.float32
        np.testing.assert_allclose(bytes_[name].values, floats[name].values, atol=1e-3)

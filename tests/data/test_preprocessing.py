"""Literals worked by hand, and Keras's and scikit-learn's own functions beside them."""

import numpy as np
import pytest
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from mnist_core.data.preprocessing import (
    MEAN,
    STANDARD_DEVIATION,
    add_channel,
    flatten,
    one_hot,
    scale,
    stages,
    standardise,
)


def test_scale():
    scaled = scale(np.array([0, 51, 255], np.uint8))
    assert scaled.dtype == np.float32
    assert scaled == pytest.approx([0, 0.2, 1])
    with pytest.raises(ValueError, match="Only uint8 images are scaled"):
        scale(scaled)  # twice divided by 255: the classic fault


def test_standardised_range():
    standardised = standardise(np.array([0, 1], np.float32))
    assert standardised.dtype == np.float32
    assert standardised == pytest.approx([-0.4242, 2.8215], abs=5e-5)
    with pytest.raises(ValueError, match="before standardising"):
        standardise(np.array([0, 255], np.uint8))


@pytest.mark.slow
def test_the_constants_are_those_of_the_training_set(full_mnist_path):
    with np.load(full_mnist_path) as mnist:
        pixels = mnist["x_train"].reshape(-1, 1)
    scaler = StandardScaler().fit(scale(pixels))
    assert round(float(scaler.mean_[0]), 4) == MEAN
    assert round(float(scaler.scale_[0]), 4) == STANDARD_DEVIATION


def test_shapes_of_both_input_forms():
    images = np.arange(2 * 784).reshape(2, 28, 28)
    assert add_channel(images).shape == (2, 28, 28, 1)
    assert flatten(images).shape == flatten(add_channel(images)).shape == (2, 784)
    assert flatten(images)[1, 28] == images[1, 1, 0]  # row after row


def test_one_hot_as_scikit_learn_does():
    labels = np.array([3, 0, 9, 3])
    encoded = one_hot(labels)
    assert encoded.dtype == np.float32
    expected = OneHotEncoder(categories=[range(10)]).fit_transform(labels[:, None]).toarray()
    assert (encoded == expected).all()


def test_stages_in_order_with_true_sentences():
    image = np.zeros((28, 28), np.uint8)
    image[4, 5], image[6, 7] = 51, 204
    made = stages(image, 7)
    assert [(stage.name, stage.array.shape) for stage in made] == [
        ("Reshape", (28, 28, 1)),
        ("Scale", (28, 28, 1)),
        ("Standardise", (28, 28, 1)),
        ("One-hot", (10,)),
        ("Flatten", (784,)),
    ]
    reshape, scaling, standardising, encoding, flattening = (stage.sentence for stage in made)
    assert "28 × 28 becomes 28 × 28 × 1" in reshape and "from 0 to 204" in reshape
    assert "between 0 and 0.8," in scaling and "mean of 0.001" in scaling  # 1 / 784 = 0.00128
    assert "between −0.424 and 2.172" in standardising  # (0.8 - 0.1307) / 0.3081
    assert "mean is −0.420" in standardising  # (0.00128 - 0.1307) / 0.3081
    assert "a 1 at place 7" in encoding and "9 zeros" in encoding
    assert "784 numbers, of which 2 come from pixels with ink" in flattening
    assert made[4].array[4 * 28 + 5] == made[2].array[4, 5, 0]
    for stage in made:
        assert not stage.array.flags.writeable

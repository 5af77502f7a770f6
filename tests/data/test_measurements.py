"""Measurements against figures worked by hand, SciPy, and what is known of MNIST."""

import time

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.data.digits import Digits
from mnist_core.data.embedded import embedded_digits
from mnist_core.data.keras_file import read_keras_file
from mnist_core.data.measurements import bounding_boxes, centres_of_mass, measure


def test_an_asymmetric_shape_by_hand():
    image = np.zeros((2, 28, 28), np.uint8)
    image[0, 4, 10:13] = 100  # rows 4 to 6, columns 10 to 12: an L on its head
    image[0, 5:7, 10] = 100
    assert bounding_boxes(image).tolist() == [[4, 10, 3, 3], [0, 0, 0, 0]]
    assert centres_of_mass(image)[0] == pytest.approx([23 / 5, 53 / 5])
    assert np.isnan(centres_of_mass(image)[1]).all()


def test_first_and_last_pixel():
    image = np.zeros((2, 28, 28), np.uint8)
    image[0, 0, 0] = image[1, 27, 27] = 1
    assert bounding_boxes(image).tolist() == [[0, 0, 1, 1], [27, 27, 1, 1]]
    assert centres_of_mass(image).tolist() == [[0, 0], [27, 27]]


def test_as_scipy_measures():
    images = embedded_digits().images[:50]
    expected = [ndimage.center_of_mass(image.astype(float)) for image in images]
    assert centres_of_mass(images) == pytest.approx(np.array(expected))
    assert centres_of_mass(images / 255) == pytest.approx(np.array(expected))
    for image, (top, left, height, width) in zip(images, bounding_boxes(images), strict=True):
        rows, columns = ndimage.find_objects((image > 0).astype(int))[0]
        assert (top, left, top + height, left + width) == (
            rows.start,
            columns.start,
            rows.stop,
            columns.stop,
        )


def test_mean_and_variance_by_hand():
    images = np.zeros((3, 28, 28), np.uint8)
    images[:2, 3, 4] = 255, 0
    measured = measure(Digits(images, np.array([5, 5, 6])))
    assert measured.mean_images[5, 3, 4] == 0.5 and measured.variance_images[5, 3, 4] == 0.25
    assert measured.mean_images[5].sum() == 0.5
    assert measured.mean_images.dtype == measured.variance_images.dtype == np.float32
    assert np.isnan(measured.mean_images[0]).all()  # what is not known is not invented
    assert measured.counts.tolist() == [0, 0, 0, 0, 0, 2, 1, 0, 0, 0]
    assert measured.imbalance == float("inf")
    assert (measured.majority_digit, measured.majority_share) == (5, pytest.approx(2 / 3))
    assert measured.ink[0] == pytest.approx(1 / 784)
    with pytest.raises(ValueError, match="read-only"):
        measured.ink[0] = 1


def test_nothing_to_measure():
    with pytest.raises(ValueError, match="choose at least one digit"):
        measure(embedded_digits()[:0])


@pytest.mark.slow
def test_the_test_set_of_mnist(full_mnist_path):
    test = read_keras_file(full_mnist_path).test
    measured = measure(test)
    assert measured.counts.tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert measured.imbalance == pytest.approx(1135 / 892)
    assert (measured.majority_digit, measured.majority_share) == (1, 0.1135)
    assert measured.share_of_larger_side_20 == 0.9997
    assert measured.share_of_mass_in_range == 1
    assert round(measured.share_of_boxes_off_centre, 3) == 0.410
    assert measured.centres_of_mass.mean(axis=0) == pytest.approx([14, 14], abs=0.01)
    assert measured.centres_of_mass.std(axis=0) == pytest.approx([0.29, 0.29], abs=0.005)
    assert measured.ink.mean() == pytest.approx(0.1325, abs=5e-5)


@pytest.mark.slow
def test_the_training_set_of_mnist_is_measured_quickly(full_mnist_path):
    train = read_keras_file(full_mnist_path).training
    start = time.process_time()  # other work may share the cores
    measured = measure(train)
    assert time.process_time() - start < 5  # 0.7 s of the processor
    assert (measured.counts.min(), measured.counts.max()) == (5_421, 6_742)
    assert round(measured.imbalance, 2) == 1.24

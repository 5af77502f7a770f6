"""What a convolutional layer computes, against SciPy; digits that can be moved."""

import numpy as np
from scipy.signal import correlate2d

from mnist_core.data.measurements import bounding_boxes
from mnist_core.lessons.claims.convolution import FAR, READ, flipping, moving
from mnist_core.network.forward import Network


def test_the_layer_correlates_as_scipy_does(evidence):
    found = flipping(evidence)
    image = evidence.digits().images[0].astype(np.float32) / 255
    conv = Network.load("keras_cnn").activations(evidence.digits().images[0])[0]
    for number in (0, 7, 31):
        expected = correlate2d(image, conv.weights["kernel"][:, :, 0, number], mode="valid")
        expected += conv.weights["bias"][number]
        np.testing.assert_allclose(conv.output[..., number], expected, atol=1e-5)
    assert found.correlation < 1e-5 < 0.1 < found.convolution


def test_digits_that_would_be_cut_off_are_left_out(evidence):
    """A digit is whole where its box has the room on its right."""
    _, left, _, width = bounding_boxes(evidence.digits().images[:READ]).T
    assert moving(evidence).whole_digits == (28 - left - width >= FAR).sum() < READ

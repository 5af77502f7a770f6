"""What excites a filter most, against brute force over whole feature maps."""

import numpy as np
import pytest

from mnist_core.explain.excitation import excitation
from mnist_core.explain.intervention import layers_to_change
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network


def digits(count):
    random = np.random.default_rng(2)
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 6:22, 6:22] = random.integers(0, 256, (count, 16, 16))
    return images


@pytest.mark.slow
@pytest.mark.parametrize("id", ARCHITECTURES)
def test_equals_brute_force(id):
    network, images = Network.load(id), digits(120)
    for name in layers_to_change(network.architecture):
        found = excitation(network, images, name)
        outputs = np.stack(
            [
                next(it.output for it in network.activations(image) if it.name == name)
                for image in images
            ]
        )
        axes = tuple(range(1, outputs.ndim - 1))
        expected = outputs.max(axis=axes)
        np.testing.assert_allclose(found.values, expected, rtol=1e-4, atol=1e-4)
        order = found.strongest(2, 9)
        kept = found.values[order, 2]
        assert len(order) == 9 and (np.diff(kept) <= 0).all()
        assert (np.delete(found.values[:, 2], order) <= kept[-1]).all()


@pytest.mark.parametrize("name", ["conv1", "conv2"])
def test_the_marked_patch_alone_gives_the_same_answer(name):
    """Wipe everything outside the box: the strongest cell does not notice."""
    network, images = Network.load("keras_cnn"), digits(30)
    found = excitation(network, images, name)
    size = {"conv1": 3, "conv2": 8}[name]
    for part in (0, 7, 20):
        index = int(found.strongest(part, 1)[0])
        top, left, bottom, right = found.box(index, part)
        assert (bottom - top, right - left) == (size, size)
        alone = np.zeros((28, 28), np.uint8)
        alone[top:bottom, left:right] = images[index, top:bottom, left:right]
        output = next(it.output for it in network.activations(alone) if it.name == name)
        row, column = divmod(int(found.cells[index, part]), output.shape[1])
        assert output[row, column, part] == pytest.approx(found.values[index, part], rel=1e-4)


def test_a_unit_looks_at_all_that_reaches_it():
    network = Network.load("mlp")
    found = excitation(network, digits(5), "dense1")
    assert found.box(3, 100) == (0, 0, 28, 28)
    assert (
        Network.load("keras_cnn").architecture.rows[6].receptive_field.rows.pixels(0, 28)[1] == 26
    )
    assert excitation(Network.load("keras_cnn"), digits(3), "dense1").box(0, 0) == (0, 0, 26, 26)


def test_results_are_shared_and_so_cannot_be_changed():
    found = excitation(Network.load("classic_cnn"), digits(4), "conv1")
    assert not found.values.flags.writeable and not found.cells.flags.writeable
    assert len(found.strongest(0, 9)) == 4

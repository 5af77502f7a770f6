"""What every layer has without saying so: a name to be given, no weights, no work, its shape."""

from dataclasses import dataclass

import pytest

from mnist_core.network.layers import Layer, LayerError, times
from mnist_core.network.layers.layer import check_whole


@dataclass(frozen=True)
class Wings(Layer):
    """A layer that nobody has built yet."""

    wings: int = 2


def test_a_layer_that_says_nothing_of_itself_keeps_everything_and_costs_nothing():
    layer = Wings()
    assert (layer.kind, layer.name, layer.settings) == ("Wings", "", {"wings": 2})
    assert layer.output_shape((5, 5, 3)) == (5, 5, 3)
    assert layer.arithmetic((5, 5, 3)) == "same shape"
    assert layer.window is None
    assert (layer.parameters((5, 5, 3)), layer.macs((5, 5, 3))) == (0, 0)
    assert (layer.parameter_formula((7,)), layer.mac_formula((7,))) == ("", "")


def test_a_name_is_given_by_its_word_only_and_is_no_setting():
    assert Wings(4, name="left").settings == {"wings": 4}
    assert Wings(4, name="left") == Wings(4, name="left") != Wings(4, name="right")
    with pytest.raises(TypeError):
        Wings(4, "left")


def test_a_layer_cannot_be_changed():
    with pytest.raises(AttributeError):
        Wings().wings = 3


def test_a_product_in_words():
    assert times(5, 5, 1_600) == "5 × 5 × 1,600"
    assert times(3) == "3"


@pytest.mark.parametrize("value", [1, 7, 9])
def test_whole_numbers_within_the_bound_are_taken(value):
    check_whole(Wings(value), "wings", 9)


@pytest.mark.parametrize("value", [0, -1, 10, 2.0, "2", None, True])
def test_others_get_a_sentence(value):
    with pytest.raises(LayerError) as error:
        check_whole(Wings(value), "wings", 9)
    assert str(error.value) == f"Wings needs a whole wings from 1 to 9, not {value!r}."


def test_maps_are_told_from_vectors():
    assert Wings().maps((4, 4, 2)) == (4, 4, 2)
    with pytest.raises(LayerError, match="gets a vector of 1,600 numbers: move it before Flatten"):
        Wings().maps((1600,))

"""What is read in a wall, and what a network learns of one half of it."""

import numpy as np
import pytest

from mnist_core.classroom.class_database import ClassError
from mnist_core.classroom.school_class import look
from mnist_core.classroom.teacher import end_class, open_class
from mnist_core.classroom.wall_reading import Misread, misread
from mnist_core.classroom.wall_training import (
    STARTS,
    forget_walls,
    judging_half,
    wall_config,
    wall_set,
    why_not,
)
from mnist_core.data.imported.imported_set import imported_sets, open_set
from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.weights import load_weights, weights_file
from mnist_core.training.frozen_layers import FrozenLayers, start_weights
from mnist_core.web.wall_sheet import wall_sheet


def hung(count):
    """Digits as a class might hang them, of the ten kinds in turn."""
    digits = load_dataset().train
    kinds = [np.flatnonzero(digits.labels == kind) for kind in range(10)]
    return digits[np.array([kinds[place % 10][place // 10] for place in range(count)])]


def test_what_most_networks_misread_comes_first_with_what_most_of_them_read():
    labels = np.array([7, 4, 1, 9])
    predicted = {
        "a": np.array([7, 9, 7, 4]),
        "b": np.array([7, 9, 1, 4]),
        "c": np.array([7, 8, 1, 9]),
    }
    assert misread(labels, predicted) == (Misread(1, 3, 9), Misread(3, 2, 4), Misread(2, 1, 7))
    assert misread(labels, {"a": labels}) == ()


def test_every_second_picture_of_each_digit_judges():
    assert judging_half(np.array([7, 7, 1, 7, 1, 7, 3])).tolist() == [
        *(False, True, False, False, True, True, False)
    ]


def test_a_wall_becomes_a_set_of_two_halves_that_goes_with_its_class(database):
    teacher, _ = open_class(database)
    digits = hung(80)
    judges = judging_half(digits.labels)
    found = wall_set(teacher.room, digits)
    halves = open_set(found.path)
    assert halves.test.images.tobytes() == digits[judges].images.tobytes()
    learnt = {image.tobytes() for image in (*halves.train.images, *halves.validation.images)}
    assert learnt == {image.tobytes() for image in digits[~judges].images}
    forget_walls(database)
    assert [it.id for it in imported_sets()] == [found.id], "the class goes on"
    end_class(teacher)
    forget_walls(database)
    assert list(imported_sets()) == []


def test_a_training_on_a_wall_goes_on_from_the_weights_that_ship(database):
    teacher, _ = open_class(database)
    config = wall_config("keras_cnn", wall_set(teacher.room, hung(60)))
    shipped = load_weights(weights_file("keras_cnn"))[1]
    begins = start_weights(config.architecture, config.seed, config.frozen)
    assert {name: array.tobytes() for name, array in begins.items()} == {
        name: shipped[name].tobytes() for name in begins
    }
    assert config.frozen.names == ("conv1", "conv2")
    assert type(config).from_dict(config.to_dict()) == config
    assert "mlp" not in STARTS and set(STARTS) < set(ARCHITECTURES)
    with pytest.raises(ValueError, match="Name the network"):
        FrozenLayers(("conv1",), goes_on=True)


def test_what_is_too_small_to_be_halved_is_one_sentence(database):
    teacher, _ = open_class(database)
    assert why_not(hung(30)) == "It takes 40 pictures to learn from one half: 10 more."
    with pytest.raises(ClassError, match="10 more"):
        wall_set(teacher.room, hung(30))
    digits = hung(200)
    lonely = digits[np.flatnonzero((digits.labels != 3) | (np.cumsum(digits.labels == 3) < 3))]
    assert why_not(lonely) == "It takes 4 pictures of each digit: hang more of 3."
    assert why_not(digits) is None
    assert look(database, teacher.room).code


def test_the_sheet_shows_every_picture_and_asks_for_nothing_from_outside():
    digits = hung(3)
    page = wall_sheet("Our <wall>", digits, ["Otter", "", "<b>Fox"])
    assert page.count('src="data:image/png;base64,') == 3 and "http" not in page.split("<ul>")[1]
    assert "Our &lt;wall&gt;" in page and "&lt;b&gt;Fox" in page and "<b>Fox" not in page
    assert f"A drawing of {digits.labels[0]} by Otter" in page
    assert "default-src 'none'" in page

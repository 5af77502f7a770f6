"""The edits to guess about: legal, different, and right about what they save."""

from itertools import islice

import pytest

from mnist_core.editing.edits import OFFERED, edits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training import keras_trainer
from tests.network.random_networks import drafts


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_there_is_something_to_guess_and_one_right_answer(id):
    found = edits(ARCHITECTURES[id])
    assert 3 <= len(found) <= OFFERED
    assert len({edit.label for edit in found}) == len(found)
    parameters = sorted(edit.parameters for edit in found)
    assert parameters[0] < parameters[1]


def test_what_each_edit_of_keras_cnn_leaves():
    left = {edit.label: edit.parameters for edit in edits(ARCHITECTURES["keras_cnn"])}
    assert left == {
        "half the filters in conv2 (32)": 320 + 9_248 + 800 * 128 + 128 + 1_290,
        "half the units in dense1 (64)": 320 + 18_496 + 1_600 * 64 + 64 + 650,
        "one more 2 × 2 max pooling before flatten": 320 + 18_496 + 256 * 128 + 128 + 1_290,
        "global average pooling in place of flatten": 320 + 18_496 + 64 * 128 + 128 + 1_290,
        "without dense1": 320 + 18_496 + 1_600 * 10 + 10,
    }


@pytest.mark.slow
def test_keras_agrees():
    for id in ARCHITECTURES:
        for edit in edits(ARCHITECTURES[id]):
            assert keras_trainer.build_model(edit.architecture).count_params() == edit.parameters


def test_every_network_that_stands_can_be_guessed_about_without_an_error():
    for draft in islice(drafts(11), 200):
        if not any(line.fault for line in draft.lines()):
            for edit in edits(draft.architecture()):
                assert edit.draft != draft

"""Photographs of handwriting: which side is ink, in any light, with any pen, and what is read."""

import runpy

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.paper import darkness
from mnist_core.data.drawing.segmentation import segment_image
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.forward import Network
from tests import strokes
from tests.photographs import LIGHTS, photographs

EACH = 2  # the benchmark pictures takes more of them


@pytest.mark.slow
@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("count", [1, 5])
def test_ink_is_told_from_paper_in_every_light(strokes_path, light, count):
    written = strokes.read(strokes_path)
    for dark in (True, False):
        for photo in photographs(written, count, dark, light, EACH, seed=2):
            told = "what is darker is ink" in find_ink(photo.image).sentence
            assert told == dark, (photo.text, dark)


@pytest.mark.slow
def test_pictures_that_were_misread_once_and_those_that_must_stay_right(shared_file):
    made = runpy.run_path(str(shared_file("failing_pictures.py")))["pictures"]()
    network = Network.load("robust_cnn")
    judge = judge_by(network)
    seen = 0
    for name, image, text in made:
        digits = text.replace("/", "")
        cuts = segment_image(image, judge) if len(digits) > 1 else ()
        parts = [cut.preparation.digit for cut in cuts] or [prepare_image(image).digit]
        answers = network.predict(np.array(parts)).argmax(axis=1)
        assert "".join(map(str, answers)) == digits, name
        seen += 1
    assert seen == 12


def test_the_strongest_differences_decide_and_grain_has_no_say():
    few_and_dark = np.zeros((100, 100))
    few_and_dark[40:60, 50] = -80
    assert darkness(few_and_dark) == 1
    few_and_dark[:, :40] = 15  # a slope of light over nearly half of the sheet: less than a fifth
    assert darkness(few_and_dark) == 1
    assert darkness(-few_and_dark) == 0
    few_and_dark[40:60, 51] = 40  # a half as bright: an eighth of a vote
    assert darkness(few_and_dark) == pytest.approx(8 / 9)

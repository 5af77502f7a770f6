"""The Other data tab: ready images, files that people bring, and what pages do with them."""

import io

import numpy as np
import pytest
from PIL import Image

from mnist_core.data.embedded import embedded_digits
from mnist_core.data.imported.imported_set import open_set
from mnist_core.network.forward import Network
from mnist_core.training.runs import waiting_runs
from pages.ui import resources
from tests.data.imported.hostile import npz, zipped_names
from tests.pages.guesses import guess

PART = {"part": "Other data"}


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def picture(image: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def shapes(app):
    """A page on which a zip of three folders was brought."""
    digits = embedded_digits()[:400]
    names = {0: "ring", 1: "stick", 4: "chair"}
    members = {
        f"{names[label]}/{k}.png": picture(255 - image)
        for k, (image, label) in enumerate(zip(digits.images, digits.labels.tolist(), strict=True))
        if label in names
    }
    at = app("experiments", **PART)
    assert not at.exception
    at.file_uploader(key="brought").upload("shapes.zip", zipped_names(members), "application/zip")
    at.text_input(key="brought_title").set_value("Shapes")
    at.button(key="import").click().run()
    assert not at.exception
    return at


def test_a_zip_becomes_a_set_with_the_names_of_its_folders(app, shapes) -> None:
    (found,) = resources.brought_sets()
    assert (found.title, found.names) == ("Shapes", ("chair", "ring", "stick"))
    assert "black on white turned to white on black" in words(shapes)
    assert f"**{found.test:,}** to judge by" in words(shapes)
    key = f"other_guess_{found.id}"
    shapes.number_input(key=f"{key}_number").set_value(20).run()
    guess(shapes, key, "That is my guess")
    assert not shapes.exception
    test = open_set(found.path).test
    right = Network.load("keras_cnn").predict(test.images).argmax(axis=1) == test.labels
    assert "You guessed **20**" in words(shapes)
    table = shapes.table[0].value
    assert float(table.loc["Keras CNN", "right"].removesuffix(" %")) == pytest.approx(
        100 * right.mean(), abs=0.06
    )


def test_the_pages_show_it_judge_on_it_and_train_on_it(app, shapes) -> None:
    (found,) = resources.brought_sets()
    dataset = app("dataset", split=found.id, digit="3")
    assert not dataset.exception
    label = int(open_set(found.path).test.labels[3])
    assert f"where {label} stands for **{found.names[label]}**" in words(dataset)
    assert "test images of Shapes, labelled" in words(dataset)
    judged = app("evaluation", judged="Test images of Shapes")
    assert not judged.exception
    assert f"**{found.test:,} test images of Shapes**" in words(judged)
    assert "Here the answers stand for: 0 chair, 1 ring, 2 stick." in words(judged)
    assert list(judged.table[0].value.index[:4]) == ["chair", "ring", "stick", "3"]


@pytest.mark.slow
def test_a_run_learns_from_ready_images(app) -> None:
    at = app("experiments", **PART)
    at.button(key="ready_small").click().run()
    (found,) = resources.brought_sets()
    assert (found.training, found.test) == (1_438, 359)  # 1,797, of which a fifth judges
    form = app("training")
    form.selectbox(key="train_digits").set_value(found.id).run()
    learnt = 1_438 - 120  # a twelfth is set aside to validate
    assert form.number_input(key="train_examples").value == learnt
    next(it for it in form.main.button if it.label == "Start").click().run()
    assert not form.exception
    (run,) = waiting_runs()
    assert run.config.provenance.same_digits(open_set(found.path).provenance)
    assert f"{learnt:,} of the 1,438 of scikit-learn’s 8 × 8 digits" in words(form).replace(
        "\\", ""
    )


def test_what_cannot_be_used_is_one_sentence_and_keeps_nothing(app) -> None:
    at = app("experiments", **PART)
    at.button(key="import").click().run()
    assert not at.exception and at.toast[0].value == "Choose at least one file."
    bad = npz(images=np.zeros((3, 5, 5)), labels=np.zeros(3))
    at.file_uploader(key="brought").upload("bad.npz", bad, "application/octet-stream")
    at.button(key="import").click().run()
    assert not at.exception
    assert at.toast[0].value.startswith("bad.npz cannot be used: its images have 5 × 5 pixels")
    assert resources.brought_sets() == ()


def test_a_set_can_be_removed_by_whoever_brought_it(app, shapes) -> None:
    (found,) = resources.brought_sets()
    other = app("experiments", **PART, set=found.id)
    assert not any(it.key == "other_remove" for it in other.button)
    shapes.button(key="other_remove").click().run()
    assert not shapes.exception and resources.brought_sets() == ()
    gone = app("dataset", split=found.id)
    assert not gone.exception and "There is no split called" in gone.warning[0].value

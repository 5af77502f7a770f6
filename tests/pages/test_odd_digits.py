"""No page relies on a digit with ink, nor on one that can be moved."""

import numpy as np
import pytest

from mnist_core.data.embedded import embedded_digits, held_out_digits
from pages.ui.draw.digit_source import EXAMPLE
from tests.pages.answers import answer, posted
from tests.pages.guesses import RATHER, guess

BLANK, FULL = EXAMPLE, 0  # their numbers in the test set
PLACE = "Does the place matter?"
TABS = {
    "home": (None, (None,)),
    "claims": (None, (None,)),
    "dataset": ("view", ("Browse", "Counts", "Averages", "Preparation", "How they were made")),
    "architecture": ("look", ("Explorer", "Experiments", "Saliency", "Weights and work", "Ledger")),
    "evaluation": ("part", ("Figures", "Confusions", "Hardest", "Compare", "Calibration", "Map")),
    "robustness": ("robustness", ("One digit", PLACE, "All digits")),
}


@pytest.fixture
def use(tmp_path, monkeypatch):
    """Put 300 training and 200 test digits with these images, uint8 (500, 28, 28), into use."""

    def put(images) -> None:
        labels, path = some().labels, tmp_path / "odd.npz"
        train, test = slice(300), slice(300, None)
        named = {"x_train": images[train], "x_test": images[test]}
        np.savez(path, y_train=labels[train], y_test=labels[test], **named)
        monkeypatch.setenv("MNIST_PATH", str(path))

    return put


@pytest.fixture
def odd(use) -> None:
    """Digits in use of which some are blank, and one is nothing but ink."""
    images = some().images.copy()
    images[[0, 1, 300 + BLANK]], images[300 + FULL] = 0, 255
    use(images)


def some():
    return embedded_digits().without(held_out_digits())[:500]


def words(at) -> str:
    return "\n".join(it.value for it in [*at.markdown, *at.warning, *at.caption, *at.get("html")])


@pytest.mark.slow
@pytest.mark.parametrize("page", TABS)
@pytest.mark.parametrize("digit", [BLANK, FULL])
def test_pages_show_digits_without_ink_and_without_paper(app, odd, page, digit) -> None:
    key, tabs = TABS[page]
    for tab in tabs:
        at = app(page, split="test", digit=str(digit), **({key: tab} if key else {}))
        while asked := [it for it in at.button if it.label == RATHER]:  # one after another
            asked[0].click().run()
        assert "odd.npz" in words(at)
        assert not at.exception, tab


def test_draw_takes_an_example_with_ink(app, odd) -> None:
    at = app("draw")
    assert not at.exception
    assert f"this is test digit {BLANK + 1} of odd.npz" in answer(at)


@pytest.mark.parametrize(
    ("digit", "said"),
    [(BLANK, "No ink can be told from the paper"), (FULL, f"mean of {20 * 20 / 28**2:.3f}")],
)
def test_draw_reads_or_refuses_a_chosen_digit(app, odd, digit, said) -> None:
    at = app("draw", split="test", digit=str(digit))
    at.button_group(key="source").set_value("Dataset").run()
    assert not at.exception
    strip = [stage["sentence"] for stage in posted(at, "stage_strip")]
    assert said in "\n".join([words(at), *strip])


def test_where_no_digit_can_be_moved_to_the_right_none_is_pictured(app, use) -> None:
    marked = some().images.copy()
    marked[:, 14, -1] = 255
    use(marked)
    at = app("robustness", robustness=PLACE)
    guess(at, "guessed_share")
    assert not at.exception
    assert "translation invariant" in words(at)

"""Confusions: a guess before the matrix, and every cell with exactly its digits."""

from pages.ui import resources
from pages.ui.evaluated_digits import EvaluatedDigits
from tests.pages.evaluation_page import components, found, words
from tests.pages.guesses import guess


def test_a_guess_comes_before_the_confusion_matrix(app) -> None:
    at = app("evaluation", part="Confusions", network="mlp")
    assert not at.exception
    assert "matrix" not in components(at) and not at.get("plotly_chart")
    guess(at, "guessed_pair", "4 and 9")
    assert not at.exception
    assert {"matrix", "cell_None_None_tiles_0"} <= components(at)
    assert "Most often:" in words(at) or "no pair stands out" in words(at)
    errors = found("mlp").misclassified
    assert f"**{len(errors)}** digits" in words(at)
    assert "Documents 000 and 002 name 4 pairs." in words(at)
    for key in ("rates", "errors_only"):
        at.toggle(key=key).set_value(True)
    at.run()
    assert not at.exception and "In % of each row." in words(at)


def test_the_select_boxes_choose_a_cell_for_those_without_a_mouse(app) -> None:
    at = app("evaluation", part="Confusions", network="mlp")
    guess(at, "guessed_pair")
    at.selectbox(key="true").set_value("9").run()
    at.selectbox(key="read").set_value("7").run()
    assert not at.exception
    indices = found("mlp").of_pair(9, 7)
    options = at.selectbox(key="cell_9_7_open_0").options
    assert options == [f"digit {index}: 9 as 7" for index in indices]


def test_a_cell_in_the_link_shows_exactly_its_digits_without_a_guess(app) -> None:
    at = app("evaluation", part="Confusions", network="mlp", true="9", read="7")
    indices = found("mlp").of_pair(9, 7)
    assert len(at.selectbox(key="cell_9_7_open_0").options) == len(indices)
    assert f"**{len(indices)}** digit" in words(at)


def test_every_gallery_has_as_many_digits_as_its_cell(app) -> None:
    app("evaluation", network="mlp")
    evaluation = found("mlp")
    sizes = [[len(evaluation.of_pair(t, r)) for r in range(10)] for t in range(10)]
    assert sizes == evaluation.matrix.tolist()
    assert evaluation.matrix.sum() == 1000


def test_an_empty_cell_is_one_sentence(app) -> None:
    at = app("evaluation", part="Confusions", true="0", read="1")
    assert not at.exception
    assert "None of the 1,000 digits." in words(at)


def test_many_digits_come_in_pages(app) -> None:
    at = app("evaluation", part="Confusions", true="4", read="4")
    assert not at.exception
    assert len(at.selectbox(key="cell_4_4_open_0").options) == 40


def test_a_digit_opens_in_the_layer_explorer_wherever_it_comes_from(
    app, monkeypatch, request
) -> None:
    """That the button goes there is seen in the browser's test."""
    request.addfinalizer(resources.held_out_places.clear)
    app("evaluation")
    test, held_out = (
        EvaluatedDigits(key, "", resources.split(key)) for key in ("test", "held out")
    )
    assert test.open(7)[1] == ("test", 7, "architecture")
    monkeypatch.setattr(resources.digit_sets, "split", {"train": held_out.digits[::-1]}.__getitem__)
    resources.held_out_places.clear()
    assert held_out.open(3)[1] == ("train", len(held_out.digits) - 1 - 3, "architecture")

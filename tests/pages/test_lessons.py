"""Lessons: the page, the strip above every page, links to a step, and locks."""

from streamlit.testing.v1 import AppTest


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def press(at: AppTest, key: str) -> AppTest:
    return next(it for it in at.button if it.key == key).click().run()


def test_a_lesson_begins_on_the_page_that_it_shows(app) -> None:
    at = app("lessons")
    assert not at.exception
    at = press(at, "begin_who-programmed-it")
    assert not at.exception
    assert at.title[0].value == "Draw"
    assert at.session_state["network"] == "robust_cnn"
    assert at.query_params["lesson"] == "who-programmed-it"

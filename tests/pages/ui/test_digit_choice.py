"""Choosing a digit, in the page and by link."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import digit_choice, resources


def number(at) -> int:
    return at.number_input(key="digit").value


def press(at, key: str):
    return at.button(key=key).click().run()


def test_link_names_split_and_digit(app) -> None:
    at = app("dataset", split="validation", digit="7")
    assert at.selectbox(key="split").value == "validation" and number(at) == 7
    assert not at.warning


def test_steps_go_round(app) -> None:
    at = app("dataset")
    last = len(resources.split("test")) - 1
    assert number(press(at, "previous")) == last
    assert number(press(at, "next")) == 0
    assert number(press(at, "next")) == 1


def test_steps_stay_with_the_chosen_kind(app) -> None:
    at = app("dataset")
    at.selectbox(key="kind").set_value("7").run()
    labels = resources.split("test").labels
    sevens = [index for index, label in enumerate(labels) if label == 7]
    assert number(at) == sevens[0]
    assert number(press(at, "next")) == sevens[1]
    assert number(press(at, "previous")) == sevens[0]
    assert number(press(at, "previous")) == sevens[-1]
    assert labels[number(press(at, "random"))] == 7


def test_a_number_of_another_kind_ends_the_choice_of_kind(app) -> None:
    at = app("dataset")
    at.selectbox(key="kind").set_value("7").run()
    labels = resources.split("test").labels
    other = next(index for index, label in enumerate(labels) if label != 7)
    at.number_input(key="digit").set_value(other).run()
    assert number(at) == other and at.selectbox(key="kind").value == digit_choice.ANY


def test_a_smaller_split_brings_the_number_within_it(app) -> None:
    at = app("dataset", split="train", digit="3000")
    at.selectbox(key="split").set_value("validation").run()
    assert not at.exception
    assert number(at) == len(resources.split("validation")) - 1


def test_digit_follows_from_page_to_page(app) -> None:
    at = app("dataset", split="validation", digit="7")
    at.switch_page("pages/home.py").run()
    assert at.selectbox(key="split").value == "validation" and number(at) == 7


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"digit": "99999"},
            "There is no digit “99999” in test, where the last one is 999; showing digit 0.",
        ),
        (
            {"digit": "-4"},
            r"There is no digit “\-4” in test, where the last one is 999; "
            "showing digit 0.",
        ),
        (
            {"digit": "<b>x"},
            r"There is no digit “\<b\>x” in test, where the last one is 999; "
            "showing digit 0.",
        ),
        (
            {"digit": "inf"},
            "There is no digit “inf” in test, where the last one is 999; showing digit 0.",
        ),
        (
            {"digit": "1e400"},
            "There is no digit “1e400” in test, where the last one is 999; showing digit 0.",
        ),
        (
            {"digit": "9" * 5000},
            f"There is no digit “{'9' * 199}…” in test, where the last one is "
            "999; showing digit 0.",
        ),
        ({"split": "foo", "digit": "5"}, "There is no split called “foo”; showing test."),
    ],
)
def test_what_a_link_gets_wrong_is_one_sentence(app, query, sentence) -> None:
    at = app("dataset", **query)
    assert not at.exception
    assert [warning.value for warning in at.warning] == [sentence]


@pytest.mark.parametrize("page", ["home", "architecture", "robustness"])
@pytest.mark.parametrize("digit", ["inf", "-inf", "nan", "9" * 400])
def test_a_digit_beyond_all_numbers_breaks_no_page(app, page, digit) -> None:
    at = app(page, digit=digit, network="mlp")
    assert not at.exception and number(at) == 0
    assert at.selectbox(key="network").value == "mlp"  # the rest of the link is followed
    at.number_input(key="digit").set_value(5).run()
    assert not at.exception and number(at) == 5 and not at.warning


def test_a_choice_whose_run_was_cut_short_is_settled_without_a_digit_in_view():
    """The split's widget was there, and the run ended before that of the number."""

    def page():
        import streamlit as st

        from pages.ui import digit_choice

        st.session_state["split"], st.session_state["kind"] = "test", "7"
        digit_choice._settle()
        st.markdown(str(st.session_state["digit"]))

    at = AppTest.from_function(page, default_timeout=300).run()
    (found,) = at.markdown
    labels = resources.split("test").labels
    assert not at.exception and int(found.value) == int(np.flatnonzero(labels == 7)[0])

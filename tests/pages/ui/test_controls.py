"""Text from outside, as Markdown shows it, and where a widget stands."""

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from pages.ui import controls


def test_plain_escapes_and_shortens() -> None:
    assert controls.plain("a*b [c](d)") == r"a\*b \[c\]\(d\)"
    assert len(controls.plain("x" * 500)) == 200


def switched():
    """A switch that stands as something else says, as a class's does."""
    import streamlit as st

    from pages.ui import controls

    controls.stand_at("switch", st.session_state.get("room", False))
    st.toggle("Together", key="switch", persist_state="session")


def test_a_browser_is_told_of_a_widget_only_where_it_stands_otherwise() -> None:
    """Being told undoes what somebody has just chosen there."""
    page = AppTest.from_function(switched).run()
    page.run()
    assert (page.toggle[0].value, page.toggle[0].proto.set_value) == (False, False)
    page.session_state["room"] = True
    page.run()
    assert (page.toggle[0].value, page.toggle[0].proto.set_value) == (True, True)
    page.run()
    assert (page.toggle[0].value, page.toggle[0].proto.set_value) == (True, False)


def test_a_browser_that_does_not_know_a_widget_yet_is_told_again() -> None:
    """The run that told it may have been ended, or come to the browser with the next one."""
    page = AppTest.from_function(switched)
    page.session_state["room"] = True
    for _ in range(3):
        page._run(WidgetStates())
        assert (page.toggle[0].value, page.toggle[0].proto.set_value) == (True, True)
    page.run()  # now it says what it has
    assert (page.toggle[0].value, page.toggle[0].proto.set_value) == (True, False)

"""What a browser says to Streamlit; clicks are in tests/browser/test_stale_messages."""

import json
from types import SimpleNamespace

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import context_dg_stack
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import DoubleArray, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.testing.v1 import AppTest

from pages.ui import incoming
from tests.hostile.addresses import wrong_values


def kinds():
    """A page with a widget of every kind that we use; callbacks take choices for what they are."""
    import streamlit as st

    heard = st.session_state.setdefault("heard", [])

    def choose(key):
        heard.append({"a": "first", "b": "second", None: "none"}[st.session_state[key]])

    st.selectbox("box", ["a", "b"], index=1, key="box", on_change=choose, args=("box",))
    st.radio("radio", ["a", "b"], index=1, key="radio", on_change=choose, args=("radio",))
    st.pills("pills", ["a", "b"], default="b", key="pills", on_change=choose, args=("pills",))
    st.number_input("whole", 0, 9, 3, key="whole")
    st.number_input("real", 0.0, 9.0, 3.0, key="real")
    st.slider("slider", 0.0, 9.0, 3.0, key="slider")
    st.toggle("toggle", key="toggle")
    if st.button("button", key="button"):
        heard.append("pressed")
    st.text_input("text", key="text")
    st.file_uploader("file", key="file")
    with st.expander("fold", key="fold", on_change="rerun"):
        st.write("more")
    component = st.components.v2.component("kinds", js="export default () => {}")
    component(key="component", on_picked_change=lambda: None)


SOUND = {
    "box": lambda it: it in ("a", "b"),
    "radio": lambda it: it in ("a", "b"),
    "pills": lambda it: it in ("a", "b", None),
    "whole": lambda it: type(it) is int and 0 <= it <= 9,
    "real": lambda it: type(it) is float and 0 <= it <= 9,
    "slider": lambda it: type(it) is float and 0 <= it <= 9,
    "toggle": lambda it: type(it) is bool,
    "button": lambda it: type(it) is bool,
    "text": lambda it: type(it) is str,
    "file": lambda it: it is None,
    "fold": lambda it: type(it) is bool,
    "component": lambda it: isinstance(it, dict),
}
"""What each widget may say, whatever was said to it."""


@pytest.fixture(scope="module")
def page():
    incoming.hear_what_fits()
    return AppTest.from_function(kinds).run()


def ids(page):
    """What Streamlit calls each widget."""
    known = page.session_state._state._state._key_id_mapper
    return {key: known.get_id_from_key(key) for key in SOUND}


def say(page, *states):
    return page._run(WidgetStates(widgets=states))


def wrong(page, turn):
    """Something for every widget that no browser says of it; in the turns, all of it."""
    for place, id in enumerate(ids(page).values()):
        values = list(wrong_values(id))
        yield values[(turn + place) % len(values)][1]


TURNS = len(list(wrong_values("")))


@pytest.mark.parametrize("known", [True, False], ids=["known", "said before it is known"])
def test_what_no_browser_says_leaves_a_widget_sound_and_ends_no_run(page, known) -> None:
    for turn in range(0, TURNS, 1 if known else 4):  # a new page takes longer
        it = page if known else AppTest.from_function(kinds)
        say(it, *wrong(page, turn))
        assert not it.exception, (turn, it.exception[0].message)
        for key, is_sound in SOUND.items():
            assert is_sound(it.session_state[key]), (turn, key, it.session_state[key])
        assert set(it.session_state["heard"]) <= {"pressed"}  # to press a button is not wrong


def test_what_a_browser_does_say_is_heard() -> None:
    incoming.hear_what_fits()
    page = AppTest.from_function(kinds).run()
    named = ids(page)
    say(
        page,
        WidgetState(id=named["box"], string_value="a"),
        WidgetState(id=named["radio"], string_value="a"),
        WidgetState(id=named["pills"], string_array_value=StringArray(data=["a"])),
        WidgetState(id=named["whole"], int_value=5),  # known as a double to Streamlit
        WidgetState(id=named["real"], double_value=0.5),
        WidgetState(id=named["slider"], double_array_value=DoubleArray(data=[0.5])),
        WidgetState(id=named["toggle"], bool_value=True),
        WidgetState(id=named["button"], trigger_value=True),
        WidgetState(id=named["text"], string_value="words"),
        WidgetState(id=named["fold"], bool_value=True),
        WidgetState(id=named["component"], json_value=json.dumps({"place": [[1, 2], [3]]})),
    )
    assert page.session_state["heard"] == ["first"] * 3 + ["pressed"]
    said = {key: page.session_state[key] for key in SOUND}
    assert said == {
        **{"box": "a", "radio": "a", "pills": "a", "whole": 5, "real": 0.5, "slider": 0.5},
        **{"toggle": True, "button": False, "text": "words", "file": None, "fold": True},
        "component": {"place": [[1, 2], [3]]},
    }
    say(page, WidgetState(id=named["pills"], string_array_value=StringArray()))
    assert page.session_state["heard"][4:] == ["none"]


@pytest.mark.parametrize(("depth", "heard"), [(30, True), (60, False), (400, False)])
def test_lists_within_lists_are_heard_as_far_as_they_can_be_copied(page, depth, heard) -> None:
    said = json.dumps({"place": "here"})[:-1] + f', "deep": {"[" * depth + "]" * depth}}}'
    say(page, WidgetState(id=ids(page)["component"], json_value=json.dumps({})))
    say(page, WidgetState(id=ids(page)["component"], json_value=said))
    assert not page.exception
    assert (page.session_state["component"].get("place") == "here") is heard


def session():
    """One as far as hearing goes."""
    session = object.__new__(AppSession)
    session._state = AppSessionState.SHUTDOWN_REQUESTED  # there is nothing to end
    return session


@pytest.fixture
def handled(monkeypatch):
    """Gives a session a message, and says what reached Streamlit's own handling of it."""
    reached = []
    monkeypatch.setattr(AppSession, "handle_backmsg", lambda _, message: reached.append(message))
    incoming.hear_visitors.__wrapped__()
    return lambda message: AppSession.handle_backmsg(session(), message) or reached


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(load_git_info=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(),
    ],
    ids=lambda it: str(it.WhichOneof("type")),
)
def test_what_only_an_author_asks_is_passed_over(handled, message) -> None:
    assert handled(message) == []


def test_what_a_visitor_asks_is_heard_for_so_many_files_as_somebody_has(handled) -> None:
    asks = BackMsg()
    asks.file_urls_request.file_names.extend(["digit.png"] * 5_000)
    for message in (BackMsg(stop_script=True), BackMsg(app_heartbeat=True), asks):
        found = handled(message)
    assert len(found) == 3
    assert len(found[-1].file_urls_request.file_names) == incoming.MOST_FILES


@pytest.mark.parametrize("polled", [True, False])
def test_a_click_in_a_part_that_has_gone_draws_the_whole_page_in_its_place(
    monkeypatch, polled
) -> None:
    """Not into the part that the same thread drew before, whose place a fragment leaves behind."""
    ran = []
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)  # is put back
    monkeypatch.setattr(
        ScriptRunner, "_run_script", lambda _, asked: ran.append((asked, context_dg_stack.get()))
    )
    incoming.hear_what_is_gone.__wrapped__()
    runner, parts = object.__new__(ScriptRunner), MemoryFragmentStorage()
    runner._fragment_storage = parts
    parts.register("there", lambda: None)
    page = context_dg_stack.get()
    elsewhere = context_dg_stack.set((*page, DeltaGenerator()))
    for asked in (["there"], ["there", "gone"], ["gone"]):
        runner._run_script(RerunData(fragment_id_queue=asked, is_auto_rerun=polled))
    context_dg_stack.reset(elsewhere)
    assert [asked.fragment_id_queue for asked, _ in ran] == [
        ["there"],
        [],  # a click may be among several
        ["gone"] if polled else [],
    ]
    assert [len(drawn) - len(page) for _, drawn in ran] == [1, 0, 0]


def test_a_press_that_nobody_has_heard_yet_goes_into_the_run_that_comes_instead(
    monkeypatch,
) -> None:
    """And one that is heard already is not said again."""
    reached = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _, state: reached.append(state))
    incoming.hear_to_the_end.__wrapped__()
    waiting = ScriptRequests()
    press = WidgetState(id="hang", trigger_value=True)
    text = WidgetState(id="name", string_value="before")
    page = session()
    page._scriptrunner = SimpleNamespace(_requests=waiting)
    for heard in (False, True):
        waiting.request_rerun(RerunData(widget_states=WidgetStates(widgets=[press, text])))
        if heard:
            assert waiting.on_scriptrunner_ready().type == ScriptRequestType.RERUN
        asks = ClientState(widget_states=WidgetStates(widgets=[WidgetState(id="name")]))
        AppSession.request_rerun(page, asks)
        assert waiting.on_scriptrunner_ready().type == ScriptRequestType.STOP
        waiting = page._scriptrunner._requests = ScriptRequests()
    said = [[it.id for it in state.widget_states.widgets] for state in reached]
    assert said == [["name", "hang"], ["name"]]

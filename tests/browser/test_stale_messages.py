"""A busy machine lets messages wait: what a browser said before it knew better changes nothing."""

import time

from streamlit.proto.WidgetStates_pb2 import WidgetState

from mnist_core.training.run_folder import Run
from tests.browser.session import PATIENCE, session


def press(page, label):
    """Press the newest button of that label, and wait for the answer."""
    message = next(it for it in reversed(page.answer) if button_of(it).label == label)
    return page.run(
        WidgetState(id=button_of(message).id, trigger_value=True), message.delta.fragment_id
    )


def button_of(message):
    return message.delta.new_element.button


def in_view(answer):
    """The box that names the run in view, and the run in the newest address."""
    elements = [it.delta.new_element for it in answer]
    box = [it.selectbox for it in elements if it.selectbox.label == "Run in view"][-1]
    queries = [it.page_info_changed.query_string for it in answer]
    query = [it for it in queries if "run=" in it][-1]
    return box, query.partition("run=")[2].partition("&")[0]


def test_a_run_just_started_stays_in_view_though_the_browser_still_says_another(server):
    """As where a poll of the sidebar was on its way while the page began to show the new run."""
    with session(server.url, "training", "network=mlp") as page:
        box, first = in_view(press(page, "Start"))
        ended(page, server, first)
        page.tell("network=mlp&run=" + first, WidgetState(id=box.id, string_value=box.options[0]))
        box, second = in_view(press(page, "Start"))
        assert first != second
        polls = [it.auto_rerun.fragment_id for it in page.answer if it.HasField("auto_rerun")]
        for fragment in polls:
            page.run(fragment=fragment)  # with the address and the box of before
        answer = ended(page, server, second, polls)
        shown, address = in_view(answer)
        assert (address, shown.default, len(shown.options)) == (second, 0, 2)  # the newest


def ended(page, server, run, polls=()):
    """Stop a run, and have the page asked by its polls until it has run anew."""
    Run(server.home / "runs" / run).request_stop()
    polls = polls or [it.auto_rerun.fragment_id for it in page.answer if it.HasField("auto_rerun")]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for fragment in polls:
            answer = page.run(fragment=fragment)
            if any(it.delta.new_element.heading.body == "Training" for it in answer):
                return answer
        time.sleep(0.1)
    raise AssertionError("the page never showed that the run had ended")

"""A busy machine lets messages wait: what a browser said before it knew better changes nothing."""

import time

from streamlit.proto.WidgetStates_pb2 import WidgetState

from mnist_core.training.run_folder import Run
from tests.browser.session import PATIENCE, session


def press(page, label):
    """Press the newest button of that label, and wait for the answer."""
    message = button(page.answer, label)
    return page.run(
        WidgetState(id=button_of(message).id, trigger_value=True), message.delta.fragment_id
    )


def button(answer, label):
    return next(it for it in reversed(answer) if button_of(it).label == label)


def polling(answer):
    """The fragments that the browser asks for by itself."""
    return [it.auto_rerun.fragment_id for it in answer if it.HasField("auto_rerun")]


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
        polls = polling(page.answer)
        for fragment in polls:
            page.run(fragment=fragment)  # with the address and the box of before
        answer = ended(page, server, second, polls)
        shown, address = in_view(answer)
        assert (address, shown.default, len(shown.options)) == (second, 0, 2)  # the newest


def test_a_click_that_a_poll_says_too_counts_once(server):
    """A browser notes a click at once and sends it a moment later; a poll may go in between."""
    with session(server.url, "training", "network=mlp") as page:
        _, run = in_view(press(page, "Start"))
        press(page, "Pause")
        waiting = Run(server.home / "runs" / run)
        while waiting.paused_at is None:
            time.sleep(0.05)
        before = waiting.paused_at
        batch, polls = button(page.run(), "One more batch"), polling(page.answer)
        click = WidgetState(id=button_of(batch).id, trigger_value=True)
        page.run(click, polls[0], poll=True)
        assert waiting.control.until == 0
        page.run(click, batch.delta.fragment_id)
        assert waiting.control.until == before + 1
        waiting.request_stop()


def test_a_click_in_a_part_that_is_drawn_anew_meanwhile_is_heard(server):
    """Streamlit would drop the whole message, and its sender would wait for ever."""
    with session(server.url, "training", "network=mlp") as page:
        _, run = in_view(press(page, "Start"))
        pause = button_of(button(page.answer, "Pause"))
        page.run(WidgetState(id=pause.id, trigger_value=True), fragment="of a while ago")
        waiting = Run(server.home / "runs" / run)
        while waiting.paused_at is None:
            time.sleep(0.05)
        waiting.request_stop()


def ended(page, server, run, polls=()):
    """Stop a run, and have the page asked by its polls until it has run anew."""
    stopping = Run(server.home / "runs" / run)
    stopping.request_stop()
    deadline = time.monotonic() + PATIENCE
    while stopping.state.active:  # no poll before: the page would run anew for something else
        assert time.monotonic() < deadline, "the run never ended"
        time.sleep(0.05)
    for fragment in polls or polling(page.answer):
        answer = page.run(fragment=fragment)
        if any(it.delta.new_element.heading.body == "Training" for it in answer):
            return answer
    raise AssertionError("the page never showed that the run had ended")

"""What a page is sent once in a session: a network, and the script that reads with it."""

from pages.ui import resources
from pages.ui.components.mailbox.mailbox import box_of
from pages.ui.components.reading.reading import loader
from tests.pages.answers import sent


def delivered(at) -> list[str]:
    keys = [element.key for element in at.get("bidi_component")]
    return [key.removeprefix("deliver_") for key in keys if key.startswith("deliver_")]


def test_a_network_and_the_script_are_sent_once_and_again_if_they_got_lost(app) -> None:
    at = app("draw", network="mlp")
    token, packed = resources.packed_network("mlp")
    assert delivered(at) == [loader.box, token]
    assert sent(at, "reading")["needs"] == [loader.box, token]
    assert delivered(at.run()) == []
    at.session_state["delivered"].discard(token)  # as the page asks for it
    assert delivered(at.run()) == [token]
    at.selectbox(key="network").set_value("classic_cnn").run()
    other, _ = resources.packed_network("classic_cnn")
    assert other != token and delivered(at) == [other]


def test_a_box_for_bytes_is_named_by_what_they_are() -> None:
    assert box_of(b"one") == "7692c3ad3540bb80"  # the first 16 letters of its SHA-256
    assert loader.box == box_of(loader.content)

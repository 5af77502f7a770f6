"""Home: a real digit on its way through the chosen network, and where to go from there."""

import json
import re
from base64 import b64decode

import numpy as np

from pages.ui import resources


def journey(at) -> list[str]:
    """The stops, as Markdown."""
    return [it.value for it in at.markdown if it.value.startswith("![")]


def test_opens_with_the_journey_of_a_real_digit(app) -> None:
    at = app()
    assert not at.exception
    for name in ("digit", "conv1 \\+ ReLU", "softmax"):
        assert any(f"**{name}**" in stop for stop in journey(at))


def test_what_is_pointed_at_is_what_is_shown(app) -> None:
    at = app(network="mlp", digit="12")
    (values,) = [it for it in at.get("bidi_component") if "journey" in it.proto.component_name]
    told = json.loads(values.proto.json)
    assert told["label"].startswith("A handwritten ")
    sent = told["stops"]
    names = [re.search(r"\*\*(.*)\*\*", stop)[1].replace("\\", "") for stop in journey(at)]
    assert [it["name"] for it in sent] == names
    image = np.frombuffer(b64decode(sent[0]["values"]), "<f4").reshape(28, 28)
    assert (image == resources.split("test").images[12]).all()


def test_its_picture_is_text_to_the_browser_which_paints_nothing_earlier(app) -> None:
    at = app()
    for stop in journey(at)[:-1]:  # bare files: one within an SVG image comes later
        assert "](data:image/png;base64," in stop
    assert "](data:image/svg+xml," in journey(at)[-1] and "image/png" not in journey(at)[-1]
    assert not at.get("html") and not at.get("imgs")


def test_waits_neither_for_plotly_nor_for_the_colours_of_code_nor_for_html_in_markdown(app) -> None:
    at = app()
    assert not at.get("plotly_chart") and not at.code
    assert not any(text.allow_html for text in at.markdown)  # which is parsed by 190 kB of script


def test_says_what_the_network_reads(app) -> None:
    at = app(network="mlp", digit="12")
    digits = resources.split("test")
    probabilities = resources.network("mlp").predict(digits.images[12:13])[0]
    (sentence,) = [text.value for text in at.markdown if "reads this digit" in text.value]
    assert f"reads this digit as **{probabilities.argmax()}**" in sentence
    right = probabilities.argmax() == digits.labels[12]
    assert ("rightly" in sentence) == right and ("wrongly" in sentence) != right


def test_another_digit_another_picture(app) -> None:
    at = app()
    before = journey(at)
    at.button(key="next").click().run()
    assert journey(at) != before


def test_links_to_the_other_pages(app) -> None:
    links = [link.proto.label for link in app().get("page_link")]
    assert any(label.startswith("**Dataset** · ") for label in links)

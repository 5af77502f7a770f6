"""Home: a real digit on its way through the chosen network, and where to go from there."""

import json

from pages.ui import resources


def journey(at) -> dict:
    """What the picture was sent."""
    (picture,) = [it for it in at.get("bidi_component") if "journey" in it.proto.component_name]
    return json.loads(picture.proto.json)


def test_opens_with_the_journey_of_a_real_digit(app) -> None:
    at = app()
    assert not at.exception
    names = [stop["name"] for stop in journey(at)["stops"]]
    assert names[:2] == ["digit", "conv1 + ReLU"] and names[-1] == "softmax"
    assert journey(at)["alt"].startswith("A handwritten ")


def test_waits_neither_for_plotly_nor_for_the_colours_of_code(app) -> None:
    at = app()
    assert not at.get("plotly_chart") and not at.code


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

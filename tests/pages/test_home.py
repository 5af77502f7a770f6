"""Home: a real digit on its way through the chosen network, and where to go from there."""

import json

from pages.ui import resources


def test_opens_with_the_journey_of_a_real_digit(app) -> None:
    at = app()
    assert not at.exception
    (chart,) = at.get("plotly_chart")
    figure = json.loads(chart.proto.spec)
    names = [note["text"].split("</b>")[0] for note in figure["layout"]["annotations"]]
    assert "<b>digit" in names and "<b>conv1 + ReLU" in names and "<b>softmax" in names
    assert chart.proto.alt.startswith("A handwritten ")


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
    before = at.get("plotly_chart")[0].proto.spec
    at.button(key="next").click().run()
    assert at.get("plotly_chart")[0].proto.spec != before


def test_links_to_the_other_pages(app) -> None:
    links = [link.proto.label for link in app().get("page_link")]
    assert any(label.startswith("**Dataset** · ") for label in links)

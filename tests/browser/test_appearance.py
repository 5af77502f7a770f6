"""A switch between light and dark reaches the figures, whose colours the server chose."""

import re

from playwright.sync_api import expect

from mnist_core.figures.palette import DARK, LIGHT
from tests.browser.pointing import DIAGRAM
from tests.browser.test_pages import HEADINGS, settle


def test_figures_follow_the_appearance_there_and_back(server, new_page) -> None:
    page = new_page(color_scheme="light")
    page.goto(f"{server.url}/architecture")
    settle(page, HEADINGS["architecture"])
    expect(page.locator(DIAGRAM).first).to_be_visible()
    font = "document.querySelector('[data-testid=stMain] .js-plotly-plot')?._fullLayout?.font.color"
    assert page.evaluate(font) == LIGHT.text
    for scheme, palette in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"colour => {font} === colour", arg=palette.text)
    settle(page, HEADINGS["architecture"])

    layer = page.locator(".svg-container > svg").first  # printed, a chart shrinks with its box
    page.emulate_media(media="print")
    layer.evaluate("it => it.parentElement.style.setProperty('width', '200px', 'important')")
    expect(layer).to_have_attribute("viewBox", re.compile(r"^0 0 \d+"))
    assert layer.bounding_box()["width"] <= 200
    page.emulate_media(media="screen")
    expect(layer).not_to_have_attribute("viewBox", re.compile(""))

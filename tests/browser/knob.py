"""The knob of one of Streamlit's sliders, for a real mouse."""

from playwright.sync_api import Page

MIDDLE = """key => {  // its input is there for screen readers alone
    let it = document.querySelector(`.st-key-${key} input[type=range]`)
    while (it.getBoundingClientRect().width < 8) it = it.parentElement
    const box = it.getBoundingClientRect()
    return [box.x + box.width / 2, box.y + box.height / 2]
}"""


def turn(page: Page, key: str, right: float) -> None:
    """Take hold of the knob of the slider with this key, and bring it so many pixels to the right.

    The mouse's button stays down, so that the server hears nothing.
    """
    x, y = page.evaluate(MIDDLE, key)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y, steps=8)

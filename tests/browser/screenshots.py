"""Makes the README's pictures from the running app: `python -m tests.browser.screenshots`.

docs/ gets one PNG a page, each of few colours so that it stays small. MNIST_PATH is respected.
"""

import io
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.class_pages import running_class
from tests.browser.navigation import HEADINGS, settle
from tests.browser.server import CHECKOUT, Server
from tests.browser.waiting import PATIENCE

FOLDER = CHECKOUT / "docs"
COLOURS = 128
MAX_BYTES = 150_000
SEVEN = ((60, 70), (120, 66), (250, 70), (215, 120), (165, 230), (150, 275))


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the page with its address, and how it is seen."""

    name: str
    page: str
    query: str = ""
    scheme: str = "light"
    height: int = 800
    width: int = 1280


PICTURES = (
    Picture("home", "home"),
    Picture("home-dark", "home", "network=classic_cnn&digit=3", scheme="dark"),
    Picture("architecture", "architecture", "network=classic_cnn&digit=17", height=1350),
    Picture("training", "training"),
    Picture("evaluation", "evaluation", "network=mlp"),
    Picture("draw", "draw", height=1000),
    Picture("robustness", "robustness", height=1000),
    Picture("claims", "claims", height=1000),
    Picture("experiments", "experiments", height=1000),
    Picture("class", "classroom", height=1000),
    Picture("lesson", "draw", "lesson=who-programmed-it&step=1", height=1000),
)


def main() -> int:
    """Take every picture and write it; 1 where one came out too large."""
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)  # the first page reads all digits
    environment = {name: os.environ[name] for name in ("MNIST_PATH",) if name in os.environ}
    too_large = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_chromium(find_chromium() or "") as browser,
        Server(Path(folder), **environment) as server,
    ):
        for picture in PICTURES:
            size = save(take(browser, server.url, picture), FOLDER / f"{picture.name}.png")
            print(f"docs/{picture.name}.png  {size / 1000:.0f} KB")
            too_large += [picture.name] if size > MAX_BYTES else []
    if too_large:
        print(f"Over {MAX_BYTES / 1000:.0f} KB: {', '.join(too_large)}", file=sys.stderr)
    return 1 if too_large else 0


def take(browser: Browser, url: str, picture: Picture) -> bytes:
    """One page as PNG, once it has come to rest."""
    size = {"width": picture.width, "height": picture.height}
    with browser.new_context(viewport=size, color_scheme=picture.scheme) as context:
        page = context.new_page()
        address = url if picture.page == "home" else f"{url}/{picture.page}"
        page.goto(f"{address}?{picture.query}")
        settle(page, HEADINGS[picture.page])
        page.wait_for_timeout(8000)  # charts are drawn after the page has settled
        if picture.name == "draw":
            draw(page)
        if picture.page == "classroom":
            *_, (_, page) = running_class(url, context.new_page)  # its last: what came out
            page.wait_for_timeout(3000)
        return page.screenshot()


def draw(page: Page) -> None:
    """Draw a seven with the mouse, and wait until it has been read."""
    box = page.locator(".st-key-pad canvas.upper-canvas").bounding_box()
    for number, (x, y) in enumerate(SEVEN):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=8)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    page.get_by_role("heading", name="Reads a 7").wait_for()
    page.mouse.move(5, 5)
    page.wait_for_timeout(1500)


def save(picture: bytes, path: Path) -> int:
    """Write a picture in few colours, which is enough for a page; returns its size in bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())

"""A visit to Draw without a browser: strokes in a session of its own, and what is said of them."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageDraw
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.ui.components.pad.pad import SIDE
from tests.browser.session import Session, session

Point = tuple[int, int]
CANVAS = "drawable_canvas"


@contextmanager
def visit(url: str, query: str = "") -> Iterator[Visit]:
    """Draw, opened in a new session on the server at this address, perhaps by a longer link."""
    with session(url, "draw", query) as page:
        yield Visit(page)


class Visit:
    """The page Draw in a session; every drawing is answered before the next one."""

    def __init__(self, page: Session) -> None:
        self.page = page
        self._strokes: list[list[Point]] = []
        self._pad, self._fragment = next(
            (message.delta.new_element.bidi_component.id, message.delta.fragment_id)
            for message in page.answer
            if message.delta.new_element.bidi_component.component_name.endswith(CANVAS)
        )

    def draw(self, stroke: list[Point]) -> str:
        """Add a stroke to the pad; returns what the page then says of the digit."""
        self._strokes.append(stroke)
        return self.send(drawing(self._strokes))

    def send(self, drawing: str) -> str:
        """Have what the pad would send read; returns what the page then says of the digit."""
        changed = WidgetState(id=self._pad, json_value=drawing)
        answer = self.page.run(changed, self._fragment)
        elements = [message.delta.new_element for message in answer]
        return "\n".join(it.markdown.body for it in elements if it.WhichOneof("type") == "markdown")


def drawing(strokes: list[list[Point]]) -> str:
    """What the pad sends when these strokes are on it."""
    objects = list(map(_as_fabric, strokes))
    return json.dumps(
        {"drawing": {"raw": {"objects": objects}, "data": _png(strokes)}, "backgroundFit": None}
    )


def _png(strokes: list[list[Point]]) -> str:
    image = Image.new("RGBA", (SIDE, SIDE), "white")
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        canvas.line(stroke, "black", 20, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


def _as_fabric(stroke: list[Point]) -> dict[str, object]:
    """A stroke as the pad's Fabric.js writes it."""
    xs, ys = zip(*stroke, strict=True)
    path = [["M", *stroke[0]], *(["L", *point] for point in stroke[1:])]
    return {
        "type": "Path",
        "path": path,
        "left": (min(xs) + max(xs)) / 2,
        "top": (min(ys) + max(ys)) / 2,
        "originX": "center",
        "originY": "center",
    }

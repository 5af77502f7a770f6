"""A visit to the running dashboard without a browser: what the browser would say, said by hand."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageDraw
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from pages.ui.components.pad.pad import SIDE

Point = tuple[int, int]
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@contextmanager
def visit(url: str) -> Iterator[Visit]:
    """Draw, opened in a new session on the server at this address."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        yield Visit(socket)


class Visit:
    """The page Draw in a session of its own; every stroke is answered before the next one."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._strokes: list[list[Point]] = []
        self._pad = self._fragment = ""
        self._ask()

    def draw(self, stroke: list[Point]) -> str:
        """Add a stroke to the pad; returns what the page then says of the digit."""
        self._strokes.append(stroke)
        drawing = {"raw": {"objects": list(map(_as_fabric, self._strokes))}, "data": self._png()}
        return self._ask(json.dumps({"drawing": drawing, "backgroundFit": None}))

    def _ask(self, drawing: str = "") -> str:
        message = BackMsg()
        state = message.rerun_script
        state.page_name = "draw"
        if drawing:
            state.fragment_id = self._fragment
            widget = state.widget_states.widgets.add(id=self._pad)
            widget.json_value = drawing
        self._socket.send(message.SerializeToString())
        said = []
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=60))
            if answer.script_finished in FINISHED and answer.HasField("script_finished"):
                return "\n".join(said)
            element = answer.delta.new_element
            if element.WhichOneof("type") == "bidi_component":
                if element.bidi_component.component_name.endswith("drawable_canvas"):
                    self._pad, self._fragment = element.bidi_component.id, answer.delta.fragment_id
            elif element.WhichOneof("type") == "markdown":
                said.append(element.markdown.body)

    def _png(self) -> str:
        image = Image.new("RGBA", (SIDE, SIDE), "white")
        canvas = ImageDraw.Draw(image)
        for stroke in self._strokes:
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

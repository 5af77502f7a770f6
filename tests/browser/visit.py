"""A visit to the running dashboard without a browser: what the browser would say, said by hand."""

import base64
import io
import json
from types import TracebackType
from typing import Self

from PIL import Image, ImageDraw
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from pages.ui.components.pad.pad import SIDE

Point = tuple[int, int]
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visit:
    """Draw, opened in a new session; every stroke is answered before the next one.

    Parameters
    ----------
    url : of the server, such as http://127.0.0.1:8501
    """

    def __init__(self, url: str) -> None:
        self._socket = connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
        )
        self._strokes: list[list[Point]] = []
        self.pad = self.fragment = ""
        self._ask()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type | None, error: Exception | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

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
            state.fragment_id = self.fragment
            widget = state.widget_states.widgets.add(id=self.pad)
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
                    self.pad, self.fragment = element.bidi_component.id, answer.delta.fragment_id
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

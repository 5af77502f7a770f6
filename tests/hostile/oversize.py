"""Messages and uploads that are too large, as data, and what each gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import DoubleArray, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

MB = 1_000_000
JUST = 2_900_000  # bytes, of the 3 MB that a browser may say at once
JSON = 1_000_000  # characters, all that a component may say
TOO_BIG = 1009  # why a websocket is closed, as RFC 6455 numbers it


def _says(**said: Any) -> Callable[[str], BackMsg]:
    """A message in which a widget says so; what is to be large is made when it is sent."""

    def message(id: str) -> BackMsg:
        found = {name: make() if callable(make) else make for name, make in said.items()}
        return _rerun(widgets=[WidgetState(id=id, **found)])

    return message


def _rerun(widgets: list[WidgetState] | None = None, **fields: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.extend(widgets or [])
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return message


def _asks_for_files(id: str) -> BackMsg:
    message = BackMsg()
    message.file_urls_request.file_names.extend([""] * 300_000)
    return message


def _pad(objects: list[Any]) -> str:
    return json.dumps({"drawing": {"raw": {"objects": objects}}}, separators=(",", ":"))


def _says_unknown(id: str) -> BackMsg:
    ids = (f"$$ID-{number:021}-None" for number in range(60_000))
    return _rerun(widgets=[WidgetState(id=it, bool_value=True) for it in ids])


MESSAGES: Mapping[str, tuple[str, str, Callable[[str], BackMsg], int | None]] = MappingProxyType(
    {
        "a component says 50 MB": (
            *("draw", "bidi_component", _says(json_value=lambda: _pad([{"x": "x" * 50 * MB}]))),
            TOO_BIG,
        ),
        "20 MB of text": (
            *("classroom", "text_input", _says(string_value=lambda: "x" * 20 * MB)),
            TOO_BIG,
        ),
        "just too much text": (
            *("classroom", "text_input", _says(string_value=lambda: "x" * (3 * MB + 1))),
            TOO_BIG,
        ),
        "as much text as can be": (
            *("classroom", "text_input", _says(string_value=lambda: "x" * JUST)),
            None,
        ),
        "a choice as long": ("training", "selectbox", _says(string_value=lambda: "x" * JUST), None),
        "so many objects": (
            *("draw", "bidi_component", _says(json_value=lambda: _pad([{}] * (JSON // 3 - 20)))),
            None,
        ),
        "more objects": (
            *("draw", "bidi_component", _says(json_value=lambda: _pad([{}] * (JUST // 3)))),
            None,
        ),
        "a stroke without end": (
            "draw",
            "bidi_component",
            _says(json_value=lambda: _pad([{"path": [["L", 1, 2]] * (JSON // 10 - 20)}])),
            None,
        ),
        "lists within lists": (
            *("draw", "bidi_component", _says(json_value=lambda: "[" * JSON)),
            None,
        ),
        "so many numbers": (
            "draw",
            "slider",
            _says(double_array_value=lambda: DoubleArray(data=[1.0] * (JUST // 8))),
            None,
        ),
        "so many choices": (
            "draw",
            "button_group",
            _says(string_array_value=lambda: StringArray(data=["a"] * (JUST // 3))),
            None,
        ),
        "widgets that there are not": ("home", "", _says_unknown, None),
        "an address as long": (
            *("home", "", lambda id: _rerun(query_string="network=" + "x" * JUST)),
            None,
        ),
        "so many parameters": (
            *(
                "home",
                "",
                lambda id: _rerun(query_string="&".join(map("{}=".format, range(300_000)))),
            ),
            None,
        ),
        "a page as long": ("home", "", lambda id: _rerun(page_script_hash="x" * JUST), None),
        "a fragment as long": ("home", "", lambda id: _rerun(fragment_id="x" * JUST), None),
        "addresses for 300,000 files": ("dataset", "", _asks_for_files, None),
    }
)
"""What is sent, on which page, by a widget of which kind, and why the connection is closed for it;
None: it goes on."""


PARTS = {"Content-Type": "multipart/form-data; boundary=part"}


def _unsaid() -> Iterator[bytes]:
    """A file of 40 MB whose length is not said before."""
    yield b'--part\r\nContent-Disposition: form-data; name="file"; filename="digits.zip"\r\n\r\n'
    for _ in range(40):
        yield b"\0" * MB


UPLOADS: Mapping[str, tuple[dict[str, str], Callable[[], object], int]] = MappingProxyType(
    {
        "100 MB": ({"Content-Length": str(100 * MB)}, lambda: b"", 413),
        "40 MB in pieces": ({"Transfer-Encoding": "chunked", **PARTS}, _unsaid, 413),
        "a length that is none": ({"Content-Length": "x"}, lambda: b"", 400),
        "nothing": ({}, lambda: b"", 400),
        "text": (PARTS, lambda: b"x" * MB, 400),
    }
)
"""The head and the body of an upload, and the status that it gets."""

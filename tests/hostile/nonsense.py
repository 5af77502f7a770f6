"""What every widget of a page can be told that is of its type, and that no browser would say."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from streamlit.proto.Common_pb2 import (
    DoubleArray,
    FileUploaderState,
    StringArray,
    StringTriggerValue,
    UploadedFileInfo,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.ui import components
from tests.browser.widgets import PICKED
from tests.hostile.addresses import LONG, ODD, PATH, SCRIPT

TEXTS = (SCRIPT, PATH, ODD, LONG, "0,1", "\n" * 500)
NUMBERS = (math.nan, math.inf, -math.inf, 1e300, -1e300, -1.0, 0.5, 2.0**63)
FOLDER = Path(*components.__path__)
KEYS = sorted(
    {
        name
        for file in FOLDER.rglob("*.py")
        for name in re.findall(r"\bon_(\w+)_change=", file.read_text("utf-8"))
    }
    | {"drawing", "backgroundFit"}
)
"""All that a component of ours can say, by the names under which it says it."""
THINGS: tuple[Any, ...] = (
    SCRIPT,
    -1,
    10**30,
    math.inf,
    None,
    True,
    [],
    {},
    [[SCRIPT] * 3] * 3,
    {"across": [0, 10**9], "down": [None, "9"], "right": math.inf, "raw": {"objects": [SCRIPT]}},
    [None] * 1_000,
    {"raw": {"objects": [{"type": "Path", "path": [["M", math.nan, 1e308]]}]}, "data": SCRIPT},
)


def _file(name: str) -> FileUploaderState:
    info = UploadedFileInfo(file_id=PATH, name=name)
    return FileUploaderState(uploaded_file_info=[info])


def _component(turn: int) -> dict[str, Any]:
    said = dict(zip(KEYS, islice(cycle(THINGS), turn, None), strict=False))
    return {"json_value": json.dumps(said)}


def _event(turn: int) -> dict[str, Any]:
    said = zip(KEYS, islice(cycle(THINGS), turn, None), strict=False)
    return {"json_trigger_value": json.dumps([{"event": it, "value": to} for it, to in said])}


def _text(turn: int) -> str:
    return TEXTS[turn % len(TEXTS)]


def _number(turn: int) -> float:
    return NUMBERS[turn % len(NUMBERS)]


SAID: Mapping[str, Callable[[int], dict[str, Any]]] = MappingProxyType(
    {
        "bidi_component": _component,
        "button_group": lambda it: {"string_array_value": StringArray(data=[_text(it)] * 50)},
        "file_uploader": lambda it: {"file_uploader_state_value": _file(_text(it))},
        "menu_button": lambda it: {"string_trigger_value": StringTriggerValue(data=_text(it))},
        "multiselect": lambda it: {"string_array_value": StringArray(data=[_text(it)] * 50)},
        "number_input": lambda it: {"double_value": _number(it)},
        "pagination": lambda it: {"int_value": int(max(-(2**60), min(2**60, it * 1e18 - 1)))},
        "radio": lambda it: {"string_value": _text(it)},
        "selectbox": lambda it: {"string_value": _text(it)},
        "slider": lambda it: {"double_array_value": DoubleArray(data=[_number(it)] * (it % 3))},
        "text_area": lambda it: {"string_value": _text(it)},
        "text_input": lambda it: {"string_value": _text(it)},
    }
)
"""What an element of each kind is told in each turn. Buttons and switches are left out: there is
nothing to say to them but what a browser says."""


def nonsense(answer: Iterable[ForwardMsg], turn: int) -> Iterator[WidgetState]:
    """Something for every widget in what a page consists of."""
    for place, message in enumerate(answer, start=turn):
        delta = message.delta
        if delta.HasField("new_element"):
            kind = delta.new_element.WhichOneof("type") or ""
            if kind in SAID:
                id = getattr(delta.new_element, kind).id
                yield WidgetState(id=id, **SAID[kind](place))
                if kind == "bidi_component":
                    yield WidgetState(id=PICKED.format(id), **_event(place))
        elif delta.add_block.HasField("tab_container") and delta.add_block.tab_container.id:
            yield WidgetState(id=delta.add_block.tab_container.id, string_value=_text(place))

"""The widgets on a page, and what each can be set to, as the protocol has it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from streamlit.proto.Common_pb2 import DoubleArray, StringArray
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

MOST = 8  # values of a widget
PICKED = "$$STREAMLIT_INTERNAL_KEY_{}__events"  # where a component's event goes
Values = tuple[WidgetState, ...]


@dataclass(frozen=True)
class Widget:
    """Something to click on.

    Attributes
    ----------
    name : its kind with its key, or with its label where it has none
    fragment : what is run again after a click; "" for the whole page
    values : what it can be set to, at most eight
    """

    name: str
    fragment: str
    values: Values


def widgets(messages: Iterable[ForwardMsg]) -> list[Widget]:
    """All that can be clicked in what a page consists of; no files, no downloads, no forms."""
    found, tabs, labels = [], {}, defaultdict(list)
    for message in messages:
        delta, path = message.delta, tuple(message.metadata.delta_path)
        if delta.HasField("new_element"):
            kind = delta.new_element.WhichOneof("type") or ""
            element = getattr(delta.new_element, kind, None)
            if values := VALUES.get(kind, _none)(element):
                found.append(Widget(_name(kind, element), delta.fragment_id, values))
        elif delta.add_block.HasField("tab_container") and delta.add_block.tab_container.id:
            tabs[path] = delta.add_block.tab_container, delta.fragment_id
        elif delta.add_block.HasField("tab"):
            labels[path[:-1]].append(delta.add_block.tab.label)
    for path, (container, fragment) in tabs.items():
        values = tuple(WidgetState(id=container.id, string_value=it) for it in labels[path])
        found.append(Widget(_name("tabs", container), fragment, values))
    return found


def _name(kind: str, element: Any) -> str:
    key = element.id.split("-", 2)[-1]
    known = key if key != "None" else getattr(element, "label", "")
    return f"{kind.replace('bidi_component', 'component').replace('_', ' ')} {known}"


def _none(element: Any) -> Values:
    return ()


def _strings(element: Any) -> Values:
    return tuple(WidgetState(id=element.id, string_value=it) for it in element.options[:MOST])


def _button(element: Any) -> Values:
    return () if element.disabled else (WidgetState(id=element.id, trigger_value=True),)


def _checkbox(element: Any) -> Values:
    return tuple(WidgetState(id=element.id, bool_value=it) for it in (True, False))


def _slider(element: Any) -> Values:
    if len(element.default) != 1:
        return ()
    steps = max(1, round((element.max - element.min) / element.step))
    places = np.unique(np.linspace(0, steps, min(MOST, steps + 1)).round())
    states = [DoubleArray(data=[element.min + place * element.step]) for place in places]
    return tuple(WidgetState(id=element.id, double_array_value=it) for it in states)


def _number(element: Any) -> Values:
    lowest, step = (element.min if element.has_min else 0), element.step or 1
    return tuple(
        WidgetState(id=element.id, double_value=lowest + place * step) for place in range(MOST)
    )


def _button_group(element: Any) -> Values:
    names = [option.content for option in element.options[:MOST]]
    return tuple(
        WidgetState(id=element.id, string_array_value=StringArray(data=[it])) for it in names
    )


def _component(element: Any) -> Values:
    for name, states in COMPONENTS.items():
        if element.component_name.endswith(name):
            return states(element.id)
    return ()


def _picks(id: str) -> Values:
    event = PICKED.format(id)
    said = [json.dumps([{"event": "picked", "value": place}]) for place in range(MOST)]
    return tuple(WidgetState(id=event, json_trigger_value=it) for it in said)


def _places(id: str) -> Values:
    said = [json.dumps({"place": {"right": it, "down": 2}}) for it in range(1, MOST)]
    return tuple(WidgetState(id=id, json_value=it) for it in said)


def _appearances(id: str) -> Values:
    said = [json.dumps({"seen": it}) for it in ("dark 1", "light 1")]
    return tuple(WidgetState(id=id, json_value=it) for it in said)


COMPONENTS: Mapping[str, Callable[[str], Values]] = MappingProxyType(
    {
        "tiles": _picks,
        "matrix": _picks,
        "digit_map": _picks,
        "dragger": _places,
        "appearance": _appearances,
    }
)
VALUES: Mapping[str, Callable[[Any], Values]] = MappingProxyType(
    {
        "bidi_component": _component,
        "button": _button,
        "button_group": _button_group,
        "checkbox": _checkbox,
        "number_input": _number,
        "radio": _strings,
        "selectbox": _strings,
        "slider": _slider,
    }
)
"""What a widget of each kind can be set to."""

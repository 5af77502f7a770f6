"""Hostile addresses and widget values, as data: each gets one sentence, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.proto.Common_pb2 import DoubleArray, SInt64Array, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PATH = "../../../../etc/passwd"
LONG = "x" * 20_000
ODD = "\x00\ud7ff\u202e\U0001f9e8%00%0a{{7*7}}${7*7}';DROP TABLE classes;--"

ADDRESSES: dict[str, tuple[str, dict[str, str], str | None]] = {
    "a network that is script": ("home", {"network": SCRIPT}, "showing keras"),
    "a network that is a path": ("home", {"network": PATH}, "showing keras"),
    "a run that is a path": ("evaluation", {"network": f"run-{PATH}"}, "showing keras"),
    "a file that is a path": ("architecture", {"network": f"file-{PATH}"}, "showing keras"),
    "a network without end": ("draw", {"network": LONG}, "showing keras"),
    "a network of odd signs": ("home", {"network": ODD}, "showing keras"),
    "a digit beyond all": ("home", {"digit": "9" * 400}, None),
    "a digit below all": ("home", {"digit": "-1"}, None),
    "a digit that is no number": ("home", {"digit": "nan"}, None),
    "a digit that is infinite": ("dataset", {"digit": "1e999"}, None),
    "a digit that is script": ("architecture", {"digit": SCRIPT}, None),
    "a split that is a path": ("dataset", {"split": PATH}, None),
    "a tab that is script": ("dataset", {"view": SCRIPT}, None),
    "a look that is no look": ("architecture", {"look": LONG}, None),
    "a layer that is script": ("architecture", {"layer": SCRIPT}, None),
    "an edit that is a bomb": ("architecture", {"edit": "A" * 8_000}, None),
    "an edit that is odd": ("experiments", {"part": "Build", "edit": ODD}, None),
    "a start that is a path": ("experiments", {"part": "Build", "start": PATH}, None),
    "a run to watch that is a path": ("training", {"run": PATH}, "no run called"),
    "a run to watch that is script": ("training", {"run": SCRIPT}, "no run called"),
    "a run to watch of odd signs": ("training", {"run": ODD}, "no run called"),
    "a run to watch without end": ("training", {"run": LONG}, "no run called"),
    "a tab of Draw": ("draw", {"closer": SCRIPT}, None),
    "a part of Evaluation": ("evaluation", {"part": PATH}, None),
    "another network to compare": ("evaluation", {"part": "Compare", "other": SCRIPT}, None),
    "confusions beyond ten": ("evaluation", {"part": "Confusions", "true": "99"}, None),
    "a claim that is a path": ("claims", {"claim": PATH}, None),
    "a lesson that is a path": ("lessons", {"lesson": PATH, "step": "1"}, "no lesson called"),
    "a lesson that is script": ("home", {"lesson": SCRIPT, "step": "1"}, "no lesson called"),
    "a step beyond all": ("home", {"lesson": "tests", "step": "9" * 50}, None),
    "a class that is script": ("classroom", {"class": SCRIPT}, None),
    "a pupil that is nobody": ("classroom", {"pupil": LONG}, None),
    "a teacher that is nobody": ("classroom", {"teacher": ODD}, None),
    "a board that is script": ("classroom", {"board": SCRIPT}, None),
    "a robustness that is none": ("robustness", {"robustness": ODD}, None),
    "an export of a path": ("export", {"network": PATH, "format": SCRIPT}, "showing keras"),
    "a status of script": ("status", {"network": SCRIPT}, "showing keras"),
    "many parameters": ("home", {f"p{n}": SCRIPT for n in range(500)}, None),
}
"""What the address says, by page, and words that the sentence holds which it gets; None: it is
passed over, and the page is as it would be without it."""


def wrong_values(id: str) -> Iterator[tuple[str, WidgetState]]:
    """What no browser says of a widget with this id: the wrong type, too far, script, nonsense."""
    said: dict[str, Any] = {
        "no number": {"double_value": float("nan")},
        "infinite": {"double_value": float("inf")},
        "beyond all bounds": {"double_value": 1e300},
        "below all bounds": {"int_value": -(2**62)},
        "numbers beyond": {"double_array_value": DoubleArray(data=[-1e300, 1e300])},
        "no numbers": {"double_array_value": DoubleArray(data=[])},
        "ten thousand numbers": {"int_array_value": SInt64Array(data=[7] * 10_000)},
        "script": {"string_value": SCRIPT},
        "a path": {"string_value": PATH},
        "odd signs": {"string_value": ODD},
        "many scripts": {"string_array_value": StringArray(data=[SCRIPT] * 50)},
        "JSON of another kind": {"json_value": json.dumps({"a": [SCRIPT]})},
        "JSON that is none": {"json_value": "{"},
        "JSON without end": {"json_value": "[" * 5_000},
        "an event of nobody": {"json_trigger_value": json.dumps([{"event": SCRIPT, "value": 1}])},
        "a press": {"trigger_value": True},
        "bytes": {"bytes_value": b"\x80\x04\x95pickle"},
        "a chat": {"string_trigger_value": {"data": SCRIPT}},
    }
    for name, value in said.items():
        yield name, WidgetState(id=id, **value)

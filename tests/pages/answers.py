"""What a page sends to be shown as an answer, in the words in which it is shown."""

import json
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest


def sent(at: AppTest, key: str = "drawing") -> dict:
    """What the component with this key is given."""
    (found,) = [element for element in at.get("bidi_component") if element.key == key]
    return json.loads(found.proto.json)


def posted(at: AppTest, box: str) -> Any:
    """What the last message put into a box."""
    texts = [it.proto.bytes for it in at.get("bidi_component") if it.key.startswith("post_")]
    (content,) = [boxes[box] for boxes in map(json.loads, texts) if box in boxes]
    return content


def verdict(at: AppTest, box: str = "reading") -> str:
    """What the network says, and whether it refuses."""
    answer = posted(at, box)
    first = int(np.argmax(answer["probabilities"]))
    if answer["threshold"] is not None and answer["score"] < answer["threshold"]:
        return "Not like a digit"
    return f"Reads {'an' if first == 8 else 'a'} {first}"


def answer(at: AppTest) -> str:
    """All of the answer: its note, the verdict, the network's name, the label."""
    given, title = posted(at, "reading"), sent(at, "reading")["title"]
    label = "" if given["label"] is None else f"Its label is {given['label']}."
    return "\n".join((given["note"], verdict(at), title, label))

"""A member of a class on the wire: no browser, every message that comes, every message by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from google.protobuf import text_format
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import user_key_from_element_id

from tests.browser.session import Session, session
from tests.browser.widgets import PICKED

LESSON = """---
title: A lesson of tests
goal: vote
---

## Does it learn while it reads?
view: architecture
ask: weights_after_reading digits=50
prompt: The network reads fifty digits. Do its weights change?

Guess first.

## What is a pixel?
view: home?network=mlp&split=test&digit=3
lock: network, digit
hide: random
ask: pixel_range
prompt: Which values can a pixel have?

Count.

## Where is it strongest?
ask: strongest_cell split=test digit=3 filter=0
prompt: Where on its map is filter 0 strongest?

Point at it.
"""
TITLE = "A lesson of tests"
RIGHT, WRONG = "No, they stay as they are", "Yes, with every digit it reads"


def add_lesson(home: Path) -> None:
    """Put the lesson of these tests into a home folder."""
    (home / "lessons").mkdir(parents=True)
    (home / "lessons" / "tests.md").write_text(LESSON, "utf-8")


@contextmanager
def member(url: str, query: str = "", page: str = "classroom") -> Iterator[Member]:
    """The page Class, or another one, in a new session on the server at this address."""
    with session(url, page, query) as opened:
        yield Member(opened)


class Member:
    """A session whose controls are found by their keys.

    Attributes
    ----------
    page : the session
    heard : all messages that have come, as text
    options : what select boxes and radio buttons offer, by their keys
    """

    def __init__(self, page: Session) -> None:
        self.page = page
        self.heard = ""
        self.answer = ""
        self.query: dict[str, str] = {}
        self._controls: dict[str, tuple[str, str]] = {}
        self.options: dict[str, list[str]] = {}
        self._labels: dict[str, str] = {}
        self._polls: list[str] = []  # the fragments that a browser runs every second
        self._hear(page.answer)

    def press(self, key: str) -> str:
        """Press the button with this key; returns what comes back as text."""
        return self.say(key, trigger_value=True)

    def say(self, key: str, **value: object) -> str:
        """Say that the control with this key has a value."""
        id, fragment = self._controls[key]
        return self.forge(id, fragment, **value)

    @property
    def code(self) -> str:
        """The code of the class that this one opened."""
        return re.findall(r'body: "([B-Z]{6})"', self.heard)[-1]

    def choose(self, key: str, start: str) -> str:
        """Choose the option that begins so, of a select box or of radio buttons."""
        option = next(it for it in self.options[key] if it.startswith(start))
        return self.say(key, string_value=option)

    def forge(self, id: str, fragment: str = "", **value: object) -> str:
        """Say of anything that it has a value."""
        return self._hear(self.page.run(WidgetState(id=id, **value), fragment))

    @property
    def secret(self) -> str:
        """What the tab of a pupil remembers, and opens the place again."""
        return re.findall(r'\\"pupil\\": \\"([\w-]+)\\"', self.heard)[-1]

    def tell_kept(self, secret: str) -> str:
        """What a tab that remembers a pupil's place says to a server that knows nobody."""
        kept = json.dumps([{"event": "kept", "value": json.dumps({"tab": {"pupil": secret}})}])
        return self.forge(PICKED.format(self.id_of("browser")), json_trigger_value=kept)

    def remember(self, key: str, **value: object) -> None:
        """Let a control have a value that goes along with the next message, as in a form."""
        self.page.tell(self.page.query, WidgetState(id=self._controls[key][0], **value))

    def look(self) -> str:
        """What a browser asks every second; returns what comes back as text."""
        polls = self._polls
        return "".join([self._hear(self.page.run(fragment=it)) for it in polls])

    def vote(self, answer: str) -> str:
        """Press the button of an answer to the open vote; returns what comes back as text."""
        return self.press(self.answers[answer])

    @property
    def answers(self) -> dict[str, str]:
        """The keys of the buttons with which an open vote is answered, by the answers."""
        return {label: key for key, label in self._labels.items() if key.startswith("vote_")}

    def reload(self) -> str:
        """Ask for the whole page once more; returns what comes back as text."""
        return self._hear(self.page.run())

    def control(self, key: str) -> tuple[str, str]:
        """What the server calls a control, and the fragment that it is in."""
        return self._controls[key]

    def id_of(self, key: str) -> str:
        """What the server calls a control."""
        return self._controls[key][0]

    def has(self, key: str) -> bool:
        """Whether the last answers offer a control with this key."""
        return key in self._controls

    def _hear(self, answer: list[ForwardMsg]) -> str:
        self.answer = ""
        if answer[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # of a whole page
            self._controls, self.options, self._labels, self._polls = {}, {}, {}, []
        for message in answer:
            self._learn(message)
            self.answer += _text(message)
        self.heard += self.answer
        return self.answer

    def _learn(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "auto_rerun" and message.auto_rerun.fragment_id not in self._polls:
            self._polls = [*self._polls, message.auto_rerun.fragment_id]
        elif kind == "page_info_changed":
            pairs = message.page_info_changed.query_string.split("&")
            self.query = dict(it.split("=", 1) for it in pairs if "=" in it)
            self.page.query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            found = getattr(element, element.WhichOneof("type") or "", None)
            id = getattr(found, "id", "")
            if id and (key := user_key_from_element_id(id)):
                self._controls[key] = (id, message.delta.fragment_id)
                self.options[key] = list(getattr(found, "options", ()))
                self._labels[key] = getattr(found, "label", "")


def _text(message: ForwardMsg) -> str:
    return text_format.MessageToString(message, as_utf8=True) + "\n"

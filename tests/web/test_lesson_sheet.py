"""The teacher's sheet: all answers with their figures, and nothing that could run."""

import re
from html.parser import HTMLParser

import pytest

from mnist_core.__main__ import main
from mnist_core.data.sources import load_dataset
from mnist_core.lessons import shelf
from mnist_core.lessons.lesson_file import read_lesson
from mnist_core.network.forward import Network
from mnist_core.web.lesson_sheet import lesson_sheet

HOSTILE = """---
title: <script>alert(1)</script>
goal: <img src=x onerror=alert(2)>
---

## <b>bold</b>
ask: largest_layer
prompt: Which <i>layer</i>?
hint: <svg onload=alert(3)>

Text <script>alert(4)</script> and [a link](javascript:alert(5)) and <https://x.example>.
"""


class Tags(HTMLParser):
    """The names of all elements, and of all attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def mlp() -> Network:
    return Network.load("mlp")


def test_the_sheet_has_goals_times_answers_mistakes_and_hints(mlp) -> None:
    page = lesson_sheet(shelf.lesson("how-good-is-it"), mlp, load_dataset())
    for words in (
        "33 minutes, 9 steps",
        "compare an accuracy with the lazy answer",
        "2. Count its errors (4 min)",
        "<dt>Question</dt>",
        "<strong>10.</strong>",  # of 500, see tests/lessons/test_questions.py
        "10 of 500, 2.00 %",
        "Usual mistakes",
        "No network here reads everything; neither do people.",
        "Think of one page of 500 digits.",
        "evaluation?part=Confusions&amp;network=mlp",
    ):
        assert words in page
    assert "://" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_what_does_not_apply_is_said(mlp) -> None:
    page = lesson_sheet(shelf.lesson("your-own-network"), mlp, load_dataset())
    assert "<dt>Passed over</dt><dd>Multilayer perceptron has no convolution.</dd>" in page


def test_nothing_that_an_author_writes_becomes_an_element(mlp) -> None:
    page = lesson_sheet(read_lesson(HOSTILE.encode(), "hostile"), mlp, load_dataset())
    found = Tags(page)
    assert not found.elements & {"script", "img", "svg", "b", "i"}
    assert not any(name.startswith("on") for name in found.attributes)
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_command_writes_a_sheet_and_explains_a_broken_file(tmp_path, capsys) -> None:
    out = tmp_path / "sheet.html"
    assert main(["lesson", "sheet", "how-it-learns", "--network", "mlp", "--out", str(out)]) == 0
    assert "<h1>How it learns</h1>" in out.read_text("utf-8")
    broken = tmp_path / "broken.md"
    broken.write_text("---\ntitle: x\ngoal: y\n---\n\n## A\nview: nowhere\n\nText\n", "utf-8")
    assert main(["lesson", "check", str(broken)]) == 2
    assert re.search(r"broken.md is no lesson yet:\nLine 7: .*“nowhere”", capsys.readouterr().err)
    assert main(["lesson", "check", str(shelf.SHIPPED / "how-it-learns.md")]) == 0
    assert "8 steps, 7 questions, 34 minutes. No mistakes." in capsys.readouterr().out
    assert main(["lesson", "sheet", "nothing"]) == 2
    assert "There is no lesson called" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "words"),
    [("questions", "loss_of percent=70"), ("controls", "network"), ("pages", "    view: Browse")],
)
def test_what_a_lesson_can_name_is_listed(name: str, words: str, capsys) -> None:
    assert main(["lesson", name]) == 0
    assert words in capsys.readouterr().out

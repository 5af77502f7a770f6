"""The report: everything that was put in, escaped, under a policy that allows no request."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import numpy as np

from mnist_core.lessons.first_guess import Guess
from mnist_core.training.history import shipped_history
from mnist_core.web.lesson_report import Report, ReportedDrawing, Training, in_html, report

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
BASE, DAY = "http://127.0.0.1:8501", date(2026, 11, 28)
PAIR = Guess(
    "Which pair?", "4 and 9", "evaluation?part=Confusions", "Most often: **3 and 5**.", False
)


class Seen(HTMLParser):
    """The tags with their attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


FULL = Report(
    name=SCRIPT,
    guesses=[PAIR, Guess(SCRIPT, SCRIPT, SCRIPT, SCRIPT, True), Guess("Shown?", "")],
    answers=[Guess("How many maps?", "32", "architecture?look=Explorer", "32.", True)],
    drawings=[ReportedDrawing(np.eye(28), 7, 1, 0.875)],
    network=SCRIPT,
    trainings=[Training(SCRIPT, SCRIPT, shipped_history("mlp"), 'training?run="><script>')],
)


def test_all_that_was_put_in_is_there_with_links_back() -> None:
    seen = Seen(report(FULL, BASE, DAY))
    for words in (
        "28 November 2026",
        "Which pair?",
        "You guessed 4 and 9: not quite. Most often: 3 and 5.",
        "Nothing was guessed.",
        "You guessed 32: right. 32.",
        "Meant: 7. Read: 1, 87.5 %.",
        "reads 0 of 1 as they were meant",
    ):
        assert words in seen.words
    links = [found["href"] for tag, found in seen.tags if tag == "a"]
    assert f"{BASE}/evaluation?part=Confusions" in links and len(links) == 5
    assert sum(tag == "svg" for tag, _ in seen.tags) == 2
    (picture,) = [found for tag, found in seen.tags if tag == "img"]
    assert (
        picture["src"].startswith("data:image/png;base64,") and "meant to be a 7" in picture["alt"]
    )


def test_what_somebody_typed_is_words_and_nothing_else() -> None:
    seen = Seen(report(FULL, BASE, DAY))
    assert "script" not in {tag for tag, _ in seen.tags}
    assert seen.words.count(SCRIPT) == 8
    assert not [found for _, found in seen.tags if any(name.startswith("on") for name in found)]


def test_its_policy_allows_its_style_and_pictures_within_it_alone() -> None:
    page = report(FULL, BASE, DAY)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    assert "style=" not in page and "@media print" in style


def test_a_place_without_an_address_gets_no_links_and_nothing_is_one_sentence() -> None:
    assert "<a " not in report(FULL, "javascript:alert(1)//", DAY)
    assert "Nothing yet." in report(Report(), BASE, DAY) and Report().empty and not FULL.empty


def test_bold_and_escapes_are_all_that_is_left_of_markdown() -> None:
    assert in_html(r"**3 \& 5** <b> 2 \* 3 \*\*x\*\*") == (
        "<strong>3 &#38; 5</strong> &lt;b&gt; 2 &#42; 3 &#42;&#42;x&#42;&#42;"
    )

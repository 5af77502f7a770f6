"""What somebody takes home of a lesson: guesses, answers, drawings and runs as one page.

HTML without a script: its Content-Security-Policy allows its own style and pictures within the
page, and nothing else. All that a person typed is escaped, Markdown of our own is reduced to bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from string import Template

import numpy as np

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import LIGHT
from mnist_core.figures.sprite import compose, png_address
from mnist_core.lessons.first_guess import Guess
from mnist_core.training.history import History
from mnist_core.web.curves import accuracy_curve, loss_curve
from mnist_core.web.keepsake import in_words
from mnist_core.web.page_style import head_of, style_of
from mnist_core.web.take_home import STYLES

TEMPLATE = Path(__file__).with_suffix(".html")
OWN_STYLE = Path(__file__).with_suffix(".css")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True)
class ReportedDrawing:
    """A drawing that was kept, and what a network reads in it.

    Attributes
    ----------
    image : float array of shape (28, 28), in [0, 1]
    label : the digit it was meant to be
    read : what the network reads
    probability : of that, in [0, 1]
    """

    image: np.ndarray
    label: int
    read: int
    probability: float


@dataclass(frozen=True)
class Training:
    """A run: its title, how it ended in a sentence, its curves, and the address of its view."""

    title: str
    outcome: str
    history: History
    address: str


@dataclass(frozen=True)
class Report:
    """All that is in a report; what is empty is left out.

    Attributes
    ----------
    name : of the person, as they typed it; "" where nobody gave one
    guesses : those of the pages
    answers : those to the questions of lessons, as guesses with what is right
    drawings, network : what was kept, and the title of the network that reads it
    trainings : the runs of the session
    """

    name: str = ""
    guesses: Sequence[Guess] = ()
    answers: Sequence[Guess] = ()
    drawings: Sequence[ReportedDrawing] = ()
    network: str = ""
    trainings: Sequence[Training] = field(default_factory=tuple)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take home yet."""
        return not (self.guesses or self.answers or self.drawings or self.trainings)


def report(found: Report, base: str, today: date) -> str:
    """The page, HTML in one piece.

    Parameters
    ----------
    found : what is in it
    base : address of the place where it was made, "http://127.0.0.1:8501"; views are linked there
    today : the day on which it is taken home
    """
    by = f" by {found.name}" if found.name else ""
    style = style_of([*STYLES, OWN_STYLE])
    sections = (
        _section("Questions of lessons", _asked(found.answers, base)),
        _section("Guesses and what came out", _asked(found.guesses, base)),
        _section("Drawings", _drawings(found)),
        _section("Trained", "".join(_training(it, base) for it in found.trainings)),
    )
    title = escape(f"Inside a CNN: report{by}, {in_words(today)}")
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        head=head_of(title, "img-src data:", style),
        title=title,
        sections="\n".join(filter(None, sections)) or "<p>Nothing yet.</p>",
    )


def in_html(markdown: str) -> str:
    """Text with Markdown's bold and its escapes as HTML, and nothing else of either language."""
    kept = ESCAPED.sub(lambda it: f"\0{ord(it[1])};", markdown.replace("\0", ""))
    return BOLD.sub(r"<strong>\1</strong>", escape(kept)).replace("\0", "&#")


def _section(title: str, body: str) -> str:
    if not body:
        return ""
    id = title.split()[0].lower()
    return f'<section aria-labelledby="{id}"><h2 id="{id}">{title}</h2>{body}</section>'


def _asked(guesses: Iterable[Guess], base: str) -> str:
    lines = "".join(_guess(it, base) for it in guesses)
    return f'<ol class="asked">{lines}</ol>' if lines else ""


def _guess(guess: Guess, base: str) -> str:
    kind = {True: ' class="right"', False: ' class="wrong"', None: ""}[guess.right]
    said = escape(guess.verdict) or "Nothing was guessed."
    came_out = f" {in_html(guess.outcome)}" if guess.outcome else ""
    link = _link(base, guess.address, "See it again")
    return f"<li{kind}><p><b>{in_html(guess.question)}</b></p><p>{said}{came_out}</p>{link}</li>"


def _link(base: str, address: str, words: str) -> str:
    if not base.startswith(("http://", "https://")):
        return ""
    return f'<p><a href="{escape(f"{base}/{address}")}">{words}</a></p>'


def _drawings(found: Report) -> str:
    if not found.drawings:
        return ""
    figures = "".join(map(_drawing, found.drawings))
    right = sum(it.read == it.label for it in found.drawings)
    return (
        f"<p>{escape(found.network)} reads {right} of {len(found.drawings)} as they were meant.</p>"
        f'<ul class="drawings">{figures}</ul>'
    )


def _drawing(drawing: ReportedDrawing) -> str:
    picture = png_address(compose(drawing.image[np.newaxis], LIGHT, columns=1, zoom=3))
    alt = f"A drawing that is meant to be a {drawing.label}."
    said = f"Meant: {drawing.label}. Read: {drawing.read}, {percent(drawing.probability)}."
    return (
        f'<li><figure><img src="{escape(picture)}" alt="{alt}">'
        f"<figcaption>{said}</figcaption></figure></li>"
    )


def _training(training: Training, base: str) -> str:
    curves = ""
    if training.history.batches:
        curves = (
            '<p>The <span class="batches">line</span>: training digits. The '
            '<span class="validation">dots</span>: validation digits after every epoch.</p>'
            '<div class="curves"><figure><figcaption>Loss, on a scale of powers of 10</figcaption>'
            f"{loss_curve(training.history)}</figure>"
            "<figure><figcaption>Share read right</figcaption>"
            f"{accuracy_curve(training.history)}</figure></div>"
        )
    return (
        f"<h3>{escape(training.title)}</h3><p>{escape(training.outcome)}</p>{curves}"
        f"{_link(base, training.address, 'See it again')}"
    )

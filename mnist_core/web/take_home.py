"""A network as one page: a file that needs no server, no internet and no installation.

All that it shows is in it: the weights as float32, ten digits, and the very scripts by which the
app's explorer computes in the browser. Its Content-Security-Policy names these scripts and styles
by their hashes and forbids everything else, so that no request can leave it, whatever a person who
trained the network typed.

The scripts lie in pages/ui/components with all others, where one type check and one set of tests
hold them; here they are text.
"""

from __future__ import annotations

import json
import tomllib
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import numpy as np

from mnist_core.data.digits import CLASSES, Dataset, Digits
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import PALETTES
from mnist_core.network.keras_numbers import own_digit, weights_in_page
from mnist_core.studies.training_record import RecordedAccuracy
from mnist_core.training.history import History
from mnist_core.web.curves import accuracy_curve, loss_curve
from mnist_core.web.keepsake import Keepsake, in_words
from mnist_core.web.page_style import fingerprint, head_of, style_of
from mnist_core.web.payload import colours, facts, pack, pixels
from mnist_core.web.script import script
from mnist_core.web.summary_html import summary_html

CHECKOUT = Path(__file__).resolve().parents[2]
COMPONENTS = CHECKOUT / "pages" / "ui" / "components"
ENTRY = COMPONENTS / "take_home" / "take_home.js"
STYLES = (
    COMPONENTS / "explorer" / "explorer.css",
    COMPONENTS / "take_home" / "take_home.css",
)
READING = COMPONENTS / "reading" / "reading.css"
TEMPLATE = Path(__file__).with_suffix(".html")
DIGIT = "THE DIGIT"  # in the lines of Keras, where the page puts the one in view


def take_home(kept: Keepsake, dataset: Dataset, today: date, file_name: str) -> str:
    """The page, HTML in one piece; the same for the same network, digits and day.

    Parameters
    ----------
    kept : the network and what is on record of it
    dataset : gives ten digits to look at before one writes, the first of each in its test set
    today : the day on which it is taken home
    file_name : what the page will be called, for its lines of Keras
    """
    title = escape(f"{kept.network.architecture.title}, taken home on {in_words(today)}")
    packed = pack(kept.network)
    style, code = style_of(STYLES), script(ENTRY)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        head=head_of(title, f"script-src '{fingerprint(code)}'", style),
        title=title,
        parameters=f"{kept.network.architecture.parameters:,}",
        digits=escape(dataset.provenance.test_name),
        curves=_curves(kept.history),
        accuracy=_accuracy(kept.record.score),
        summary=summary_html(kept.network.architecture.rows),
        settings=_settings(kept),
        version=_version(),
        known=_embedded(_known(kept, packed[0], dataset.test, file_name)),
        weights=b64encode(packed[1]).decode("ascii"),
        script=code,
    )


def _known(kept: Keepsake, token: str, test: Digits, file_name: str) -> Mapping[str, Any]:
    """What the script is told: the network without its weights, ten digits, the colours."""
    network = facts(kept.network, token, DIGIT, weights_in_page(file_name))
    return {
        "network": network,
        "digits": [_digit(test, label) for label in range(CLASSES) if label in test.labels],
        "palettes": {name: colours(palette) for name, palette in PALETTES.items()},
        "title": kept.network.architecture.title,
        "threshold": kept.threshold,
        "style": READING.read_text(encoding="utf-8"),
        "standIn": DIGIT,
    }


def _digit(digits: Digits, label: int) -> Mapping[str, Any]:
    """The first digit with a label, as in payload.message, and as code."""
    image = digits.images[int(np.argmax(digits.labels == label))]
    return {"label": label, "code": own_digit(image), **pixels(image)}


def _embedded(values: Mapping[str, Any]) -> str:
    """JSON that ends no element of the page and begins none."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _curves(history: History | None) -> str:
    if history is None or not history.batches:
        return "<p>Nobody recorded how it learned.</p>"
    return (
        '<p>Over the epochs, from left to right: the <span class="batches">line</span> is the mean '
        "of the latest batches of training digits, with dropout at work where there is any; the "
        '<span class="validation">dots</span> are the validation digits after every epoch.</p>'
        f'<div class="curves"><figure><figcaption>Loss, on a scale of powers of 10</figcaption>'
        f"{loss_curve(history)}</figure><figure><figcaption>Share read right</figcaption>"
        f"{accuracy_curve(history)}</figure></div>"
    )


def _accuracy(score: RecordedAccuracy | None) -> str:
    if score is None:
        return "<p>Nobody recorded how many digits it reads right that it had not seen.</p>"
    low, high = map(percent, score.interval)
    right = round(score.accuracy * score.digits)
    return (
        f'<p><strong class="share">{percent(score.accuracy)}</strong> of {score.digits:,} '
        f"{escape(score.name)}, which it had not learnt from: {right:,} right and "
        f"{score.digits - right:,} wrong.</p>"
        f"<p>95 % interval: {low} to {high}. That is how far this share can be trusted: with "
        f"{score.digits:,} other digits of the same kind it would come out a little different.</p>"
    )


def _settings(kept: Keepsake) -> str:
    pairs = (f"<dt>{escape(word)}</dt><dd>{escape(said)}</dd>" for word, said in kept.settings)
    return f"<dl>{''.join(pairs)}</dl>"


def _version() -> str:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return escape(project["project"]["version"])

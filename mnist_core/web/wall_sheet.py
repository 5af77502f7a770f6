"""The wall of a class as one sheet to print: an HTML file that asks for nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mnist_core.data.digits import Digits
from mnist_core.figures.palette import LIGHT
from mnist_core.figures.sprite import sheet

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
SHEET = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
  body {{ font: 12pt sans-serif; margin: 12mm; color: #1f1b16; }}
  ul {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(20mm, 1fr)); gap: 4mm; }}
  ul {{ padding: 0; }}
  li {{ list-style: none; break-inside: avoid; text-align: center; font-size: 9pt; }}
  img {{ width: 100%; image-rendering: pixelated; border: 1px solid #ded5c4; }}
</style>
<h1>{title}</h1>
<p>{count} digits as networks see them, 28 × 28 pixels, each with what it was meant to be.</p>
<ul>
{pictures}
</ul>
</html>
"""


def wall_sheet(title: str, digits: Digits, names: Sequence[str]) -> str:
    """The sheet.

    Parameters
    ----------
    title : for the head of it
    digits : the pictures and what they are meant to be
    names : who drew each, empty where that is not to be seen
    """
    pictures = []
    for image, label, name in zip(digits.images, digits.labels, names, strict=True):
        alt = f"A drawing of {label}" + (f" by {name}" if name else "")
        words = f"{label}" + (f" · {name}" if name else "")
        address = sheet(image[None], LIGHT)
        pictures.append(f'<li><img alt="{escape(alt)}" src="{address}"><br>{escape(words)}</li>')
    laid = "\n".join(pictures)
    return SHEET.format(policy=POLICY, title=escape(title), count=len(digits), pictures=laid)

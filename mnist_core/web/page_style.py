"""How pages that go home begin and look, and how their policies name what they may use."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from string import Template

from mnist_core.figures.palette import PALETTES, Palette
from mnist_core.web.payload import colours

HEAD = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>$style</style>
</head>""")


def head_of(title: str, policy: str, style: str) -> str:
    """How such a page begins.

    Parameters
    ----------
    title : in HTML
    policy : what the page may do, beside this style; no request is ever among it
    style : as CSS
    """
    whole = (
        f"default-src 'none'; {policy}; style-src '{fingerprint(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return HEAD.substitute(title=title, policy=whole, style=style)


def style_of(files: Iterable[Path]) -> str:
    """The colours of both appearances as CSS variables, and after them what the files say."""
    light, dark = (_variables(PALETTES[name]) for name in ("light", "dark"))
    colours_first = (
        f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    )
    return "\n".join([colours_first, *(path.read_text(encoding="utf-8") for path in files)])


def fingerprint(text: str) -> str:
    """How a Content-Security-Policy names a script or style: by what stands between its tags."""
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def _variables(palette: Palette) -> str:
    return " ".join(
        f"--{name}: {colour};" for name, colour in colours(palette).items() if name != "name"
    )

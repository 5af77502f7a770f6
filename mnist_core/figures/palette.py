"""The colours of every figure, in light and in dark, and the dress all figures share.

Ink runs from the page's paper (0) to ink (1), for digits and activations alike, so that 0 always
looks like paper. Signed values are blue below zero and orange above. One colour per digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
from plotly.graph_objects import Figure

from mnist_core.figures.unchecked import give_template

# M. A. Petroff, "Accessible Color Sequences for Data Visualization" (2021), arXiv:2107.02270:
# ten colours chosen to stay apart for people with any of the common colour-vision deficiencies.
DIGITS = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
STEPS = 10  # stops of a colour scale, as Streamlit's theme wants them
FONT = '"Source Sans", "Source Sans Pro", sans-serif'

Colourscale = tuple[tuple[float, str], ...]
Part = dict[str, Any]
"""One trace, shape or text of a figure, in Plotly's words."""


@dataclass(frozen=True)
class Palette:
    """The colours of one appearance, as #rrggbb.

    Attributes
    ----------
    paper, panel : the page and what is set off from it
    ink : full ink of a digit, and the darkest (in dark: the lightest) of the scale
    text, muted : words, and words of less weight
    grid : hairlines, axes, frames
    accent : the one colour that asks for attention
    negative, neutral, positive : the diverging scale's ends and middle
    digits : one colour per digit, 0 to 9
    """

    name: str
    paper: str
    panel: str
    ink: str
    text: str
    muted: str
    grid: str
    accent: str
    negative: str
    neutral: str
    positive: str
    digits: tuple[str, ...] = DIGITS

    @property
    def sequential(self) -> Colourscale:
        """Paper (0) to ink (1), as a Plotly colourscale."""
        return _scale(self.paper, self.ink)

    @property
    def diverging(self) -> Colourscale:
        """Negative to positive through neutral; use it with symmetric limits."""
        lower = _scale(self.negative, self.neutral)
        upper = _scale(self.neutral, self.positive)
        return tuple((place / 2, colour) for place, colour in lower[:-1]) + tuple(
            (0.5 + place / 2, colour) for place, colour in upper
        )

    def ink_levels(self) -> np.ndarray:
        """The sequential scale as a look-up table: uint8 array of shape (256, 3)."""
        shares = np.linspace(0, 1, 256)[:, None]
        mixed = (1 - shares) * rgb(self.paper) + shares * rgb(self.ink)
        return np.rint(mixed).astype(np.uint8)


def rgb(colour: str) -> np.ndarray:
    """The red, green and blue of "#rrggbb": float array of shape (3,), 0 to 255."""
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)], float)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way (0 to 1) from `first` to `second`."""
    red, green, blue = np.rint((1 - share) * rgb(first) + share * rgb(second)).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _scale(first: str, last: str) -> Colourscale:
    shares = [step / (STEPS - 1) for step in range(STEPS)]
    return tuple((share, mix(first, last, share)) for share in shares)


LIGHT = Palette(
    name="light",
    paper="#fbf8f1",
    panel="#f2ecdf",
    ink="#1f1b16",
    text="#15120e",
    muted="#6b6357",
    grid="#ded5c4",
    accent="#17695f",
    negative="#2166ac",
    neutral="#efeae0",
    positive="#d4680b",
)
DARK = Palette(
    name="dark",
    paper="#14171a",
    panel="#1d2125",
    ink="#f3eee3",
    text="#e6e1d6",
    muted="#a39d91",
    grid="#363c42",
    accent="#28806f",
    negative="#5aa5e6",
    neutral="#2a2f34",
    positive="#f29a3f",
)
PALETTES: Mapping[str, Palette] = MappingProxyType({"light": LIGHT, "dark": DARK})
"""By the appearance's name, as Streamlit gives it."""


def dress(figure: Figure, palette: Palette, height: int | None = None) -> Figure:
    """Give a figure the shared look: fonts, quiet axes, the page as background.

    The look is a template, so what a figure says of itself comes first.

    Parameters
    ----------
    figure : changed in place, and returned
    palette : colours of the appearance
    height : pixels; None leaves it to the figure
    """
    give_template(figure, _look(palette))
    if height is not None:
        figure.layout.height = height
    return figure


PICTURE_AXIS: Mapping[str, Any] = MappingProxyType(
    {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "fixedrange": True,
        "constrain": "domain",
    }
)
"""An axis of what is made of pixels or cells: a frame around it and nothing across."""


@cache
def _look(palette: Palette) -> dict[str, Any]:
    axis = {
        "automargin": True,
        "showline": True,
        "ticks": "outside",
        "gridcolor": palette.grid,
        "linecolor": palette.grid,
        "zerolinecolor": palette.grid,
        "tickcolor": palette.grid,
        "title": {"font": {"color": palette.muted}},
        "tickfont": {"color": palette.muted},
    }
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.panel,
            "bordercolor": palette.grid,
            "font": {"family": FONT, "size": 14, "color": palette.text},
        },
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "colorway": list(palette.digits),
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.accent,
        },
        "xaxis": axis,
        "yaxis": axis,
    }
    return {"layout": layout}

"""The palette: one with the themes in config.toml, readable, and apart for colour-blind people."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from plotly.graph_objects import Figure

from mnist_core.figures.palette import DARK, DIGITS, LIGHT, PALETTES, Palette, dress, mix, rgb

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
both = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def linear(colour: str) -> np.ndarray:
    value = rgb(colour) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    low, high = sorted(float(linear(it) @ (0.2126, 0.7152, 0.0722)) for it in (first, second))
    return (high + 0.05) / (low + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB, D65."""
    share = np.asarray(TO_XYZ) @ light.clip(0, 1) / WHITE
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@both
def test_config_has_the_same_colours(palette: Palette) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][palette.name]
    assert theme["backgroundColor"] == palette.paper
    assert theme["secondaryBackgroundColor"] == palette.panel
    assert theme["textColor"] == palette.text
    assert theme["primaryColor"] == palette.accent
    assert theme["borderColor"] == palette.grid
    assert tuple(theme["chartCategoricalColors"]) == palette.digits
    assert theme["chartSequentialColors"] == [colour for _, colour in palette.sequential]
    diverging = theme["chartDivergingColors"]
    assert (len(diverging), diverging[0], diverging[-1]) == (10, palette.negative, palette.positive)
    assert theme["sidebar"]["backgroundColor"] == palette.panel


def test_config_asks_nothing_of_the_network() -> None:
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert "http" not in CONFIG.read_text(encoding="utf-8")
    assert config["browser"]["gatherUsageStats"] is False
    assert config["runner"]["magicEnabled"] is False


@both
def test_scales_run_from_paper_to_ink_and_through_neutral(palette: Palette) -> None:
    assert palette.sequential[0] == (0.0, palette.paper)
    assert palette.sequential[-1] == (1.0, palette.ink)
    assert palette.diverging[0] == (0.0, palette.negative)
    assert dict(palette.diverging)[0.5] == palette.neutral
    assert palette.diverging[-1] == (1.0, palette.positive)
    for scale in (palette.sequential, palette.diverging):
        places = [place for place, _ in scale]
        assert places == sorted(set(places))


@both
def test_ink_levels_run_from_paper_to_ink(palette: Palette) -> None:
    levels = palette.ink_levels()
    assert levels.shape == (256, 3) and levels.dtype == np.uint8
    assert levels[0].tolist() == rgb(palette.paper).tolist()
    assert levels[255].tolist() == rgb(palette.ink).tolist()
    steps = np.diff(levels.astype(int), axis=0)
    assert (steps <= 0).all() or (steps >= 0).all()


@both
def test_words_can_be_read(palette: Palette) -> None:
    for ground in (palette.paper, palette.panel):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
        caption = mix(ground, palette.text, 0.6)  # as Streamlit fades the words of one
        assert contrast(caption, ground) >= 4.5
    assert contrast(palette.accent, "#ffffff") >= 4.5  # the label of a primary button
    assert contrast(palette.ink, palette.paper) >= 12


@pytest.mark.parametrize(
    "vision", [np.eye(3), PROTANOPIA, DEUTERANOPIA], ids=["normal", "protanopia", "deuteranopia"]
)
def test_digits_stay_apart(vision) -> None:
    seen = [lab(np.asarray(vision) @ linear(colour)) for colour in DIGITS]
    closest = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))
    assert closest >= 8  # a difference of about 2 is just noticeable


def test_ten_digits_have_the_same_colours_in_both() -> None:
    assert LIGHT.digits == DARK.digits and len(set(LIGHT.digits)) == 10


def test_mix_by_hand() -> None:
    assert mix("#000000", "#ff8000", 0.5) == "#804000"
    assert mix("#123456", "#ffffff", 0) == "#123456"
    assert rgb("#0102ff").tolist() == [1, 2, 255]


@both
def test_dress_lays_the_page_behind_the_figure(palette: Palette) -> None:
    figure = Figure()
    assert dress(figure, palette, height=123) is figure
    assert figure.layout.height == 123
    look = figure.layout.template.layout
    assert look.paper_bgcolor == "rgba(0,0,0,0)"
    assert look.font.color == palette.text
    assert look.xaxis.gridcolor == look.yaxis.gridcolor == palette.grid


@both
def test_what_a_figure_says_of_itself_comes_before_the_dress(palette: Palette) -> None:
    figure = dress(Figure(layout={"margin": {"t": 40}}), palette)
    assert figure.layout.margin.t == 40 and figure.layout.margin.l is None
    assert figure.layout.template.layout.margin.l == 8

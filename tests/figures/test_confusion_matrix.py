import numpy as np
import pytest

from mnist_core.figures.confusion_matrix import cells, confusion_matrix, row_shares
from mnist_core.figures.palette import DARK, LIGHT, rgb

MATRIX = np.diag([50] * 10)
MATRIX[4, 9], MATRIX[9, 4], MATRIX[7, 2], MATRIX[3, 3] = 5, 2, 1, 0


def of(found, true, read):
    return found[10 * true + read]


def test_the_counts_in_their_places() -> None:
    found = cells(MATRIX, LIGHT)
    assert len(found) == 100
    assert sum(int(cell.text or 0) for cell in found) == MATRIX.sum()
    cell = of(found, 4, 9)
    assert (cell.true, cell.read, cell.text) == (4, 9, "5")
    assert cell.words == "4 read as 9: 5 digits, 9.09 % of the 4s"
    assert of(found, 7, 2).words == "7 read as 2: 1 digit, 1.96 % of the 7s"
    assert of(found, 3, 3).words == "3 read as 3: 0 digits"  # no 3 at all: no share
    assert of(found, 0, 1).text == ""


def test_paper_is_zero_and_each_kind_has_its_own_scale() -> None:
    found = cells(MATRIX, LIGHT)
    assert of(found, 0, 1).fill == LIGHT.paper
    assert of(found, 4, 9).fill == LIGHT.positive
    assert of(found, 0, 0).fill == LIGHT.ink


def test_rates_and_errors_only() -> None:
    found = cells(MATRIX, LIGHT, rates=True, errors_only=True)
    assert of(found, 4, 9).text == "9.09"
    assert of(found, 4, 4).text == "" and of(found, 4, 4).fill == LIGHT.paper


def contrast(first: str, second: str) -> float:
    """WCAG's contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        share = rgb(colour) / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_text_can_be_read_on_its_cell(palette) -> None:
    for strength in range(11):
        matrix = np.diag([strength] * 9 + [10])
        matrix[0, 1], matrix[1, 0] = 10, strength
        for cell in cells(matrix, palette):
            if cell.text:
                assert contrast(cell.ink, cell.fill) >= 3.5, cell


def test_no_errors_and_no_digits() -> None:
    assert all(cell.fill == LIGHT.paper for cell in cells(np.zeros((10, 10), int), LIGHT))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_heat_map_has_the_truth_in_rows_and_zero_at_the_top(palette) -> None:
    figure = confusion_matrix(MATRIX, palette)
    assert tuple(figure.layout.yaxis.range) == (9.5, -0.5)  # 0 at the top
    assert tuple(figure.layout.xaxis.range) == (-0.5, 9.5)
    assert figure.layout.yaxis.title.text == "true digit"
    assert figure.layout.xaxis.title.text == "read as"
    errors, right = figure.data
    assert errors.z[4][9] == 5 and errors.z[9][4] == 2  # row 4, column 9: a 4 read as 9
    assert np.array_equal(np.nan_to_num(errors.z) + np.nan_to_num(right.z), MATRIX)


def test_every_cell_of_the_heat_map_belongs_to_one_layer_with_its_text() -> None:
    errors, right = confusion_matrix(MATRIX, LIGHT).data
    assert not (np.isfinite(errors.z) & np.isfinite(right.z)).any()
    assert errors.text[4][9] == "5" and right.text[4][9] == ""
    assert right.text[4][4] == "50" and errors.text[4][4] == ""
    assert errors.text[0][1] == ""  # a zero stays empty


def test_each_layer_of_the_heat_map_has_its_own_scale_from_paper() -> None:
    errors, right = confusion_matrix(MATRIX, LIGHT).data
    assert (errors.zmin, errors.zmax, right.zmin, right.zmax) == (0, 5, 0, 50)
    assert errors.colorscale[0][1] == right.colorscale[0][1] == LIGHT.paper


def test_heat_map_without_errors() -> None:
    errors, _ = confusion_matrix(np.diag([5] * 10), LIGHT).data
    assert errors.zmax == 1


def test_the_table_and_the_heat_map_agree() -> None:
    """The same text in every cell, and the table's colour is the heat map's scale read there."""
    layers = confusion_matrix(MATRIX, LIGHT).data
    for cell in cells(MATRIX, LIGHT):
        (layer,) = (it for it in layers if np.isfinite(it.z[cell.true][cell.read]))
        assert layer.text[cell.true][cell.read] == cell.text
        share = layer.z[cell.true][cell.read] / layer.zmax
        (_, low), (_, high) = layer.colorscale
        expected = (1 - share) * rgb(low) + share * rgb(high)
        assert np.abs(rgb(cell.fill) - expected).max() <= 0.5


def test_shares_are_of_the_row_and_none_of_an_empty_one() -> None:
    shares = row_shares(MATRIX)
    assert shares[4, 9] == pytest.approx(5 / 55) and shares[4].sum() == pytest.approx(1)
    assert (shares[3] == 0).all()

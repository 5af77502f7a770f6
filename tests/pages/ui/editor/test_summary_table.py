"""The lines of the summary: the arithmetic of keras_cnn as its document should have it."""

import re

import pytest

from mnist_core.editing.budget import shares
from mnist_core.editing.draft import Draft
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, Flatten, MaxPooling2D
from mnist_core.network.summary import summary
from pages.ui.editor import summary_table

ROWS = ARCHITECTURES["keras_cnn"].rows


def text(html):
    """What a person reads of it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def lines(rows=ROWS):
    return {
        row.layer.name: text(summary_table.cells(row, share, LIGHT))
        for row, share in zip(rows, shares(rows), strict=True)
    }


def test_the_lines_of_keras_cnn():
    found = lines()
    assert found["conv1"] == (
        "26 × 26 × 32 28 − 3 + 1 = 26 · sees 3 × 3 pixels "
        "320 parameters, 0.142 % 3 × 3 × 1 × 32 weights + 32 biases "
        "194,688 work, 7.40 % 26 × 26 × 3 × 3 × 1 × 32"
    )
    assert "18,496 parameters, 8.22 %" in found["conv2"]
    assert "2,230,272 work, 84.8 % 11 × 11 × 3 × 3 × 32 × 64" in found["conv2"]
    assert found["pool2"] == "5 × 5 × 64 ⌊11 / 2⌋ = 5 · sees 10 × 10 pixels"
    assert "5 × 5 × 64 = 1,600" in found["flatten"]
    assert found["relu1"] == "26 × 26 × 32 keeps the shape"
    assert "in training 50 % of the values become 0" in found["dropout"]
    seen = [
        re.search(r"sees (\S+ × \S+) pixels", found[name])[1]
        for name in ("conv1", "pool1", "conv2", "pool2")
    ]
    assert seen == ["3 × 3", "4 × 4", "8 × 8", "10 × 10"]


def test_no_value_sees_more_than_the_digit():
    """robust_cnn's last cells begin at −8, −4, 0 and 4 and see 32 pixels: of 28, 24 at the ends."""
    rows = ARCHITECTURES["robust_cnn"].rows
    found = lines(rows)
    assert "sees 24 × 24 pixels 55,392 parameters" in found["conv5"]
    beyond = "28 × 28 pixels (its window goes 4 beyond the frame)"
    assert f"sees {beyond} 83,040 parameters" in found["conv6"]
    assert f"a value of the last maps sees {beyond} " in text(
        summary_table.total(rows, rows, "it", LIGHT)
    )
    assert f"sees 10 × 10 pixels, it: {beyond.replace(' pixels', '')}" in text(
        summary_table.total(ROWS, rows, "it", LIGHT)
    )


def test_windows_that_hang_over_the_frame_see_less_than_they_measure():
    """Two windows of 28 in steps of 27 need 27 of padding, 13 before: they see 15 and 14 pixels."""
    row = summary([Conv2D(1, 28, padding="same", strides=27)])[0]
    assert row.output_shape == (2, 2, 1)
    assert row.extent == "15 × 15 pixels (its window goes 13 beyond the frame)"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_are_as_long_as_the_shares(palette):
    html = summary_table.cells(ROWS[3], shares(ROWS)[3], palette)
    assert re.findall(r"width:([\d.]+)%", html) == ["8.2", "84.8"]
    assert palette.accent in html and palette.positive in html


def test_the_total_and_how_far_it_is_from_another_network():
    assert text(summary_table.total(ROWS, ROWS, "Keras CNN", LIGHT)) == (
        "10 probabilities a value of the last maps sees 10 × 10 pixels "
        "225,034 parameters as many as Keras CNN 2,631,040 work as many as Keras CNN"
    )
    edited = Draft.of(ARCHITECTURES["keras_cnn"]).changed(3, "kernel_size", 5)
    found = text(summary_table.total(edited.architecture().rows, ROWS, "Keras CNN", LIGHT))
    assert "sees 14 × 14 pixels, Keras CNN: 10 × 10" in found
    parameters = 320 + 5 * 5 * 32 * 64 + 64 + 1024 * 128 + 128 + 1290
    assert f"{parameters:,} parameters −{225_034 - parameters:,} (−" in found
    assert "against Keras CNN" in found


def test_changes_in_words():
    assert summary_table.compared(50, 100, "A") == "−50 (−50.0 %) against A"
    assert summary_table.compared(150, 100) == "+50 (+50.0 %)"
    assert summary_table.compared(7, 7, "A") == "as many as A"
    assert summary_table.compared(7, 0, "A") == "+7 against A"


def test_what_is_left_out_is_named():
    (two, *_) = summary((MaxPooling2D(3), Flatten()), (11, 9, 1))
    assert summary_table.left_out(two) == "the last 2 rows: 18 of 99 cells"
    assert summary_table.left_out(ROWS[5]) == "the last row and column: 21 of 121 cells"
    assert summary_table.left_out(ROWS[0]) == ""
    (gaps,) = summary((Conv2D(1, 1, 2),), (4, 4, 1))
    assert summary_table.left_out(gaps) == (
        "what lies between its windows, since 2 > 1: 12 of 16 cells"
    )


def test_unread_pixels_are_named():
    sentence = "Pixel rows 26 and 27 and columns 26 and 27 of the digit (counted from 0) are "
    assert summary_table.unread(ROWS) == sentence + "never read."
    assert summary_table.unread(ARCHITECTURES["mlp"].rows) == "Every pixel of the digit is read."


def test_document_004_is_corrected():
    words = summary_table.document_004(ROWS)
    assert "**11 × 11 × 64 → 5 × 5 × 64 → 1,600**" in words
    assert "`conv2` (13 × 13 × 64 → 6 × 6 × 64 → 2,304)" in words
    assert "`conv1` (12 × 12 × 64 → 6 × 6 × 64 → 2,304)" in words

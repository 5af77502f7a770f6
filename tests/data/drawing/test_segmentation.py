"""Numbers composed from real digits are cut at the right places and read in the right order."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_core.data.drawing import EmptyDrawing, prepare_image
from mnist_core.data.drawing.segmentation import MOST, segment_image, segment_strokes
from mnist_core.data.embedded import held_out_digits
from mnist_core.network.forward import Network

SIZES = (1, 2, 3)  # how large the digits are drawn


def compose(random, digits, *, lines=1, gap=(3, 12), noise=0.0):
    """A number on black: (picture, labels in reading order, one list a line)."""
    zoom, rows, labels = int(random.choice(SIZES)), [], []
    for _ in range(lines):
        chosen = random.integers(0, len(digits), random.integers(2, 6))
        row = np.zeros((34 * zoom, 8), np.uint8)
        for index in chosen:
            image = digits.images[index]
            inked = np.flatnonzero(image.any(axis=0))
            image = np.kron(image[:, inked[0] : inked[-1] + 1], np.ones((zoom, zoom), np.uint8))
            place = np.zeros((34 * zoom, image.shape[1] + zoom * random.integers(*gap)), np.uint8)
            top = random.integers(0, 6 * zoom)
            place[top : top + len(image), : image.shape[1]] = image
            row = np.hstack([row, place])
        rows.append(row)
        labels.append(digits.labels[chosen].tolist())
    width = max(row.shape[1] for row in rows)
    picture = np.vstack([np.pad(row, ((6, 6), (0, width - row.shape[1]))) for row in rows])
    grain = random.random(picture.shape) * noise * 255
    return np.maximum(picture, grain.astype(np.uint8)), labels


def read(cuts, network):
    lines = {}
    for cut in cuts:
        digit = int(network.predict(cut.preparation.digit[np.newaxis]).argmax())
        lines.setdefault(cut.line, []).append(digit)
    return list(lines.values())


@pytest.mark.slow
@pytest.mark.parametrize(("lines", "noise"), [(1, 0), (1, 0.2), (3, 0)])
def test_composed_numbers_are_read(lines, noise):
    random, network = np.random.default_rng(lines), Network.load("keras_cnn")
    cut = right = total = 0
    for _ in range(60):
        picture, labels = compose(random, held_out_digits(), lines=lines, noise=noise)
        found = read(segment_image(picture), network)
        cut += [len(line) for line in found] == [len(line) for line in labels]
        right += found == labels
        total += 1
    print(f"{lines} lines, noise {noise}: {cut} of {total} cut right, {right} read right")
    assert cut >= 0.88 * total
    assert right >= 0.8 * total


def test_a_digit_alone_is_not_cut():
    digits = held_out_digits()
    whole = sum(len(segment_image(image)) == 1 for image in digits.images[:300])
    assert whole >= 295


def test_the_cut_of_a_digit_alone_is_its_preparation():
    image = held_out_digits().images[7]
    (cut,) = segment_image(image)
    assert np.abs(cut.preparation.digit - prepare_image(image).digit).mean() < 0.01
    assert cut.line == 0 and 0 <= cut.box.top < cut.box.bottom <= 28


def bars(*places):
    """White bars on black: (top, left, height, width) each."""
    image = np.zeros((200, 300), np.uint8)
    for top, left, height, width in places:
        image[top : top + height, left : left + width] = 255
    return image


def boxes(image):
    return [(cut.box.top, cut.box.left, cut.line) for cut in segment_image(image)]


def test_specks_are_no_digits():
    assert boxes(bars((50, 50, 60, 8), (80, 200, 4, 4))) == [(50, 50, 0)]


def test_a_broken_digit_is_one():
    broken_five = bars((50, 50, 8, 40), (64, 50, 50, 8))
    assert boxes(broken_five) == [(50, 50, 0)]


def test_lines_are_read_from_the_top_and_digits_from_the_left():
    image = bars((110, 40, 60, 8), (20, 150, 60, 8), (24, 40, 60, 8), (105, 160, 60, 8))
    assert boxes(image) == [(24, 40, 0), (20, 150, 0), (110, 40, 1), (105, 160, 1)]


def row(random, count, slope=0.0):
    """A number of real digits 56 pixels high that rises by so many degrees, and its labels."""
    digits = held_out_digits()
    chosen = random.integers(0, len(digits), count)
    rise = np.tan(np.radians(slope)) * 50
    places = [round(max(rise * (count - 1), 0) - rise * number) for number in range(count)]
    picture = np.zeros((round(abs(rise) * (count - 1)) + 156, 50 * count + 160), np.uint8)
    for number, index in enumerate(chosen):
        image = np.kron(digits.images[index], np.ones((2, 2), np.uint8))
        top, left = 50 + places[number], 80 + 50 * number
        part = picture[top : top + 56, left : left + 56]
        np.maximum(part, image, out=part)
    return picture, digits.labels[chosen].tolist()


@pytest.mark.parametrize("slope", [-12, -6, 6, 12])
def test_a_number_written_uphill_is_one_line(slope):
    random = np.random.default_rng(0)
    lines = [
        {cut.line for cut in segment_image(row(random, random.integers(5, 11), slope)[0])}
        for _ in range(20)
    ]
    print(f"slope {slope}: {lines.count({0})} of 20 in one line")
    assert lines.count({0}) >= 19


def underlined(pen, width, height):
    pen.line((60, 116, width - 50, 121), 255, 4)  # by hand: not quite level


def framed(pen, width, height):
    pen.rectangle((30, 20, width - 20, height - 16), outline=255, width=3)


def in_a_comb(pen, width, height):
    framed(pen, width, height)
    underlined(pen, width, height)


def with_a_margin(pen, width, height):
    pen.line((40, 5, 40, height - 6), 255, 3)


def at_the_edge(pen, width, height):
    pen.rectangle((0, 0, 40, height), 200)


@pytest.mark.parametrize("form", [underlined, framed, in_a_comb, with_a_margin, at_the_edge])
def test_the_lines_of_a_form_are_no_digits(form):
    random = np.random.default_rng(1)
    for count in (1, 2, 5, 8) * 5:
        number, _ = row(random, count)
        picture = Image.fromarray(number)
        form(ImageDraw.Draw(picture), picture.width, picture.height)
        found, expected = segment_image(np.asarray(picture)), segment_image(number)
        assert [cut.box for cut in found] == [cut.box for cut in expected]


def test_ones_are_no_rules():
    ones = [(50, 50 + 30 * number, 60, 4) for number in range(5)]
    assert [left for _, left, _ in boxes(bars(*ones))] == [50, 80, 110, 140, 170]
    assert len(boxes(bars((50, 50, 60, 4), (50, 90, 60, 30)))) == 2
    assert len(boxes(bars((50, 50, 60, 4)))) == 1


def test_a_rule_alone_is_not_left_out():
    assert boxes(bars((50, 50, 4, 150)))[0] == (50, 50, 0)


def line(*points):
    return np.array(points, float)


def test_strokes_above_each_other_are_one_digit_and_beside_two():
    four = [line((0, 0), (0, 30), (30, 30)), line((22, 10), (22, 60))]
    one = [line((60, 0), (60, 60))]
    five = [line((100, 5), (98, 30), (125, 45), (97, 60)), line((100, 2), (126, 0))]
    cuts = segment_strokes([*five, *one, *four])
    assert [cut.box.left for cut in cuts] == [0, 60, 97]
    assert [cut.preparation.stages[0].sentence.split(" are")[0] for cut in cuts] == [
        "5 points in 2 strokes",
        "2 points in 1 stroke",
        "6 points in 2 strokes",
    ]


def test_strokes_that_touch_stay_two_digits():
    zero = line(*((15 + 15 * np.cos(a), 30 + 30 * np.sin(a)) for a in np.linspace(0, 6.28, 30)))
    assert len(segment_strokes([zero, zero + (29, 0)])) == 2


def test_nothing_is_one_sentence():
    for segment, nothing in [(segment_image, np.zeros((9, 9), np.uint8)), (segment_strokes, [])]:
        with pytest.raises(EmptyDrawing):
            segment(nothing)


def test_a_texture_is_one_sentence():
    dots = np.zeros((200, 400), np.uint8)
    dots[::8, ::8] = 255
    with pytest.raises(ValueError, match=f"^There are .* show a number of at most {MOST}\\.$"):
        segment_image(dots)

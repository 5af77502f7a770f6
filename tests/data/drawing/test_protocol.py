"""MNIST's protocol, checked without any network."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_core.data.drawing import PROTOCOL, EmptyDrawing, Step, prepare_image, prepare_strokes
from mnist_core.data.embedded import held_out_digits
from mnist_core.data.measurements import bounding_boxes, centres_of_mass
from mnist_core.network.forward import Network


def seven(height=120, width=80, top=30, left=150, pen=12, pad=280):
    """A 7 on a pad: a bar on top and an upright on the right."""
    image = np.zeros((pad, pad), np.uint8)
    image[top : top + pen, left : left + width] = 255
    image[top : top + height, left + width - pen : left + width] = 255
    return image


def lost(digits):
    """Per axis, how far the centre of mass is outside [13.5, 14.5]."""
    return np.maximum(np.abs(centres_of_mass(digits) - 14) - 0.5, 0)


def test_a_bar_by_hand():
    image = np.zeros((100, 100), np.uint8)
    image[10:90, 20:28] = 255  # 80 × 8: scaled by 1/4 to 20 × 2
    digit = prepare_image(image).digit
    expected = np.zeros((28, 28))
    expected[4:24, 13:15] = 1
    assert digit.shape == (28, 28) and digit.dtype == np.float32
    assert np.abs(digit - expected).sum() / expected.sum() < 0.2  # blurred at its edges only
    assert centres_of_mass(digit[None])[0] == pytest.approx([13.5, 13.5], abs=1e-3)
    assert digit.max() == 1 and digit[:, :12].max() == 0 and digit[:, 16:].max() == 0


@pytest.mark.parametrize(("height", "width"), [(120, 60), (60, 120), (120, 120), (200, 20)])
def test_the_larger_side_is_20_and_the_aspect_is_kept(height, width):
    digit = prepare_image(seven(height, width)).digit
    assert bounding_boxes(digit[None])[0, 2:].max() == 20
    solid = bounding_boxes(digit[None] >= 0.5)[0, 2:]
    larger = max(height, width)
    assert solid.tolist() == [20 * height // larger, 20 * width // larger]


def test_place_and_size_do_not_matter():
    digit = prepare_image(seven()).digit
    for other in (seven(top=0, left=0), seven(top=160, left=200), seven(pad=150, left=70)):
        assert (prepare_image(other).digit == digit).all()
    assert prepare_image(seven(240, 160, 10, 20, 24)).digit == pytest.approx(digit, abs=0.02)


@pytest.mark.parametrize(
    "fault",
    [
        lambda image: image.T,
        lambda image: image[::-1],
        lambda image: image[:, ::-1],
        lambda image: 255 - image,
        lambda image: np.repeat(image, 2, axis=1),
    ],
    ids=["transposed", "upside down", "mirrored", "inverted", "stretched"],
)
def test_faults_would_be_seen(fault):
    digit = prepare_image(seven()).digit
    assert np.abs(prepare_image(fault(seven())).digit - digit).mean() > 0.03
    rows, columns = digit[:14].sum(), digit[:, 14:].sum()
    assert rows > 0.5 * digit.sum() and columns > 0.5 * digit.sum()  # a bar on top, upright right


def test_a_canvas_of_any_colour_is_read_alike():
    grey = seven()
    expected = prepare_image(grey).digit
    transparent = np.zeros((280, 280, 4), np.uint8)
    transparent[..., 3] = grey
    on_white = np.full((280, 280, 4), 255, np.uint8)
    on_white[..., :3] = 255 - grey[..., None]
    for canvas in (transparent, on_white):
        assert prepare_image(canvas).digit == pytest.approx(expected, abs=1e-6)


def random_strokes(random):
    """A wandering line of 3 to 8 bends, sometimes with a second stroke."""
    walks = [random.normal(0, 1, (random.integers(3, 9), 2)) for _ in range(random.integers(1, 3))]
    return [np.cumsum(walk, axis=0) for walk in walks]


def drawn(strokes, pen, size, random):
    low = np.concatenate(strokes).min(axis=0)
    span = np.ptp(np.concatenate(strokes), axis=0).max()
    corner = random.uniform(pen, 280 - pen - size, 2)
    image = Image.new("L", (280, 280))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        places = [tuple(place) for place in (stroke - low) / span * size + corner]
        canvas.line(places, fill=255, width=pen, joint="curve")
    return np.asarray(image)


def test_random_drawings_meet_mnists_measures():
    random = np.random.default_rng(0)
    digits, inks = [], []
    for _ in range(200):
        strokes = random_strokes(random)
        pad = drawn(strokes, int(random.integers(8, 30)), random.uniform(60, 200), random)
        for preparation in (prepare_image(pad), prepare_strokes(strokes)):
            digits.append(preparation.digit)
            scaled = preparation.stages[-3].array
            inks.append((scaled.sum(), preparation.stages[-2].array.sum()))
    digits, (before, after) = np.array(digits), np.array(inks).T
    boxes = bounding_boxes(digits)
    assert (boxes[:, 2:].max(axis=1) == 20).all()
    assert after == pytest.approx(before, rel=1e-5)  # no ink is ever cut off
    assert digits.min() == 0 and digits.max() == 1
    off = (lost(digits) > 1e-5).any(axis=1)
    assert off.mean() < 0.02
    ends = np.stack([boxes[:, :2], 28 - boxes[:, :2] - boxes[:, 2:]])
    assert (ends[:, off].min(axis=(0, 2)) == 0).all()  # only where ink would leave the field


def test_ink_stays_in_the_field_where_the_centre_cannot_be_reached():
    image = np.zeros((100, 100), np.uint8)
    image[10:90, 49:51] = 255
    image[70:90, 20:80] = 255  # a foot so heavy that the centre of mass is row 16.5 of 20
    preparation = prepare_image(image)
    assert preparation.digit[0].max() > 0
    assert bounding_boxes(preparation.digit[None])[0, 2] == 20
    assert preparation.stages[-2].array.sum() == pytest.approx(preparation.stages[-3].array.sum())


def test_mnist_digits_come_back_from_a_pad():
    random = np.random.default_rng(0)
    images, digits = held_out_digits().images[:300], []
    for image in images:
        side = 28 * int(random.integers(5, 10))
        pad = np.zeros((320, 320), np.uint8)
        top, left = random.integers(0, 320 - side + 1, 2)
        large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
        pad[top : top + side, left : left + side] = np.asarray(large)
        digits.append(prepare_image(pad).digit)
    differences = np.abs(np.array(digits) - images / 255).mean(axis=(1, 2))
    assert differences.mean() < 0.035  # 0.028 measured; the mean ink is 0.13
    assert np.quantile(differences, 0.99) < 0.1
    shifted = np.abs(np.roll(digits, 1, axis=2) - images / 255).mean(axis=(1, 2))
    assert shifted.mean() > 2 * differences.mean()  # one pixel off would be seen


@pytest.fixture(scope="module")
def pasted(full_mnist_path):
    """Every fourth of MNIST's test digits, enlarged onto a pad anywhere and prepared again."""
    with np.load(full_mnist_path) as file:
        images, labels = file["x_test"][::4], file["y_test"][::4]
    random, digits = np.random.default_rng(0), []
    for image in images:
        side = int(random.integers(140, 300))
        pad = np.zeros((320, 320), np.uint8)
        top, left = random.integers(0, 320 - side + 1, 2)
        large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
        pad[top : top + side, left : left + side] = np.asarray(large)
        digits.append(prepare_image(pad).digit)
    digits = np.array(digits)
    return images, digits, labels, share_right(digits, labels)


def share_right(digits, labels):
    return (Network.load("keras_cnn").predict(digits).argmax(axis=1) == labels).mean()


@pytest.mark.slow
def test_test_digits_are_read_from_a_pad_as_well_as_in_the_original(pasted):
    images, digits, labels, right = pasted
    assert len(digits) == 2_500
    assert abs(right - share_right(images, labels)) < 0.003


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        lambda digits: digits.transpose(0, 2, 1),
        lambda digits: 1 - digits,
        lambda digits: np.repeat(digits[:, :, 7:21], 2, axis=2),
        lambda digits: np.roll(digits, 2, axis=2),
        lambda digits: digits / 255,
    ],
    ids=["transposed", "inverted", "stretched", "shifted", "divided twice"],
)
def test_a_fault_in_the_preparation_would_cost_accuracy(fault, pasted):
    """So the test above would fail if the preparation had it."""
    _, digits, labels, right = pasted
    assert share_right(fault(digits[::2]), labels[::2]) < right - 0.01


def test_strokes_and_their_picture_agree():
    strokes = [np.array([[50.0, 40], [150, 40], [90, 200]])]
    image = Image.new("L", (280, 280))
    pen = ImageDraw.Draw(image)
    pen.line([tuple(place) for place in strokes[0]], 255, 18, joint="curve")
    for x, y in strokes[0]:
        pen.ellipse((x - 9, y - 9, x + 9, y + 9), 255)  # round ends
    difference = np.abs(prepare_strokes(strokes).digit - prepare_image(np.asarray(image)).digit)
    assert difference.mean() < 0.03


def test_the_stages_tell_the_story_with_true_numbers():
    preparation = prepare_image(seven(120, 80, 30, 150))
    assert [(stage.name, stage.array.shape) for stage in preparation.stages] == [
        ("Drawn", (280, 280)),
        ("Ink", (280, 280)),
        ("Cropped", (120, 80)),
        ("Pen", (120, 80)),
        ("Scaled", (20, 20)),
        ("Centred", (28, 28)),
        ("Digit", (28, 28)),
    ]
    as_drawn, ink, cropped, pen, scaled, centred, digit = (
        stage.sentence for stage in preparation.stages
    )
    assert "280 × 280 pixels; 2.9 % hold ink" in as_drawn  # 12·80 + 12·108 of 78,400
    assert ink.startswith("Bright is ink already")
    assert "120 pixels high and 80 wide, from row 30 and column 150" in cropped
    assert pen == "The pen is 10 % of the digit wide, and stays as it is."  # 12 of 120
    assert "120 × 80 becomes 20 × 13.3" in scaled
    row, column = centres_of_mass(preparation.stages[5].array[None])[0]
    assert f"row {row:.2f}, column {column:.2f}" in centred
    assert f"mean of {preparation.digit.mean():.3f}" in digit
    assert (preparation.stages[-1].array == preparation.digit).all()
    assert not preparation.digit.flags.writeable


def test_the_stages_of_strokes():
    preparation = prepare_strokes([np.array([[0.0, 0], [0, 9]]), np.array([[3.0, 3]])])
    assert [stage.name for stage in preparation.stages] == ["Redrawn", "Centred", "Digit"]
    assert preparation.stages[0].sentence.startswith("3 points in 2 strokes are drawn again")


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (2, 2)])
def test_the_smallest_and_the_narrowest(shape):
    digit = prepare_image(np.full(shape, 9, np.uint8)).digit
    assert digit.max() == 1 and bounding_boxes(digit[None])[0, 2:].max() == 20


def test_single_dots():
    dot = np.zeros((280, 280), np.uint8)
    dot[100:120, 50:70] = 255
    assert prepare_image(dot).digit.sum() == pytest.approx(400)
    assert centres_of_mass(prepare_strokes([np.array([[7.0, 7]])]).digit[None])[0] == (
        pytest.approx([13.5, 13.5])
    )


def test_an_empty_pad_is_one_sentence():
    for prepare, empty in [(prepare_image, np.zeros((9, 9, 4), np.uint8)), (prepare_strokes, [])]:
        with pytest.raises(EmptyDrawing, match=r"^Draw a digit first: the pad is empty\.$"):
            prepare(empty)


def without(step, image=None):
    return prepare_image(seven() if image is None else image, PROTOCOL - {step}).digit


def test_without_polarity_brightness_is_ink():
    on_white = np.full((280, 280, 4), 255, np.uint8)
    on_white[..., :3] = 255 - seven()[..., None]
    digit = without(Step.POLARITY, on_white)
    inked = prepare_image(on_white).digit
    assert digit.mean() > 0.4 > 2 * inked.mean()  # the sheet fills the box of 20 × 20
    assert (prepare_image(on_white).digit == prepare_image(seven()).digit).all()


def test_without_the_crop_place_and_size_stay():
    digit = without(Step.CROP, seven(top=30, left=150)[:, :])
    assert bounding_boxes(digit[None] >= 0.5)[0, 2:] == pytest.approx([9, 6], abs=1)  # of 20
    kept = prepare_image(seven(top=30, left=150), PROTOCOL - {Step.CROP, Step.CENTRE}).digit
    top, left = bounding_boxes(kept[None] >= 0.3)[0, :2]
    assert (top, left) == (pytest.approx(4 + 30 / 14, abs=1), pytest.approx(4 + 150 / 14, abs=1))


def test_without_size_the_digit_fills_the_field():
    box = bounding_boxes(without(Step.SIZE)[None])[0]
    assert (box[0], box[2]) == (0, 28)


def test_without_the_aspect_both_sides_are_20():
    box = bounding_boxes(without(Step.ASPECT, seven(120, 40))[None])[0]
    assert box[2:].tolist() == [20, 20]


def test_without_centring_the_box_is_in_the_middle():
    digit = without(Step.CENTRE, seven(120, 60))
    box = bounding_boxes(digit[None] >= 0.5)[0]
    assert box.tolist() == [4, 9, 20, 10]
    assert np.abs(centres_of_mass(digit[None])[0] - 14).max() > 2


def test_without_full_ink_faint_ink_stays_faint():
    faint = seven() // 2
    assert without(Step.FULL_INK, faint).max() == pytest.approx(127 / 255, rel=0.05)
    assert prepare_image(faint).digit.max() == 1


def test_strokes_without_a_step():
    strokes = [np.array([[50.0, 40], [150, 40], [90, 200]])]
    digits = {step: prepare_strokes(strokes, PROTOCOL - {step}, (320, 320)).digit for step in Step}
    boxes = {step: bounding_boxes(digit[None] > 0.3)[0] for step, digit in digits.items()}
    assert boxes[Step.CROP][2:] == pytest.approx([160 / 16 + 1, 100 / 16 + 1], abs=1)
    assert boxes[Step.SIZE][2] == 28 and boxes[Step.ASPECT][2:].tolist() == [20, 20]
    assert boxes[Step.CENTRE][:2].tolist() == [4, 7]
    whole = prepare_strokes(strokes).digit
    assert (prepare_strokes(strokes, PROTOCOL - {Step.POLARITY, Step.PEN}).digit == whole).all()


def test_every_stage_but_the_first_names_its_switches():
    for preparation in (prepare_image(seven()), prepare_strokes([np.eye(2)])):
        named = [step for steps in preparation.switches for step in steps]
        assert len(preparation.switches) == len(preparation.stages)
        assert set(named) >= PROTOCOL - {Step.POLARITY, Step.PEN} and len(set(named)) == len(named)


def test_nothing_is_left_where_brightness_is_all_black():
    black_on_black = np.zeros((28, 28, 4), np.uint8)
    black_on_black[..., :3] = seven(10, 8, 3, 3, 2, 28)[..., None] // 128
    black_on_black[..., 3] = 255
    with pytest.raises(EmptyDrawing):
        prepare_image(black_on_black, PROTOCOL - {Step.POLARITY})


def test_of_a_wide_pad_all_is_scaled_without_the_crop():
    stroke = [np.array([[0.0, 0], [640, 240]])]  # from corner to corner: 20 wide, 7.5 high
    whole = prepare_strokes(stroke, PROTOCOL - {Step.CROP}, (640, 240)).digit
    assert (whole == prepare_strokes(stroke).digit).all()
    corner = prepare_strokes([stroke[0] / 2], PROTOCOL - {Step.CROP}, (640, 240)).digit
    assert bounding_boxes(corner[None] > 0.3)[0, 3] == pytest.approx(11, abs=1)  # with the pen


def test_a_grey_picture_has_no_polarity_to_switch_off():
    assert (Step.POLARITY,) not in prepare_image(seven()).switches
    colour = np.dstack([seven()] * 3 + [np.full((280, 280), 255, np.uint8)])
    assert (Step.POLARITY,) in prepare_image(colour).switches

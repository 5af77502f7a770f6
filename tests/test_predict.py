"""The command predict: pictures and folders of them, in words, JSON and CSV."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from mnist_core.__main__ import main
from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.pictures import read_picture
from mnist_core.data.sources import held_out_digits
from mnist_core.network.forward import Network
from tests.predicted import probabilities


def test_predict_reads_a_picture_of_a_digit_ink_on_black_or_black_on_white(picture, capsys):
    label = held_out_digits().labels[0]
    inverted = picture.with_name("inverted.jpg")
    Image.fromarray(255 - held_out_digits().images[0]).save(inverted, quality=95)
    for path in (picture, inverted):
        assert main(["predict", str(path)]) == 0
        found = probabilities(capsys.readouterr().out)
        assert next(iter(found)) == label  # the likeliest first
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert sum(found.values()) == pytest.approx(1, abs=1e-3)
    expected = Network.load("robust_cnn").predict(held_out_digits().images[:1])[0].argmax()
    assert expected == label


@pytest.fixture
def pictures(tmp_path):
    """A folder: a number of four digits, two lines of them, and a text."""
    digits, folder = held_out_digits(), tmp_path / "pictures"
    folder.mkdir()
    numbers = digits.images[1:5], digits.images[5:9]  # the first is refused
    rows = [np.hstack([np.pad(digit, 8) for digit in number]) for number in numbers]
    Image.fromarray(rows[0]).save(folder / "a.png")
    Image.fromarray(np.vstack(rows)).save(folder / "b.png")
    (folder / "notes.txt").write_text("seven")
    (folder / ".hidden").write_text("no picture, and nobody's business")
    return folder


def test_predict_reads_several_digits_in_whole_folders(pictures, capsys):
    labels = "".join(map(str, held_out_digits().labels[1:9]))
    assert main(["predict", str(pictures), "--several"]) == 2
    said = capsys.readouterr()
    first, second, *_ = said.out.splitlines()
    assert first.split()[:2] == [str(pictures / "a.png"), labels[:4]]
    assert second.partition("b.png")[2].strip() == f"{labels[:4]} / {labels[4:]}"
    assert f"{pictures / 'notes.txt'}: This is no picture that can be read" in said.err


@pytest.fixture
def hash_sign(tmp_path):
    """Two lines across two others: no digit."""
    image = np.zeros((60, 60), np.uint8)
    for place in (20, 36):
        image[10:50, place : place + 4] = image[place : place + 4, 10:50] = 255
    Image.fromarray(image).save(tmp_path / "hash.png")
    return tmp_path / "hash.png"


def test_predict_says_what_it_refuses(hash_sign, capsys):
    assert main(["predict", str(hash_sign)]) == 0
    assert capsys.readouterr().out.splitlines()[10:] == ["Not like a digit: no answer."]


def test_predict_in_json_and_csv_says_the_same_as_the_network(pictures, picture, hash_sign, capsys):
    expected = Network.load("robust_cnn").predict(
        np.stack([prepare_image(read_picture(hash_sign.read_bytes())).digit])
    )[0]
    asked = ["predict", str(hash_sign), str(pictures / "none.png")]
    assert main([*asked, "--format", "json"]) == 2
    whole, missing = json.loads(capsys.readouterr().out)
    (digit,) = whole["digits"]
    np.testing.assert_allclose(digit["probabilities"], expected, atol=1e-6)
    assert digit["nearest"] == expected.argmax() and not whole["error"]
    assert digit["answer"] is None and whole["number"] == "?"
    assert missing["digits"] == [] and missing["error"].startswith("There is no file")
    asked = ["predict", *map(str, (picture, pictures / "none.png", pictures / "a.png"))]
    assert main([*asked, "--several", "--format", "csv"]) == 2
    rows = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert rows["error"].notna().tolist() == [False, True] + 4 * [False]
    assert rows["answer"].tolist()[2:] == held_out_digits().labels[1:5].tolist()


def test_a_folder_without_pictures_is_one_sentence(tmp_path, capsys):
    assert main(["predict", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"There are no pictures in {tmp_path}.\n"


def write_nothing(folder):
    return folder / "none.png"


def write_text(folder):
    path = folder / "notes.png"
    path.write_text("seven")
    return path


def write_blank(folder):
    path = folder / "blank.png"
    Image.fromarray(np.zeros((28, 28), np.uint8)).save(path)
    return path


def write_huge(folder):
    path = folder / "huge.png"
    Image.new("1", (20_000, 10_000)).save(path)
    return path


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (write_nothing, "There is no file"),
        (write_text, "notes.png: This is no picture that can be read"),
        (write_blank, "There is no ink in"),
        (write_huge, "huge.png: The picture has more than"),
    ],
)
def test_a_picture_that_cannot_be_read_is_answered_in_one_sentence(
    write, sentence, tmp_path, capsys
):
    assert main(["predict", str(write(tmp_path))]) == 2
    said = capsys.readouterr().err
    assert sentence in said and len(said.splitlines()) == 1

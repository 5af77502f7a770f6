"""Files that are not MNIST are refused in words; hostile ones do no harm."""

import io
import os
import tracemalloc
import zipfile

import numpy as np
import pytest

from mnist_core.data.keras_file import read_keras_file
from mnist_core.data.npz import UnusableFile


@pytest.fixture
def refused(tmp_path):
    """Write arrays, or bytes, and return the reason they are refused for."""

    def reason(content):
        path = tmp_path / "mnist.npz"
        if isinstance(content, dict):
            np.savez_compressed(path, **content)
        else:
            path.write_bytes(content)
        with pytest.raises(UnusableFile) as failure:
            read_keras_file(path)
        return str(failure.value)

    return reason


def header(shape, descr="|u1"):
    buffer = io.BytesIO()
    fields = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, fields)
    return buffer.getvalue()


def archive(arrays, **members):
    """An .npz with some members replaced by raw bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, array in arrays.items():
            raw = io.BytesIO()
            np.save(raw, array)
            file.writestr(f"{name}.npy", members.get(name, raw.getvalue()))
    return buffer.getvalue()


def test_a_good_file(small_arrays, tmp_path):
    small_arrays = small_arrays | {"x_test": np.asfortranarray(small_arrays["x_test"])}
    np.savez(tmp_path / "mnist.npz", extra=np.zeros(3), **small_arrays)
    train, test, changes = read_keras_file(tmp_path / "mnist.npz")
    assert changes == ()
    assert (train.images == small_arrays["x_train"]).all()
    assert (train.labels == small_arrays["y_train"]).all()
    assert (test.images == small_arrays["x_test"]).all()
    assert (test.labels == small_arrays["y_test"]).all()


def without_digit_7(arrays):
    keep = arrays["y_test"] != 7
    return {"x_test": arrays["x_test"][keep], "y_test": arrays["y_test"][keep]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda a: {"x_test": np.stack([a["x_test"]] * 3, -1)}, "shape (50, 28, 28, 3)"),
        (lambda a: {"x_test": a["x_test"][:, :20]}, "x_test has shape (50, 20, 28)"),
        (lambda a: {"x_test": np.uint8(1)}, "x_test has shape ()"),
        (lambda a: {"y_test": a["y_test"][:49]}, "50 images but y_test 49 labels"),
        (lambda a: {"y_train": a["y_train"] / 2}, "y_train holds fractions, not whole numbers"),
        (lambda a: {"y_train": a["y_train"] * np.nan}, "y_train holds fractions, not whole"),
        (lambda a: {"y_train": np.eye(10)[a["y_train"]] / 2}, "y_train has shape (100, 10)"),
        (lambda a: {"y_train": a["y_train"] * 0 + 3}, "no digit 0, 1, 2, 4, 5, 6, 7, 8, 9: all"),
        (lambda a: {"y_train": a["y_train"] + 1}, "labels from 1 to 10, not from 0 to 9"),
        (lambda a: {"y_train": a["y_train"].astype(int) - 1}, "labels from -1 to 8"),
        (without_digit_7, "x_test shows no digit 7: all ten are needed"),
        (lambda a: {"x_test": a["x_test"][:0], "y_test": a["y_test"][:0]}, "x_test has no images"),
        (lambda a: {"y_test": a["y_test"].astype(object)}, "y_test holds object"),
    ],
)
def test_wrong_arrays_are_named(change, reason, small_arrays, refused):
    assert reason in refused(small_arrays | change(small_arrays))


def pixels(change):
    """The same change made to the pixels of both splits."""
    return lambda a: {name: change(a[name]) for name in ("x_train", "x_test")}


BLACK_ON_WHITE = "black on white turned to white on black"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (pixels(lambda x: x.astype(np.float64)), ()),
        (pixels(lambda x: x.astype(np.int64)), ()),
        (pixels(lambda x: x.reshape(-1, 784)), ()),
        (pixels(lambda x: x[..., None]), ()),
        (pixels(lambda x: x[:, None]), ()),
        (pixels(lambda x: x / np.float32(255)), ("pixels from 0 to 1 scaled to 0 to 255",)),
        (pixels(lambda x: x / np.float16(255)), ("pixels from 0 to 1 scaled to 0 to 255",)),
        (
            pixels(lambda x: x / np.float32(127.5) - 1),
            ("pixels from −1 to 1 scaled to 0 to 255",),
        ),
        (
            pixels(lambda x: ((x / 255 - 0.1307) / 0.3081).astype(np.float32)),
            ("pixels from −0.424 to 2.82 scaled to 0 to 255",),
        ),
        (pixels(lambda x: 255 - x), (BLACK_ON_WHITE,)),
        (
            pixels(lambda x: 1 - x / 255),
            (BLACK_ON_WHITE, "pixels from 0 to 1 scaled to 0 to 255"),
        ),
        (pixels(lambda x: x.swapaxes(1, 2)), ("rows and columns exchanged",)),
        (pixels(lambda x: 255 - x.swapaxes(1, 2)), (BLACK_ON_WHITE, "rows and columns exchanged")),
        (pixels(lambda x: x[:, :, ::-1]), ("mirrored from left to right",)),
        (pixels(lambda x: np.rot90(x, axes=(1, 2))), ("turned by 90° to the right",)),
        (
            lambda a: {"y_train": np.eye(10, dtype=np.float32)[a["y_train"]]},
            ("labels one-hot taken as digits",),
        ),
        (lambda a: {"y_train": a["y_train"] * 1.0, "y_test": a["y_test"][:, None]}, ()),
    ],
)
def test_other_ways_to_keep_the_same_digits(change, said, small_arrays, tmp_path):
    """Every one of them is read as the bytes it was made from, and what was changed is said."""
    np.savez(tmp_path / "mnist.npz", **small_arrays | change(small_arrays))
    train, test, changes = read_keras_file(tmp_path / "mnist.npz")
    assert changes == said
    for digits, split in ((train, "train"), (test, "test")):
        assert (digits.images == small_arrays[f"x_{split}"]).all()
        assert (digits.labels == small_arrays[f"y_{split}"]).all()


@pytest.mark.parametrize("kind", [np.uint8, bool, np.float32])
def test_pixels_of_0_and_1_become_paper_and_ink(kind, small_arrays, tmp_path):
    binary = {name: (small_arrays[name] > 127).astype(kind) for name in ("x_train", "x_test")}
    np.savez(tmp_path / "mnist.npz", **small_arrays | binary)
    train, _, changes = read_keras_file(tmp_path / "mnist.npz")
    assert changes == ("pixels from 0 to 1 scaled to 0 to 255",)
    assert (train.images == np.where(small_arrays["x_train"] > 127, 255, 0)).all()


def partly(change, share):
    """The change made to some of the training images only."""

    def some(arrays):
        images = arrays["x_train"].copy()
        count = round(share * len(images))
        images[:count] = change(images[:count])
        return {"x_train": images}

    return some


def each_standardised(x):
    mean, deviation = (f(x, axis=(1, 2), keepdims=True) for f in (np.mean, np.std))
    return (x - mean) / deviation


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (pixels(lambda x: x * 0), "x_train is blank, every value 0: save the digits again"),
        (
            partly(lambda x: x * 0, 0.5),
            "x_train has 50 blank images of 100: leave them out",
        ),
        (lambda a: {"x_test": a["x_test"] * 0}, "x_test has 50 blank images of 50: leave them out"),
        (
            partly(lambda x: 255 - x, 0.4),
            "x_train has 40 of 100 images on the other paper, white or black, than the rest: "
            "turn them",
        ),
        (
            lambda a: {"x_test": 255 - a["x_test"]},
            "x_test has 50 of 50 images on the other paper, white or black, than the rest: "
            "turn them",
        ),
        (
            lambda a: {"x_train": a["x_train"] / 255},
            "x_test holds values beyond those of the training images: save both in one way",
        ),
        (
            pixels(each_standardised),
            "that do not lie on 256 even shades: save whole ones from 0 to 255",
        ),
        (
            pixels(lambda x: x // 10),
            "x_train holds values from 0 to 25 that do not lie on 256 even shades",
        ),
        (
            pixels(lambda x: x * np.nan),
            "x_train holds values that are no numbers: save whole ones from 0 to 255",
        ),
        (
            lambda a: {"x_test": a["x_test"] * np.nan},
            "x_test holds values beyond those of the training images",
        ),
    ],
)
def test_pixels_without_a_meaning_are_refused(change, reason, small_arrays, refused):
    assert reason in refused(small_arrays | change(small_arrays))


def test_a_few_blank_and_full_images_are_let_be(small_arrays, tmp_path):
    images = small_arrays["x_train"].copy()
    images[:4], images[4:8] = 0, 255
    np.savez(tmp_path / "mnist.npz", **small_arrays | {"x_train": images})
    train, _, changes = read_keras_file(tmp_path / "mnist.npz")
    assert (train.images == images).all() and changes == ()


@pytest.mark.parametrize("name", ["x_train", "y_train", "x_test", "y_test"])
def test_missing_arrays_are_named(name, small_arrays, refused):
    arrays = {key: array for key, array in small_arrays.items() if key != name}
    assert refused(arrays) == f"{name} is missing"


@pytest.mark.parametrize("content", [b"", b"digits", b"PK\x03\x04" + b"\0" * 50, b"\x93NUMPY"])
def test_not_an_archive(content, refused):
    assert refused(content) == "the file is not a zip archive"


def test_truncated_or_damaged_anywhere(small_arrays, refused, tmp_path):
    """Whatever byte is hit, the answer is a reason or the digits themselves."""
    whole = archive(small_arrays)
    for length in range(0, len(whole), len(whole) // 20):
        assert refused(whole[:length])
    path, random = tmp_path / "damaged.npz", np.random.default_rng(0)
    for place in random.integers(0, len(whole), 200):
        damaged = bytearray(whole)
        damaged[place] ^= int(random.integers(1, 256))
        path.write_bytes(damaged)
        try:
            train = read_keras_file(path).training
        except UnusableFile as error:
            assert str(error)
        else:
            assert (train.images == small_arrays["x_train"]).all()


@pytest.mark.parametrize(
    ("name", "member", "reason"),
    [
        ("x_train", header((10**9, 28, 28)), "header does not tell the truth"),
        ("x_train", header((2**61, 28, 28)) + b"0" * 784, "header does not tell the truth"),
        ("x_train", header((-1, 28, 28)), "header does not tell the truth"),
        ("x_train", header((100, 28, 28)) + b"0" * 784, "header does not tell the truth"),
        ("x_train", header((1, 28, 28)) + b"0" * 7840, "header does not tell the truth"),
        ("x_train", b"\x93NUMPY\x02\x00" + b"\xff" * 60, "not in version 1.0"),
        ("x_train", b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535, "damaged"),
        ("y_train", header((100,), "|O") + b"0" * 800, "y_train holds object"),
        ("y_train", b"cos\nsystem\n(S'false'\ntR.", "damaged"),
    ],
)
def test_lying_headers(name, member, reason, small_arrays, refused):
    assert reason in refused(archive(small_arrays, **{name: member}))


@pytest.mark.slow
def test_a_bomb_is_not_unpacked(small_arrays, refused):
    n = 400_000
    bomb = archive(small_arrays, x_train=header((n, 28, 28)) + bytes(n * 784))
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert refused(bomb) == "the arrays unpack to more than 250 MB"
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_paths_that_are_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, reason in [
        (tmp_path / "none.npz", f"no file at {tmp_path / 'none.npz'}"),
        (tmp_path, f"{tmp_path} is a folder, not a file"),
        (tmp_path / "pipe", f"{tmp_path / 'pipe'} is not a regular file"),
        (
            tmp_path / ("n" * 300),
            "the file cannot be used (File name too long): give it a shorter name",
        ),
    ]:
        with pytest.raises(UnusableFile) as failure:
            read_keras_file(path)
        assert str(failure.value) == reason


def test_a_huge_file_is_not_opened(tmp_path):
    with (tmp_path / "huge.npz").open("wb") as file:
        file.truncate(600_000_000)
    with pytest.raises(UnusableFile, match="larger than 500 MB"):
        read_keras_file(tmp_path / "huge.npz")

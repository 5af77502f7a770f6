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
    train, test = read_keras_file(tmp_path / "mnist.npz")
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
        (lambda a: {"x_train": a["x_train"].astype(np.float32)}, "x_train holds float32"),
        (lambda a: {"x_test": a["x_test"][..., None]}, "x_test has shape (50, 28, 28, 1)"),
        (lambda a: {"x_test": a["x_test"][:, :20]}, "x_test has shape (50, 20, 28)"),
        (lambda a: {"x_test": np.uint8(1)}, "x_test has shape ()"),
        (lambda a: {"y_test": a["y_test"][:49]}, "50 images but y_test 49 labels"),
        (lambda a: {"y_train": a["y_train"] / 1}, "y_train holds float64, not whole numbers"),
        (lambda a: {"y_train": np.eye(10)[a["y_train"]]}, "y_train has shape (100, 10)"),
        (lambda a: {"y_train": a["y_train"] + 1}, "labels from 1 to 10, not from 0 to 9"),
        (lambda a: {"y_train": a["y_train"].astype(int) - 1}, "labels from -1 to 8"),
        (without_digit_7, "x_test shows no digit 7"),
        (lambda a: {"x_test": a["x_test"][:0], "y_test": a["y_test"][:0]}, "shows no digit 0"),
        (lambda a: {"y_test": a["y_test"].astype(object)}, "y_test holds object"),
    ],
)
def test_wrong_arrays_are_named(change, reason, small_arrays, refused):
    assert reason in refused(small_arrays | change(small_arrays))


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
            train, _ = read_keras_file(path)
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


def test_a_bomb_is_not_unpacked(small_arrays, refused):
    n = 300_000
    bomb = archive(small_arrays, x_train=header((n, 28, 28)) + bytes(n * 784))
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert refused(bomb) == "the arrays unpack to more than 200 MB"
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_paths_that_are_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, reason in [
        (tmp_path / "none.npz", f"no file at {tmp_path / 'none.npz'}"),
        (tmp_path, f"{tmp_path} is a folder, not a file"),
        (tmp_path / "pipe", f"{tmp_path / 'pipe'} is not a regular file"),
        (tmp_path / ("n" * 300), "the file cannot be read (File name too long)"),
    ]:
        with pytest.raises(UnusableFile) as failure:
            read_keras_file(path)
        assert str(failure.value) == reason


def test_a_huge_file_is_not_opened(tmp_path):
    with (tmp_path / "huge.npz").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(UnusableFile, match="larger than 200 MB"):
        read_keras_file(tmp_path / "huge.npz")

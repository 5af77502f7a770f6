"""Any .npz file is read with the same suspicion; test_keras_file.py has the hostile ones."""

import tracemalloc
import zipfile

import numpy as np
import pytest

from mnist_core.data.npz import UnusableFile, read_npz

ARRAYS = {
    "whole": np.arange(6).reshape(2, 3),
    "real": np.linspace(0, 1, 5, dtype=np.float32),
    "text": np.array("a label"),
    "flag": np.array([True, False]),
    "by_columns": np.asfortranarray(np.arange(6).reshape(2, 3)),
    "empty": np.zeros((0, 4), np.uint8),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_what_numpy_saves_is_read_unchanged(save, tmp_path):
    save(tmp_path / "some.npz", **ARRAYS)
    read = read_npz(tmp_path / "some.npz", 10_000)
    assert read.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert read[name].dtype == array.dtype and read[name].shape == array.shape
        assert (read[name] == array).all()
    assert read_npz(tmp_path / "some.npz", 10_000, ["real"]).keys() == {"real"}


def test_the_limit_holds_packed_and_unpacked(tmp_path):
    np.savez(tmp_path / "packed.npz", a=np.zeros(2_000, np.uint8))
    with pytest.raises(UnusableFile, match="the file is larger than 0 MB"):
        read_npz(tmp_path / "packed.npz", 1_000)
    np.savez_compressed(tmp_path / "unpacked.npz", a=np.zeros(2_000, np.uint8))
    with pytest.raises(UnusableFile, match="the arrays unpack to more than 0 MB"):
        read_npz(tmp_path / "unpacked.npz", 1_000)


@pytest.mark.slow
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_wide_numbers_are_narrowed_while_they_are_read(save, tmp_path):
    wide = np.arange(3_000_000) / 255
    save(tmp_path / "wide.npz", a=wide, b=np.arange(-4, 4), c=np.asfortranarray(np.eye(3)))
    with pytest.raises(UnusableFile, match="larger than 13 MB|unpack to more than 13 MB"):
        read_npz(tmp_path / "wide.npz", 13_000_000, ["a"])
    tracemalloc.start()
    read = read_npz(tmp_path / "wide.npz", 13_000_000, narrow=True)
    assert tracemalloc.get_traced_memory()[1] < 1.9 * 4 * len(wide)  # and not 2 + 1 times that
    tracemalloc.stop()
    assert {name: array.dtype for name, array in read.items()} == dict.fromkeys("abc", np.float32)
    assert (read["a"] == wide.astype(np.float32)).all()
    assert read["b"].tolist() == list(range(-4, 4)) and (read["c"] == np.eye(3)).all()


def test_what_a_narrow_number_cannot_hold_is_infinite(tmp_path):
    np.savez(tmp_path / "large.npz", a=np.array([1e300, 1.0]))
    assert read_npz(tmp_path / "large.npz", 1_000, narrow=True)["a"].tolist() == [np.inf, 1.0]


def test_other_packing_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "odd.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", b"0" * 100)
    with pytest.raises(UnusableFile, match="a is packed in a way NumPy never writes"):
        read_npz(tmp_path / "odd.npz", 10_000)

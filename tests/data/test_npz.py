"""Any .npz file is read with the same suspicion; test_keras_file.py has the hostile ones."""

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


def test_other_packing_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "odd.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", b"0" * 100)
    with pytest.raises(UnusableFile, match="a is packed in a way NumPy never writes"):
        read_npz(tmp_path / "odd.npz", 10_000)

"""A download is kept whole and right, or not at all."""

import hashlib
import importlib.util
from pathlib import Path

import pytest

from mnist_core.data.download import MNIST_SHA256, download_mnist
from mnist_core.data.fetch import TransferFailed

BODY = b"digits" * 1_000
SHA256 = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def url(serve):
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(BODY)

    return serve(answer)


def test_the_file_is_put_in_place(url, tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(b"an older one")
    assert download_mnist(path, url=url, sha256=SHA256) == path
    assert path.read_bytes() == BODY
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_hash_leaves_everything_as_it_was(url, tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(b"an older one")
    with pytest.raises(TransferFailed, match="wrong SHA-256"):
        download_mnist(path, url=url)
    assert path.read_bytes() == b"an older one"
    assert list(tmp_path.iterdir()) == [path]


def test_no_place_to_keep_it_is_named(url, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TransferFailed, match=r"mnist.npz cannot be used \(Not a directory\)"):
        download_mnist(tmp_path / "file" / "mnist.npz", url=url, sha256=SHA256)
    (tmp_path / "mnist.npz").mkdir()
    with pytest.raises(TransferFailed, match=r"mnist.npz cannot be used \(Is a directory\)"):
        download_mnist(tmp_path / "mnist.npz", url=url, sha256=SHA256)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mnist.npz"]


def test_the_hash_is_that_of_keras():
    """keras.datasets.mnist checks the same file against the same hash (read, not imported)."""
    keras = Path(importlib.util.find_spec("keras").origin).parent
    assert MNIST_SHA256 in (keras / "src" / "datasets" / "mnist.py").read_text("utf-8")

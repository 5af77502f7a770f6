"""Fashion-MNIST is fetched whole, or one sentence says why not; nothing here asks the network."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from mnist_core.__main__ import main
from mnist_core.data.embedded import embedded_digits
from mnist_core.data.imported import fashion
from tests.data.imported.hostile import idx

SOME = embedded_digits()[:60]


def write_files(folder: Path) -> Path:
    """Four files as the package has them, of other images."""
    folder.mkdir(parents=True)
    for part in fashion.PARTS:
        images, labels = SOME.images, SOME.labels.astype(np.uint8)
        shape, data = (
            (images.shape, images.tobytes()) if "images" in part else ((60,), labels.tobytes())
        )
        (folder / f"{part}-ubyte.gz").write_bytes(gzip.compress(idx(*shape, data=data)))
    return folder


def command(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def tools(tmp_path, monkeypatch) -> Path:
    """The only folder with commands; the package is not installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(fashion, "INSTALLED", Path("/usr/share/datasets/no-such-folder"))
    return folder


def test_without_apt_one_sentence_says_what_to_do(tools, home, capsys) -> None:
    assert main(["download", "--digits", "fashion"]) == 2
    said = capsys.readouterr().err
    assert "there is no apt here: import its four idx files instead.\n" in said


def test_why_apt_failed_is_said(tools) -> None:
    command(tools, "apt-get", "echo 'E: Unable to locate package' >&2; exit 100")
    command(tools, "dpkg-deb", "exit 0")
    with pytest.raises(ValueError, match="apt-get could not fetch .*: E: Unable to locate package"):
        fashion.fetch_fashion()


def test_other_images_are_not_taken_for_it(tools, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fashion, "INSTALLED", write_files(tmp_path / "fashion"))
    with pytest.raises(ValueError, match="are not those of Fashion-MNIST"):
        fashion.fetch_fashion()


def test_what_apt_fetched_is_unpacked_and_read(tools, tmp_path, monkeypatch) -> None:
    write_files(tmp_path / "unpacked")
    command(tools, "apt-get", ": > dataset.deb")
    place = "unpacked/usr/share/datasets/no-such-folder"
    command(tools, "dpkg-deb", f"/bin/mkdir -p {place}; /bin/cp {tmp_path}/unpacked/* {place}")
    monkeypatch.setattr(fashion, "fingerprint", lambda digits: fashion.FINGERPRINT)
    found = fashion.fetch_fashion()
    assert (found.digits.images[:60] == SOME.images).all()
    assert found.test.sum() == 60 and found.names == fashion.GARMENTS

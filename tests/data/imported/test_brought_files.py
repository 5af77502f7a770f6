"""What files of all forms hold is what was put into them, whatever their size and polarity."""

import gzip
import io
import tracemalloc
import zipfile

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from mnist_core.data.digits import Digits
from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.kept_drawings import to_npz
from mnist_core.data.embedded import embedded_digits
from mnist_core.data.imported.brought_files import BroughtFile, read_files
from mnist_core.data.imported.fitted import AS_DRAWINGS
from mnist_core.data.imported.raw_images import DIGIT_NAMES, in_bytes
from mnist_core.data.imported.small_digits import small_digits
from tests.data.imported.hostile import idx, npz

SOME = embedded_digits()[:120]


def brought(*files: tuple[str, bytes], **options):
    return read_files([BroughtFile(name, io.BytesIO(data)) for name, data in files], **options)


def same(found: Digits, expected: Digits) -> bool:
    return (found.images == expected.images).all() and (found.labels == expected.labels).all()


def test_keras_layout_keeps_its_test_images() -> None:
    data = npz(
        x_train=SOME.images[:100],
        y_train=SOME.labels[:100],
        x_test=SOME.images[100:],
        y_test=SOME.labels[100:],
    )
    found = brought(("mnist.npz", data))
    assert same(found.digits, SOME) and found.changes == ()
    assert found.test.tolist() == [False] * 100 + [True] * 20
    assert found.names == DIGIT_NAMES


def test_kept_drawings_of_several_people_become_one_set_to_judge_by() -> None:
    files = [(f"{k}.npz", to_npz(SOME[k : k + 40])) for k in (0, 40, 80)]
    found = brought(*files)
    assert same(found.digits, SOME) and found.test.all()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_idx_pairs_as_mnist_is_published(pack) -> None:
    def pair(kind, digits):
        images = idx(*digits.images.shape, data=digits.images.tobytes())
        labels = idx(len(digits), data=digits.labels.astype(np.uint8).tobytes())
        return (
            (f"{kind}-images-idx3-ubyte.gz", pack(images)),
            (f"{kind}-labels-idx1-ubyte.gz", pack(labels)),
        )

    training, judging = pair("train", SOME[:90]), pair("t10k", SOME[90:])
    found = brought(judging[1], training[0], judging[0], training[1])
    test = found.digits[found.test]
    assert same(found.digits[~found.test], SOME[:90]) and same(test, SOME[90:])
    one = brought(*training, names=[f"class {k}" for k in range(10)])
    assert one.names[3] == "class 3" and not one.test.any()


@pytest.mark.parametrize("heading", [True, False])
def test_csv_as_kaggle_has_it(heading) -> None:
    text = io.StringIO()
    if heading:
        text.write("label," + ",".join(f"pixel{k}" for k in range(784)) + "\n")
    rows = np.column_stack([SOME.labels, SOME.images.reshape(-1, 784)])
    np.savetxt(text, rows, fmt="%d", delimiter=",")
    found = brought(("train.csv", text.getvalue().encode()))
    assert same(found.digits, SOME) and not found.test.any()
    packed = gzip.compress(text.getvalue().replace("\n", "\r\n").encode())
    assert same(brought(("train.csv.gz", packed)).digits, SOME)


def test_a_csv_takes_little_more_memory_than_its_pixels() -> None:
    line = b"3," + b",".join([b"0"] * 392 + [b"9"] * 392) + b"\n"
    data = gzip.compress(line * 5_000, 1)  # 3.9 MB of pixels, 31 MB as float64
    tracemalloc.start()
    try:
        found = brought(("a.csv.gz", data))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.digits) == 5_000
    assert peak < 22e6


def folders(names, images, labels, mode="L") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, (image, label) in enumerate(zip(images, labels, strict=True)):
            file = io.BytesIO()
            Image.fromarray(image).convert(mode).save(file, "PNG")
            archive.writestr(f"some/{names[label]}/{number:04}.png", file.getvalue())
        archive.writestr("__MACOSX/some/._0001.png", b"rubbish")
    return buffer.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_zip_of_folders_has_the_names_of_its_folders(mode) -> None:
    few, names = SOME[SOME.labels < 3], ("circle", "stick", "swan")
    found = brought(("shapes.zip", folders(names, few.images, few.labels, mode)))
    assert found.names == names
    kept = {image.tobytes(): label for image, label in zip(few.images, few.labels, strict=True)}
    assert len(found.digits) == len(few)
    assert all(
        kept[i.tobytes()] == k
        for i, k in zip(found.digits.images, found.digits.labels, strict=True)
    )


def test_folders_named_by_digits_are_those_digits() -> None:
    few = SOME[(SOME.labels == 3) | (SOME.labels == 8)]
    found = brought(("two.zip", folders([str(k) for k in range(10)], few.images, few.labels)))
    assert found.names == DIGIT_NAMES
    assert set(found.digits.labels) == {3, 8}


def test_black_on_white_is_turned() -> None:
    found = brought(("a.npz", npz(images=255 - SOME.images, labels=SOME.labels)))
    assert same(found.digits, SOME)
    assert found.changes == ("black on white turned to white on black",)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [(np.float32, 0, 1), (np.float64, -1, 1), (np.float32, 0, 255), (np.uint16, 0, 65_535)],
)
def test_pixels_of_any_numbers_come_back_as_bytes(values, low, high) -> None:
    images = (SOME.images / 255 * (high - low) + low).astype(values)
    found = brought(("a.npz", npz(images=images, labels=SOME.labels)))
    assert np.abs(found.digits.images.astype(int) - SOME.images).max() <= 1


@pytest.mark.parametrize("side", [8, 16, 56, 128])
def test_any_size_is_scaled_to_28(side) -> None:
    large = np.zeros((20, side, side), np.uint8)
    large[:, side // 4 : side // 2, side // 4 : side // 2] = 255
    found = brought(("a.npz", npz(images=large, labels=np.arange(20) % 10)))
    ink = found.digits.images[0] / 255
    assert ink.sum() == pytest.approx(784 / 16, rel=0.03)  # a sixteenth of the picture is ink
    rows, columns = (np.average(np.arange(28) + 0.5, weights=ink.sum(axis=k)) for k in (1, 0))
    assert (rows, columns) == pytest.approx((10.5, 10.5), abs=0.3)  # its middle, 3/8 of 28
    assert found.changes == (f"{side} × {side} pixels scaled to 28 × 28",)


def test_as_drawings_each_image_is_prepared_like_one() -> None:
    images = np.zeros((20, 60, 40), np.uint8)
    images[:, 5:30, 20:24] = 200
    found = brought(
        ("a.npz", npz(images=images, labels=np.arange(20) % 10)), preparation=AS_DRAWINGS
    )
    expected = np.rint(prepare_image(images[0]).digit * 255)
    assert (found.digits.images == expected).all()


def test_scikit_learns_digits_are_its_digits() -> None:
    known, found = load_digits(), small_digits()
    assert (found.digits.labels == known.target).all() and len(found.digits) == 1_797
    assert (in_bytes(known.images.astype(np.uint8)) == np.rint(known.images * 255 / 16)).all()
    shrunk = [
        np.asarray(Image.fromarray(image).resize((8, 8), Image.Resampling.BOX), float)
        for image in found.digits.images[:100]
    ]
    alike = [
        np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(shrunk, known.images, strict=False)
    ]
    assert min(alike) > 0.95


def test_files_of_different_classes_are_not_mixed() -> None:
    first = npz(images=SOME.images, labels=SOME.labels)
    second = npz(images=SOME.images, labels=SOME.labels, names=[f"n{k}" for k in range(10)])
    with pytest.raises(ValueError, match="different classes"):
        brought(("a.npz", first), ("b.npz", second))
    with pytest.raises(ValueError, match="at least one file"):
        brought()

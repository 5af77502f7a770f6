"""Picture files of every kind: a right reading, or one sentence. None hangs, none fills memory."""

import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image, ImageOps

from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.pictures import ENOUGH, UnreadablePicture, part, read_picture


def grey():
    """An L of dark ink on paper, asymmetric in every way: uint8 (60, 40)."""
    image = np.full((60, 40), 240, np.uint8)
    image[8:52, 10:15] = image[47:52, 10:32] = 20
    return image


def file(picture, format="PNG", **options):
    stream = io.BytesIO()
    picture.save(stream, format, **options)
    return stream.getvalue()


def digit(data):
    return prepare_image(read_picture(data)).digit


RIGHT = prepare_image(np.where(grey() < 128, 255, 0).astype(np.uint8)).digit
L = Image.fromarray(grey())


def sixteen_bits():
    return Image.fromarray(grey().astype(np.uint16) * 257)


def palette_with_transparency():
    picture = Image.fromarray((grey() < 128).astype(np.uint8), "P")
    picture.putpalette([255, 255, 255, 0, 0, 90])
    return file(picture, transparency=0)


def turned():
    """Stored lying on its side, with the EXIF note that a viewer must turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise to see it upright
    return file(L.rotate(90, expand=True), "JPEG", exif=exif, quality=95)


@pytest.mark.parametrize(
    "data",
    [
        file(L),
        file(L, "JPEG", quality=95),
        file(L, "BMP"),
        file(L, "GIF"),
        file(L, "WEBP", lossless=True),
        file(L, "TIFF", compression="tiff_lzw"),
        file(L.convert("RGB")),
        file(L.convert("CMYK"), "JPEG", quality=95),
        file(L.convert("CMYK"), "TIFF"),
        file(L.convert("1", dither=Image.Dither.NONE)),
        file(sixteen_bits()),
        file(sixteen_bits(), "TIFF"),
        file(Image.fromarray(grey().astype(np.float32) / 255), "TIFF"),
        palette_with_transparency(),
        turned(),
        file(L, "GIF", save_all=True, append_images=[Image.new("L", (40, 60))]),
    ],
    ids="png jpeg bmp gif webp tiff rgb cmyk-jpeg cmyk-tiff 1-bit 16-bit 16-bit-tiff float "
    "alpha exif animated".split(),
)
def test_a_right_reading(data):
    assert np.abs(digit(data) - RIGHT).mean() < 0.03


def test_a_transparent_png_is_read_by_what_is_opaque():
    image = np.zeros((60, 40, 4), np.uint8)
    image[..., 3] = np.where(grey() < 128, 255, 0)
    assert digit(file(Image.fromarray(image))) == pytest.approx(RIGHT, abs=1e-6)


def test_a_photo_is_made_smaller():
    large = L.resize((3000, 4500))
    read = read_picture(file(large, "JPEG"))
    assert read.dtype == np.uint8 and read.shape[2] == 4
    assert 600 < max(read.shape[:2]) <= ENOUGH
    assert np.abs(prepare_image(read).digit - RIGHT).mean() < 0.03


def photo(width, height):
    """A JPEG of this size with the L on it."""
    return file(L.resize((width, height), Image.Resampling.NEAREST), "JPEG")


def claiming(width, height, progressive=False):
    """A small JPEG whose head tells this size."""
    data = bytearray(file(L, "JPEG", progressive=progressive))
    head = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[head + 5 : head + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize("size", [(4284, 5712), (5700, 8600)])
def test_a_phones_photo_is_never_in_memory_as_a_whole(size, monkeypatch):
    decoded = []

    def upright(picture):
        decoded.append(picture.width * picture.height)
        return picture

    monkeypatch.setattr(ImageOps, "exif_transpose", upright)
    assert np.abs(digit(photo(*size)) - RIGHT).mean() < 0.03
    assert max(decoded) <= size[0] * size[1] / 16 + 1e4


def png_of_nothing(width, height):
    """A valid PNG of white pixels, one bit each, that packs to almost nothing."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()

    def chunk(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty: choose a picture, PNG or JPEG."),
        (b"<?xml version='1.0'?><svg xmlns='x'/>", "An SVG holds shapes, not pixels: save"),
        (b"%PDF-1.7 hello", "This is no picture that can be read here: save it as a PNG or JPEG."),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "This is no picture that can be read here: save"),
        (file(L)[:60], "The picture's file is damaged or cut off: save it again, or choose"),
        (file(L, "JPEG")[:400], "The picture's file is damaged or cut off: save it again, or"),
        (file(L)[:30] + bytes(400), "This is no picture that can be read here"),
        (png_of_nothing(10_000, 10_000), "The picture has .* pixels: choose one of at most 25"),
        (png_of_nothing(20_000, 20_000), "The picture has more than 89 million pixels: choose"),
        (png_of_nothing(6_000, 5_000), "The picture has 6,000 × 5,000 pixels: choose one of at"),
        (claiming(6_000, 5_000, progressive=True), "The picture has 6,000 × 5,000 pixels: choose"),
        (claiming(9_000, 8_000), "The picture has .* pixels: choose one of at most 50 million"),
    ],
    ids="empty svg pdf heic cut-png cut-jpeg damaged 10k-png 20k-png 30M passes 72M-jpeg".split(),
)
def test_one_sentence(data, sentence):
    with pytest.raises(UnreadablePicture, match=f"^{sentence}") as refusal:
        read_picture(data)
    assert str(refusal.value).count(".") == 1


def test_no_bytes_raise_anything_else():
    random = np.random.default_rng(0)
    for data in (file(L), file(L, "JPEG"), file(L, "GIF"), file(L, "TIFF"), file(L, "WEBP")):
        for _ in range(100):
            broken = bytearray(data)
            for place in random.integers(0, len(data), 8):
                broken[place] = random.integers(0, 256)
            with suppress(UnreadablePicture):
                assert read_picture(bytes(broken)).shape[2] == 4


def test_a_part_is_cut_out_after_the_turn():
    picture = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    assert (part(picture, 0, (0, 1), (0, 1)) == picture).all()
    turned = part(picture, 1, (0, 1), (0, 1))  # clockwise: the first column becomes the first row
    assert (turned == np.stack([picture[::-1, column] for column in range(3)])).all()
    assert (part(picture, 1, (0, 0.5), (0, 1)) == turned[:, :1]).all()
    assert part(picture, 0, (1, 1), (0.5, 0.5)).shape == (1, 1, 4)

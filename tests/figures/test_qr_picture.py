"""A QR picture, held to what ISO/IEC 18004 says of every one."""

import base64
import io

import numpy as np
from PIL import Image

from mnist_core.figures.qr_picture import ZOOM, modules, qr_picture

ADDRESS = "http://10.0.0.5:8501/classroom?class=BCDFGH"
FINDER = np.array(
    [
        [1, 1, 1, 1, 1, 1, 1],
        [1, 0, 0, 0, 0, 0, 1],
        [1, 0, 1, 1, 1, 0, 1],
        [1, 0, 1, 1, 1, 0, 1],
        [1, 0, 1, 1, 1, 0, 1],
        [1, 0, 0, 0, 0, 0, 1],
        [1, 1, 1, 1, 1, 1, 1],
    ]
)


def test_three_finders_a_quiet_zone_and_the_timing_lines():
    found = modules(ADDRESS)
    assert not found[:4].any() and not found[-4:].any() and not found[:, :4].any()
    inner = found[4:-4, 4:-4]
    side = len(inner)
    assert inner.shape == (side, side) and (side - 17) % 4 == 0  # 21 modules, and 4 a version
    for corner in (inner[:7, :7], inner[:7, -7:], inner[-7:, :7]):
        assert (corner == FINDER).all()
    timing = [1 - place % 2 for place in range(8, side - 8)]
    assert inner[6, 8:-8].tolist() == inner[8:-8, 6].tolist() == timing
    assert (modules(ADDRESS + "J") != found).any()


def test_the_picture_is_dark_on_light_in_whole_pixels():
    data = base64.b64decode(qr_picture(ADDRESS).removeprefix("data:image/png;base64,"))
    shown = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    assert (shown[::ZOOM, ::ZOOM] == np.where(modules(ADDRESS), 0, 255)).all()

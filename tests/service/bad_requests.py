"""Requests that are refused, each with its status."""

import io
import json

import numpy as np
from PIL import Image

from mnist_core.service.capacity import Capacity
from tests.service.running import JSON

PNG = {"Content-Type": "image/png"}
PIXELS = np.zeros((28, 28), int).tolist()


def png(image):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


NESTED = "[" * 100_000
HUGE = png(np.zeros((1, 1), np.uint8))[:16] + b"\x00\x01\x00\x00" * 2 + b"\1\0\0\0\0" + b"\0" * 20
REFUSED = [
    (415, "/v1/predict", b"7", {}),
    (415, "/v1/predict", b"<svg/>", {"Content-Type": "image/svg+xml"}),
    (415, "/v1/number", b"{}", {"Content-Type": "text/plain"}),
    (422, "/v1/predict", b"", PNG),
    (422, "/v1/predict", b"\x89PNG\r\n\x1a\n", PNG),
    (422, "/v1/predict", HUGE, PNG),
    (422, "/v1/predict", b"GIF89a" + b"\xff" * 100, PNG),
    (422, "/v1/predict", b"PK\3\4" + b"\0" * 100, {"Content-Type": "application/octet-stream"}),
    (422, "/v1/predict", png(np.zeros((50, 50), np.uint8)), PNG),
    (422, "/v1/predict", b"", JSON),
    (422, "/v1/predict", b"\xff\xfe", JSON),
    (422, "/v1/predict", NESTED.encode(), JSON),
    (422, "/v1/predict", b"null", JSON),
    (422, "/v1/predict", b"[]", JSON),
    (422, "/v1/predict", b'{"pixels": [], "strokes": []}', JSON),
    (422, "/v1/predict", b'{"pixels": {}}', JSON),
    (422, "/v1/predict", b'{"pixels": [[1]]}', JSON),
    (422, "/v1/predict", json.dumps({"pixels": PIXELS}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], [256] * 28]}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], [-1] * 28]}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], [True] * 28]}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], ["9"] * 28]}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], [0.5] * 28]}).encode(), JSON),
    (422, "/v1/predict", json.dumps({"pixels": [*PIXELS[1:], [float("nan")] * 28]}).encode(), JSON),
    (422, "/v1/predict", b'{"strokes": []}', JSON),
    (422, "/v1/predict", b'{"strokes": [[[0]]]}', JSON),
    (422, "/v1/predict", b'{"strokes": [[[0, 1e400]]]}', JSON),
    (422, "/v1/predict", b'{"strokes": [[[0, 1' + b"0" * 4_000 + b"]]]}", JSON),
    (422, "/v1/predict", b'{"strokes": [[[0, 1' + b"0" * 9_000 + b"]]]}", JSON),
    (422, "/v1/predict", b'{"strokes": "../../etc/passwd"}', JSON),
    (422, "/v1/predict", json.dumps({"strokes": [[[1, 2]] * 20_001]}).encode(), JSON),
    (422, "/v1/number", json.dumps({"pixels": PIXELS[1:] + [[9] * 28]}).encode(), JSON),
    (422, "/v1/number", json.dumps({"strokes": [[[n, n]] for n in range(300)]}).encode(), JSON),
    (422, "/v1/predict?model=../../etc/passwd", b"7", PNG),
    (422, "/v1/predict?model=mlp&model=mlp", b"7", PNG),
    (422, "/v1/predict?colour=red", b"7", PNG),
    (413, "/v1/predict", b"[" + b" " * Capacity.numbers, JSON),
    (413, "/v1/predict", b"\0" * (Capacity.body + 1), PNG),
    (413, "/v1/number", iter([b"\0" * 1_000_000] * 11), PNG),
]

"""Reads digits with ONNX Runtime.

python read_onnx.py NETWORK digit.png …
needs: pip install onnxruntime numpy pillow
"""

import sys

import numpy as np
import onnxruntime
from PIL import Image


def load(file):
    """The network in a file."""
    return onnxruntime.InferenceSession(file)


def read(network, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    return network.run(None, {"pixels": pixels[..., np.newaxis].astype(np.float32)})[0]


if __name__ == "__main__":
    network = load(sys.argv[1])
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(network, pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

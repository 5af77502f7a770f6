"""Reads digits with LiteRT, whether its numbers are float32, float16 or int8.

python read_litert.py NETWORK digit.png …
needs: pip install ai-edge-litert numpy pillow
"""

import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image


def load(file):
    """The network in a file."""
    return Interpreter(model_path=file).get_signature_runner()


def read(network, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    return network(pixels=pixels[..., np.newaxis].astype(np.float32))["output_0"]


if __name__ == "__main__":
    network = load(sys.argv[1])
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(network, pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

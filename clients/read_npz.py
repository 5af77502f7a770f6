"""Reads digits with this app’s own forward pass; run it in the app’s folder.

python read_npz.py NETWORK digit.png …
needs: pip install numpy pillow
"""

import sys

import numpy as np
from PIL import Image

from mnist_core.network.forward import Network


def load(file):
    """The network in a file."""
    return Network.load(file)


def read(network, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    return network.predict(pixels.astype(np.uint8))


if __name__ == "__main__":
    network = load(sys.argv[1])
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(network, pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

"""Reads digits with Keras.

python read_keras.py NETWORK digit.png …
needs: pip install tensorflow keras numpy pillow
"""

import sys

import keras
import numpy as np
from PIL import Image


def load(file):
    """The network in a file."""
    return keras.models.load_model(file, compile=False)


def read(network, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    return network.predict_on_batch(pixels[..., np.newaxis].astype(np.float32))


if __name__ == "__main__":
    network = load(sys.argv[1])
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(network, pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

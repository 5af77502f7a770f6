"""Reads digits with a SavedModel: NETWORK is the folder with the number of its version.

python read_saved_model.py NETWORK digit.png …
needs: pip install tensorflow numpy pillow
"""

import sys

import numpy as np
import tensorflow as tf
from PIL import Image


def load(file):
    """The network in a file."""
    return tf.saved_model.load(file).signatures["serving_default"]


def read(network, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    digits = tf.constant(pixels[..., np.newaxis], tf.float32)
    return network(pixels=digits)["output_0"].numpy()


if __name__ == "__main__":
    network = load(sys.argv[1])
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(network, pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

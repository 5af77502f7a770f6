"""Asks TensorFlow Serving, which serves the folder NAME that the SavedModel lies in.

docker run -p 8501:8501 -e MODEL_NAME=NAME -v "$PWD/NAME:/models/NAME" tensorflow/serving
python ask_serving.py http://localhost:8501/v1/models/NAME:predict digit.png …
needs: pip install numpy pillow
"""

import json
import sys
from urllib.request import Request, urlopen

import numpy as np
from PIL import Image


def read(address, pixels):
    """Ten probabilities for each digit of (n, 28, 28) pixels, 0 = paper … 255 = ink."""
    asked = json.dumps({"instances": pixels[..., np.newaxis].tolist()}).encode()
    with urlopen(Request(address, asked, {"Content-Type": "application/json"})) as answer:
        return np.array(json.load(answer)["predictions"])


if __name__ == "__main__":
    for picture in sys.argv[2:]:
        pixels = np.asarray(Image.open(picture).convert("L").resize((28, 28)))
        probabilities = read(sys.argv[1], pixels[np.newaxis])[0]
        print(f"{picture}: {probabilities.argmax()}, probability {probabilities.max():.1%}")

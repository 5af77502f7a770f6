"""What a shipped network gains by one half of a wall of slanted writing, judged on the other.

Baseline: the same network before. 120 digits that no shipped network was trained on, sheared to the
right as a steep hand does, in the place of a class's wall; in a home of its own.
"""

import os
import tempfile

import numpy as np
from scipy.ndimage import affine_transform

from mnist_core.classroom.wall_training import judging_half, wall_config, wall_set
from mnist_core.data.digits import Digits
from mnist_core.data.sources import load_dataset
from mnist_core.network.forward import Network
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run

STARTS = ("keras_cnn", "classic_cnn")
EACH, SLANT = 12, 0.6  # digits of each kind; columns to the right for each row up


def slanted(digits: Digits) -> Digits:
    """Digits with every row moved aside by its distance from the middle one."""
    back = np.array([[1, 0], [SLANT, 1]])
    middle = (np.array(digits.images.shape[1:]) - 1) / 2
    images = [
        affine_transform(image, back, middle - back @ middle, order=1) for image in digits.images
    ]
    return Digits(np.stack(images), digits.labels)


def main() -> None:
    """Hang the wall, read it, train on one half, read the other half again."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    test = load_dataset().test
    places = [np.flatnonzero(test.labels == digit)[:EACH] for digit in range(10)]
    wall = slanted(test[np.sort(np.concatenate(places))])
    judged = wall[judging_half(wall.labels)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INSIDE_A_CNN_HOME"] = folder
        kept = wall_set(1, wall)
        for name in STARTS:
            read = Network.load(name).predict(judged.images).argmax(axis=1)
            result = train_run(create_run(wall_config(name, kept)))
            if result is None or result.test is None:
                raise SystemExit(result and result.reason)
            before = int((read == judged.labels).sum())
            after = round(result.test.accuracy * len(judged))
            print(f"{name}: {before} → {after} of {len(judged)} right")

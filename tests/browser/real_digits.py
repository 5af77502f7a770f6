"""Strokes of real digits that a network reads surely, to be drawn on a pad in a browser."""

import numpy as np

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.sources import load_dataset
from mnist_core.evaluation.rejection import read
from mnist_core.network.forward import Network
from mnist_core.studies.refusal_threshold import rejection_of
from pages.ui.components.pad.pad import SIDE
from pages.ui.frame import FIRST_NETWORK

NETWORK = FIRST_NETWORK["draw"]
DENSEST = 40  # points of a stroke
SURE = 0.9  # the pad rounds the strokes a little, which tips only what is in the balance


def real_digits(path, count: int, seed: int):
    """Strokes of real digits at random places on the pad, with what the core reads in them."""
    network, random = Network.load(NETWORK), np.random.default_rng(seed)
    threshold = rejection_of(NETWORK, network, load_dataset().validation).usual
    with np.load(path) as file:
        points, strokes, digits = (
            file[name] for name in ("points", "stroke_offsets", "digit_offsets")
        )
        fair = np.flatnonzero(file["flag"] != 2)
    found = []
    for index in random.permutation(fair):
        size = random.uniform(0.45, 0.8) * SIDE
        corner = random.uniform(4, SIDE - 4 - size, 2)
        drawn = []
        for stroke in range(digits[index], digits[index + 1]):
            places = points[strokes[stroke] : strokes[stroke + 1]] * size + corner
            drawn.append(places[:: max(1, len(places) // DENSEST)].astype(float))
        reading = read(network, prepare_strokes(drawn).digit)
        sure = reading.probabilities.max() > SURE and reading.max_logit > 1.1 * threshold
        if sure and min(map(len, drawn)) > 3:
            found.append((drawn, reading.first))
        if len(found) == count:
            return found
    raise AssertionError("too few digits are read surely")

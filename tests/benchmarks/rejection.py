"""How well what is no digit is told from digits: AUROC by network and by kind, and what is refused.

Baseline: the largest probability in place of the largest score. The threshold is chosen on
validation digits alone, or is where "no digit" is surely enough the likelier. "Digits" are the test
set's, and it says so where those are held-out training digits. Letters are drawn from the fonts
that ship with matplotlib, turned by up to 15°, and prepared like any drawing; "unlike" are those
that look like no digit. Then what should not be refused: drawings and made-up photographs of single
digits that are read right, where strokes.npz lies beside the checkout. Beside the networks that
ship: every run in the run directory that has learnt outliers.
"""

import importlib.util
import string
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from sklearn.metrics import roc_auc_score

from mnist_core.data.drawing import prepare_image, prepare_strokes
from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import scale
from mnist_core.data.sources import load_dataset
from mnist_core.evaluation.rejection import (
    judge_by,
    max_logit,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layer_forward import softmax
from mnist_core.studies.refusal_threshold import rejection_of
from mnist_core.training.run_protocol import RunState
from mnist_core.training.runs import all_runs
from tests import strokes
from tests.benchmarks.strokes import STROKES
from tests.hard_photographs import HARD, hard_photographs

FONTS = (
    "DejaVuSans",
    "DejaVuSerif",
    "DejaVuSansMono",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSerif-Italic",
    "STIXGeneral",
    "STIXGeneralItalic",
)
UNLIKE = "AEFHKMNPRTWXaehkmnrtwx"
PAD, SIZE, TURN = 140, 80, 15  # pixels, pixels, degrees
DIGITS, MANY = 2_000, 500
PHOTOGRAPHS = 60  # of each harder family
SHIFT = 8  # pixels
SEED = 0


def main() -> None:
    """Print one block a network, one line a kind."""
    dataset = load_dataset()
    digits = dataset.test[:DIGITS]
    kinds = not_digits(scale(digits.images))
    print(f"{len(digits):,} {dataset.provenance.test_name}; AUROC of the largest score, in")
    print("parentheses of the largest probability; share refused at the threshold")
    runs = [run for run in all_runs() if run.state == RunState.FINISHED]
    learnt = [run.id for run in runs if run.config.recipe.outliers]
    for id in (*ARCHITECTURES, *learnt):
        network = Network.load(id)
        threshold = rejection_of(id, network, dataset.validation).usual
        logits = network.scores(digits.images)
        inside, sure = max_logit(logits), softmax(logits).max(axis=1)
        refused = (inside < threshold).mean()
        print(f"{id}: threshold {threshold:.2f}; of the test digits {1 - refused:.1%} are answered")
        for kind, images in kinds.items():
            logits = network.scores(images)
            outside = max_logit(logits)
            print(
                f"  {kind:<22} {auroc(inside, outside):.3f} "
                f"({auroc(sure, softmax(logits).max(axis=1)):.3f})   "
                f"refused {(outside < threshold).mean():.0%} of {len(images)}"
            )
        if STROKES.exists():
            refused_though_right(network, threshold)


def refused_though_right(network: Network, threshold: float) -> None:
    """A line for drawings, for pictures of drawings, and for photographs."""
    written = strokes.read(STROKES)
    fair = np.flatnonzero(written.flags != strokes.UNREADABLE)
    drawn = [prepare_strokes(written.strokes[it]).digit for it in fair]
    photos = [
        photo
        for place, family in enumerate(HARD.values())
        for photo in hard_photographs(written, 1, family, PHOTOGRAPHS, SEED + 1_000 + place)
    ]
    judge = judge_by(network)
    taken = [prepare_image(photo.image, judge=judge).digit for photo in photos]
    labels = np.array([int(photo.text) for photo in photos])
    for kind, digits, truth in (
        ("drawn digits", drawn, written.labels[fair]),
        ("hard photographs", taken, labels),
    ):
        logits = network.scores(np.array(digits))
        right, refused = logits.argmax(axis=1) == truth, max_logit(logits) < threshold
        print(
            f"  {kind:<22} read right {right.mean():.1%}, of these refused "
            f"{refused[right].mean():.2%}; of the misread {refused[~right].mean():.0%}",
            flush=True,
        )


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """The chance that something from inside scores higher than something from outside."""
    truth = np.repeat([1, 0], [len(inside), len(outside)])
    return float(roc_auc_score(truth, np.concatenate([inside, outside])))


def not_digits(digits: np.ndarray) -> Mapping[str, np.ndarray]:
    """Pictures of what is no digit, or none as MNIST has them: float32 (n, 28, 28) by kind."""
    random = np.random.default_rng(SEED)
    some = digits[:MANY]
    blank = np.concatenate(
        [np.zeros((1, 28, 28)), np.ones((1, 28, 28)), random.random((98, 28, 28)) / 20]
    ).astype(np.float32)
    return {
        "letters": letters(string.ascii_letters, random),
        "letters, unlike digits": letters(UNLIKE, random),
        "scribbles": np.array([scribble(random) for _ in range(MANY)]),
        "blanks": blank,
        "inverted digits": 1 - some,
        f"digits {SHIFT} pixels up": shift(some, 0, -SHIFT),
    }


def letters(which: str, random: np.random.Generator) -> np.ndarray:
    """Every letter in every font."""
    (folder,) = importlib.util.find_spec("matplotlib").submodule_search_locations
    files = [Path(folder) / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf" for name in FONTS]
    fonts = [ImageFont.truetype(str(file), SIZE) for file in files]
    return np.array([letter(character, font, random) for character in which for font in fonts])


def letter(character: str, font: ImageFont.FreeTypeFont, random: np.random.Generator) -> np.ndarray:
    """One letter, turned a little and prepared."""
    picture = Image.new("L", (PAD, PAD))
    ImageDraw.Draw(picture).text((PAD / 2, PAD / 2), character, 255, font=font, anchor="mm")
    turned = picture.rotate(random.uniform(-TURN, TURN), Image.Resampling.BILINEAR)
    return prepare_image(np.asarray(turned)).digit


def scribble(random: np.random.Generator) -> np.ndarray:
    """A pen that wanders at random, prepared."""
    walk = np.cumsum(random.normal(0, 1, (random.integers(8, 30), 2)), axis=0)
    return prepare_strokes([walk]).digit

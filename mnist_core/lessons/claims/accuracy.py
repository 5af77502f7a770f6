"""Claims about how well a network reads, and what it takes for what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from statistics import fmean
from typing import Any

import numpy as np

from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import wilson
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    NOW,
    STORED,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    percent,
    points,
)
from mnist_core.network.architectures import ARCHITECTURES

TOPIC = "How well they read"
NAMED = ((4, 9), (3, 8), (3, 5), (7, 9))  # document 000, lines 97 to 100
OPTIMISTIC = 0.0002  # two digits in ten thousand
CALIBRATED, UNSURE = 0.01, 0.2
SHUFFLED, SEED = 300, 1


def reached(id: str, evidence: Evidence) -> Figures:
    return {"seeds": tuple(seed["test"]["accuracy"] for seed in evidence.manifest()[id]["seeds"])}


def claimed(id: str) -> tuple[float, float]:
    """The range of accuracies that a document names, as wide as its digits: ~99.3 is ± 0.05."""
    claim = ARCHITECTURES[id].claim
    assert claim is not None
    if claim.low < claim.high:
        return claim.low, claim.high
    rounding = 0.0005 if round(claim.low, 3) == claim.low else 0.00005
    return claim.low - rounding, claim.high + rounding


def judge_reached(id: str, seeds: tuple[float, ...]) -> Finding:
    """Compare the interval of the mean over seeds with the range that the document names."""
    low, high = mean_interval(seeds)
    wanted_low, wanted_high = claimed(id)
    mean = fmean(seeds)
    if high < wanted_low:
        verdict, reads = FAILS, "less than"
    elif low > wanted_high:
        verdict, reads = DEPENDS, "a matter of the recipe, which does better here than"
    else:
        verdict, reads = HOLDS, "in agreement with"
    assumed = ARCHITECTURES[id].recipe.assumed
    spread = wilson(round(mean * 10_000), 10_000)
    return Finding(
        verdict,
        f"Three seeds give {', '.join(percent(seed) for seed in seeds)}: {percent(mean)} on "
        f"average, and between {percent(low)} and {percent(high)} with 95 % confidence. That is "
        f"{reads} what the document says.",
        f"{'The recipe had to be completed. ' + assumed if assumed else ''} A single number hides "
        f"how far it can be trusted: 10,000 test digits alone leave {percent(spread.low)} to "
        f"{percent(spread.high)} open.".strip(),
    )


def draw_reached(id: str, seeds: tuple[float, ...]) -> Bars:
    bars = [
        Bar(f"seed {number}", share, *wilson(round(share * 10_000), 10_000))
        for number, share in enumerate(seeds, start=1)
    ]
    mean = Bar("mean of the seeds", fmean(seeds), *mean_interval(seeds))
    return Bars(
        "test digits read right, %",
        (*bars, mean),
        form="percent",
        zoomed=True,
        claimed=claimed(id),
    )


def pairs(matrix: np.ndarray) -> dict[tuple[int, int], int]:
    """How often two digits were taken for each other, in either direction, most frequent first."""
    counts = {
        (one, other): int(matrix[one, other] + matrix[other, one])
        for one in range(10)
        for other in range(one + 1, 10)
    }
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def confusions(evidence: Evidence) -> Figures:
    matrices = evidence.record("confusions")["networks"]
    return {id: tuple(map(tuple, matrices[id])) for id in ("classic_cnn", "wide_cnn", "keras_cnn")}


def rank(found: Mapping[tuple[int, int], int], pair: tuple[int, int]) -> int:
    """The place of a pair among all pairs, 1 for the most frequent; ties share the better one."""
    return 1 + sum(count > found[pair] for count in found.values())


def judge_confusions(**matrices: Any) -> Finding:
    found = {id: pairs(np.array(matrix)) for id, matrix in matrices.items()}
    own = found["classic_cnn"]
    ranks = [rank(own, pair) for pair in NAMED]
    among = sum(place <= len(NAMED) for place in ranks)
    verdict = HOLDS if among == len(NAMED) else DEPENDS if among else FAILS
    words = ", ".join(
        f"{one}–{other} {own[one, other]} (place {place})"
        for (one, other), place in zip(NAMED, ranks, strict=True)
    )
    first = "; ".join(
        f"{ARCHITECTURES[id].title} " + ", ".join(f"{a}–{b}" for a, b in list(it)[:4])
        for id, it in found.items()
    )
    return Finding(
        verdict,
        f"How often the document's own network confused them, on 10,000 test digits: {words}. "
        f"{among} of {len(NAMED)} are among its four most frequent confusions.",
        f"Each network has a list of its own. The four most frequent, either way round: {first}.",
    )


def draw_confusions(**matrices: Any) -> Bars:
    own = pairs(np.array(matrices["classic_cnn"]))
    shown = list(own)[:8] + [pair for pair in NAMED if pair not in list(own)[:8]]
    return Bars(
        "confusions in 10,000 test digits, classic CNN",
        tuple(Bar(f"{a} and {b}", own[a, b], said=(a, b) in NAMED) for a, b in shown),
    )


def choice(evidence: Evidence) -> Figures:
    found = evidence.record("choice")["optimism"]
    return {name: it["mean"] for name, it in found.items()}


def judge_choice(**found: float) -> Finding:
    epochs, networks, none = found.values()
    return Finding(
        FAILS if networks >= OPTIMISTIC else HOLDS if networks <= 0 else DEPENDS,
        f"Half of the test digits choose, the other half judge, a thousand times over. The epoch "
        f"chosen looks {points(epochs)} better on the digits that chose it than on the others; the "
        f"best of all seeds and epochs {points(networks)}. Without a choice it is {points(none)}.",
        "Small here, because the epochs hardly differ; it grows with every further choice. Digits "
        "that choose are no longer unseen: set some of the training digits aside for that, and "
        "open the test set once.",
    )


def draw_choice(**found: float) -> Bars:
    bars = tuple(Bar(name, it) for name, it in found.items())
    return Bars("accuracy claimed minus accuracy on fresh digits, %", bars, form="percent")


def confidence(evidence: Evidence) -> Figures:
    network, digits = evidence.network("keras_cnn"), evidence.digits()[:SHUFFLED]
    read = network.predict(digits.images)
    random = np.random.default_rng(SEED)
    pixels = digits.images.reshape(len(digits), -1)
    scrambled = random.permuted(pixels, axis=1).reshape(digits.images.shape)
    return {
        "sure of digits": float(read.max(axis=1).mean()),
        "right about digits": float((read.argmax(axis=1) == digits.labels).mean()),
        "sure of scrambled pixels": float(network.predict(scrambled).max(axis=1).mean()),
    }


def judge_confidence(**found: float) -> Finding:
    sure, right, scrambled = found.values()
    honest = [abs(sure - right) < CALIBRATED, scrambled < UNSURE]
    return Finding(
        HOLDS if all(honest) else DEPENDS if any(honest) else FAILS,
        f"On {SHUFFLED} digits the Keras CNN is {percent(sure, 1)} sure on average and right in "
        f"{percent(right, 1)}. Then the pixels of every digit were scrambled, so that nothing can "
        f"be read: it is still {percent(scrambled, 1)} sure, where not knowing would be 10 %.",
        "Softmax shares one whole among ten digits and has no share for “none of them”. On digits "
        "like those it learnt from it can be near the truth; elsewhere it means little.",
    )


def draw_confidence(**found: float) -> Bars:
    bars = tuple(Bar(name, it) for name, it in found.items())
    knows_nothing = Bar("knowing nothing", 0.1, said=True)
    return Bars("mean probability or share, %", (*bars, knows_nothing), form="percent")


def _reading(id: str, title: str, quotes: tuple[Quote, ...], tested: str) -> Claim:
    return Claim(
        f"accuracy-{id.replace('_', '-')}",
        title,
        TOPIC,
        quotes,
        tested,
        partial(reached, id),
        partial(judge_reached, id),
        basis=STORED,
        record=id,
        chart=partial(draw_reached, id),
        page="evaluation",
    )


CLAIMS = (
    _reading(
        "classic_cnn",
        "98 to 99 %",
        (
            Quote(
                "000",
                95,
                "A basic CNN as described typically achieves 98-99% accuracy on MNIST test set",
            ),
        ),
        "Document 000's network reads 98 to 99 % of the test digits.",
    ),
    _reading(
        "wide_cnn",
        "98.98 %",
        (Quote("002", 3, "achieving **98.98% accuracy**"),),
        "Document 002's network reads 98.98 % of the test digits.",
    ),
    _reading(
        "mlp",
        "92 to 96 %",
        (Quote("003", 76, "Expected accuracy: **92%–96%**."),),
        "Document 003's fully connected network reads 92 to 96 % of the test digits.",
    ),
    _reading(
        "keras_cnn",
        "99.3 %",
        (Quote("004", 563, "Final Test Accuracy: ~99.3%"),),
        "Document 004's network reads 99.3 % of the test digits.",
    ),
    Claim(
        "confusions",
        "4 and 9, 3 and 8, …",
        TOPIC,
        (
            Quote("000", 96, "Common mistakes include confusing:"),
            Quote("000", 97, "4 and 9"),
            Quote("000", 98, "3 and 8"),
            Quote("000", 99, "5 and 3"),
            Quote("000", 100, "7 and 9"),
            Quote("002", 168, "Potential confusion between similar-looking digits (e.g., 4 and 9)"),
        ),
        "The four pairs that document 000 names are the most frequent confusions of its network.",
        confusions,
        judge_confusions,
        basis=STORED,
        record="confusions",
        chart=draw_confusions,
        page="evaluation",
    ),
    Claim(
        "choice",
        "The test set as validation data",
        TOPIC,
        (
            Quote("004", 359, "validation_data=(x_test, y_test)"),
            Quote("004", 370, "Evaluate on unseen data after each epoch."),
            Quote("004", 670, "early_stop = EarlyStopping(monitor='val_loss', patience=3)"),
        ),
        "A network chosen by its accuracy on the test digits is just as accurate on unseen ones.",
        choice,
        judge_choice,
        basis=STORED,
        record="choice",
        chart=draw_choice,
        page="evaluation",
    ),
    Claim(
        "confidence",
        "Softmax as confidence",
        TOPIC,
        (
            Quote("004", 316, "**Interpretability**: Outputs are confidence scores"),
            Quote(
                "001",
                43,
                "This indicates the model's confidence in predicting each digit for a given image.",
            ),
        ),
        "The largest of the ten probabilities says how likely the network is right.",
        confidence,
        judge_confidence,
        basis=NOW,
        chart=draw_confidence,
        page="draw",
    ),
)

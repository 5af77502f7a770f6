"""Claims about the digits themselves."""

from __future__ import annotations

from mnist_core.data.measurements import LARGER_SIDE
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    STORED,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
    percent,
)

TOPIC = "The digits"
EQUAL, FAR_FROM_EQUAL = 1.05, 1.5  # the most frequent digit's count over the rarest one's
NEARLY_ALL, SOME = 0.999, 0.05
MOSTLY = 0.95


def sizes(evidence: Evidence) -> Figures:
    mnist = evidence.record("mnist")
    return {"training digits": mnist["training"]["digits"], "test digits": mnist["test"]["digits"]}


def judge_sizes(**found: int) -> Finding:
    training, test = found.values()
    return Finding(
        holds_if((training, test) == (60_000, 10_000)),
        f"Counted in the file: {training:,} to learn from and {test:,} to be judged by.",
        "No document sets some of the training digits aside for validation.",
    )


def balance(evidence: Evidence) -> Figures:
    counts = evidence.record("mnist")["training"]["counts"]
    test = evidence.record("mnist")["test"]["counts"]
    return {
        "counts": tuple(counts),
        "ratio": max(counts) / min(counts),
        "always the most frequent": max(test) / sum(test),
    }


def judge_balance(counts: tuple[int, ...], **found: float) -> Finding:
    ratio, majority = found.values()
    most, least = counts.index(max(counts)), counts.index(min(counts))
    return Finding(
        HOLDS if ratio <= EQUAL else FAILS if ratio >= FAR_FROM_EQUAL else DEPENDS,
        f"Among the training digits there are {counts[most]:,} of the {most} and {counts[least]:,} "
        f"of the {least}, {ratio:.2f} times as many.",
        f"Nearly balanced. Near enough that accuracy is a fair measure: always answering the most "
        f"frequent digit is right for {percent(majority)} of the test digits, where balanced "
        f"classes would give 10 %.",
    )


def draw_balance(counts: tuple[int, ...], **found: float) -> Bars:
    equal = Bar("if balanced", sum(counts) / len(counts), said=True)
    return Bars("training digits", (equal, *(Bar(f"digit {it}", n) for it, n in enumerate(counts))))


def centring(evidence: Evidence) -> Figures:
    training = evidence.record("mnist")["training"]
    offsets = {float(name): count for name, count in training["box offsets"].items()}
    return {
        "centre of mass in the middle": training["centre of mass in the middle"],
        "larger side is 20": training["larger side is 20"],
        "box off by more than 1": training["box off by more than 1"],
        "offsets": tuple(offsets),
        "digits": tuple(offsets.values()),
    }


def judge_centring(
    offsets: tuple[float, ...] = (), digits: tuple[int, ...] = (), **found: float
) -> Finding:
    mass, sized, off = found.values()
    exact = mass >= NEARLY_ALL and sized >= NEARLY_ALL
    return Finding(
        FAILS if not exact else HOLDS if off < SOME else DEPENDS,
        f"By the centre of mass yes: it lies within half a pixel of the middle in "
        f"{percent(mass, 3)} of the digits, and the larger side is {LARGER_SIDE} pixels in "
        f"{percent(sized)}. By the box around the ink no: in {percent(off, 1)} it is more than a "
        f"pixel off the middle.",
        "MNIST puts the centre of mass in the middle, not the box. A program that centres the box "
        "of your drawing shows a network digits that MNIST does not have.",
    )


def draw_centring(offsets: tuple[float, ...], digits: tuple[int, ...], **found: float) -> Bars:
    return Bars(
        "training digits whose box is so many pixels off the middle",
        tuple(Bar(f"{it:g} pixels", n) for it, n in zip(offsets, digits, strict=True)),
    )


def paper(evidence: Evidence) -> Figures:
    training = evidence.record("mnist")["training"]
    return {"exactly 0": training["paper"], "clean borders": training["clean borders"]}


def judge_paper(**found: float) -> Finding:
    zero, clean = found.values()
    return Finding(
        holds_if(zero > 0.5 and clean > MOSTLY),
        f"{percent(zero, 1)} of all pixels are exactly 0, and in {percent(clean, 1)} of the "
        f"digits the whole outermost ring of pixels is.",
        "So a network learns nothing about shadows, lines or texture. That is why the Draw page "
        "cleans a picture before it is read.",
    )


CLAIMS = (
    Claim(
        "sizes",
        "60,000 and 10,000",
        TOPIC,
        (
            Quote("000", 9, "**Training set**: 60,000 examples"),
            Quote("000", 10, "**Test set**: 10,000 examples"),
            Quote("002", 12, "**Training Set**: 60,000 grayscale images"),
        ),
        "MNIST has 60,000 training and 10,000 test digits.",
        sizes,
        judge_sizes,
        basis=STORED,
        record="mnist",
        page="dataset",
    ),
    Claim(
        "balance",
        "Balanced classes",
        TOPIC,
        (Quote("001", 16, "The dataset is well-structured, with balanced class distributions"),),
        "There are equally many of each digit.",
        balance,
        judge_balance,
        basis=STORED,
        record="mnist",
        chart=draw_balance,
        page="dataset",
    ),
    Claim(
        "centring",
        "Perfectly centred",
        TOPIC,
        (
            Quote(
                "000",
                113,
                "**Fixed Size**: All images are perfectly centered and sized, unlike "
                "natural handwriting",
            ),
        ),
        "Every digit is exactly in the middle and of one size.",
        centring,
        judge_centring,
        basis=STORED,
        record="mnist",
        chart=draw_centring,
        page="dataset",
    ),
    Claim(
        "paper",
        "Clean backgrounds",
        TOPIC,
        (Quote("000", 112, "Images have clean backgrounds unlike many real applications"),),
        "Behind the digits there is nothing.",
        paper,
        judge_paper,
        basis=STORED,
        record="mnist",
        page="dataset",
    ),
)

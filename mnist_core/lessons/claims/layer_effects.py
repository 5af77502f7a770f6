"""Claims about what a layer does to the numbers that pass through it."""

from __future__ import annotations

import numpy as np

from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.robustness import keeps_ink
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    NOW,
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
from mnist_core.lessons.training_step import cross_entropy, dropout
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Activation
from mnist_core.network.layer_forward import apply
from mnist_core.network.layers import AveragePooling2D, MaxPooling2D
from mnist_core.studies.stored_results import NotMeasured

TOPIC = "What layers do"
SEED = 1
SIDES, MAPS = 100, 4  # of a field of noise
PREDICTED = (0.01, 0.02, 0.1, 0.7, 0.05, 0.02, 0.02, 0.05, 0.02, 0.01)  # document 004, line 341
MOVED = 2  # pixels
FAR = 4  # pixels
READ = 100  # digits; those that would be cut off are left out
ALMOST = 1e-4


def activations(evidence: Evidence) -> tuple[Activation, ...]:
    """What the Keras CNN makes of the first of the digits in use."""
    return evidence.network("keras_cnn").activations(evidence.digits().images[0])


def dropout_at_test(evidence: Evidence) -> Figures:
    names = [it.layer.kind for it in activations(evidence)]
    place = names.index("Dropout")
    before, after = (activations(evidence)[it].output for it in (place - 1, place))
    rate = ARCHITECTURES["keras_cnn"].layers[place].rate
    trained = dropout(before, rate, SEED)
    alive = trained.after > 0
    return {
        "predicting": float(after.sum() / before.sum()),
        "training": float((trained.after[alive] / before[alive]).mean()),
        "rate": rate,
    }


def judge_dropout_at_test(predicting: float, training: float, rate: float) -> Finding:
    return Finding(
        holds_if(abs(predicting - (1 - rate)) < ALMOST),
        f"When the network predicts, what leaves the dropout layer is {predicting:.3g} × what came "
        f"in. In training the surviving units are multiplied by {training:.3g}.",
        f"Keras and PyTorch scale in training, by 1 / (1 − {rate:g}), so that nothing is left to "
        f"do afterwards (“inverted” dropout). The document describes the paper of 2014.",
    )


def draw_dropout_at_test(predicting: float, training: float, rate: float) -> Bars:
    return Bars(
        "what a unit is multiplied by",
        (
            Bar("predicting, as the document has it", 1 - rate, said=True),
            Bar("predicting, measured", predicting),
            Bar("training, survivors, measured", training),
        ),
        form="number",
    )


def noise(evidence: Evidence) -> Figures:
    field = np.random.default_rng(SEED).standard_normal((1, SIDES, SIDES, MAPS)).astype(np.float32)
    pooled = {
        name: apply(layer, field, {})
        for name, layer in (("maximum", MaxPooling2D(2)), ("mean", AveragePooling2D(2)))
    }
    return {
        "noise before": float(np.sqrt((field**2).mean())),
        "after the maximum": float(np.sqrt((pooled["maximum"] ** 2).mean())),
        "after the mean": float(np.sqrt((pooled["mean"] ** 2).mean())),
        "shift by the maximum": float(pooled["maximum"].mean()),
    }


def judge_noise(**found: float) -> Finding:
    before, maximum, mean, moved = found.values()
    return Finding(
        holds_if(maximum < before),
        f"Random noise (seed {SEED}) of size {before:.3g} (root mean square) is of size "
        f"{maximum:.3g} after taking the maximum of 2 × 2, and no longer around zero but "
        f"around {moved:+.3g}: the largest of four errors survives.",
        f"Taking the mean of 2 × 2 makes noise smaller, {mean:.3g}. Max pooling keeps what is "
        f"strongest and drops where exactly it was, be it signal or noise.",
    )


def draw_noise(**found: float) -> Bars:
    names = ("noise before", "after the maximum", "after the mean")
    return Bars("root mean square", tuple(Bar(it, found[it]) for it in names), form="number")


def flipping(evidence: Evidence) -> Figures:
    conv = activations(evidence)[0]
    image = scale(evidence.digits().images[0]).astype(np.float64)
    kernels, bias = conv.weights["kernel"][:, :, 0].astype(np.float64), conv.weights["bias"]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernels.shape[:2])
    found = [
        np.abs(np.einsum("hwij,ijf->hwf", windows, kernel) + bias - conv.output).max()
        for kernel in (kernels, kernels[::-1, ::-1])
    ]
    return {"from a correlation": float(found[0]), "from a convolution": float(found[1])}


def judge_flipping(**found: float) -> Finding:
    correlation, convolution = found.values()
    return Finding(
        holds_if(convolution < correlation),
        f"Sliding the kernels as they are gives the layer's output to within {correlation:.1g}. "
        f"Turning them by 180°, as a convolution in mathematics does, is off by up to "
        f"{convolution:.2g}.",
        "It is a cross-correlation, here as in Keras and PyTorch. Since the kernels are learnt, a "
        "turned one would have been learnt just as well; the name stayed.",
    )


def moving(evidence: Evidence) -> Figures:
    network = evidence.network("keras_cnn")
    digits = scale(evidence.digits().images[:READ])
    here, there = (
        {it.name: it.output for it in network.activations(image)}
        for image in (digits[0], shift(digits[:1], MOVED, 0)[0])
    )
    inside = slice(4, -4)
    difference = here["conv1"][:, inside][:, :-MOVED] - there["conv1"][:, inside][:, MOVED:]
    whole = digits[keeps_ink(digits, shift(digits, FAR, 0))]
    if not len(whole):
        raise NotMeasured(f"All of the first {len(digits)} digits are cut off when moved so far.")
    answers = [network.predict(shift(whole, right, 0)).argmax(axis=1) for right in (0, FAR)]
    return {
        "filter off by": float(np.abs(difference).max()),
        "answers that stay": float((answers[0] == answers[1]).mean()),
        "whole digits": len(whole),
    }


def judge_moving(**found: float) -> Finding:
    off, stay, digits = found.values()
    follows, recognised = off < ALMOST, stay > 0.99
    return Finding(
        HOLDS if follows and recognised else DEPENDS if follows or recognised else FAILS,
        f"Move a digit by {MOVED} pixels, and the maps of the first convolution move along; the "
        f"largest difference is {off:.1g}. But move {digits} digits by {FAR} "
        f"(of {READ}, those that are not cut off), and {percent(stay, 0)} of the answers stay what "
        f"they were.",
        "A filter finds its pattern anywhere (it is equivariant: its response moves along). The "
        "dense layers behind it have a weight for every position, so the network is not invariant.",
    )


def softmax_example(evidence: Evidence) -> Figures:
    shares, _ = cross_entropy(np.array([1.0, 2.0, 3.0]), 2)
    return {f"digit {place}": float(share) for place, share in enumerate(shares)}


def judge_softmax_example(**found: float) -> Finding:
    shares = tuple(found.values())
    words = ", ".join(f"{share:.4f}" for share in shares)
    return Finding(
        holds_if(tuple(round(share, 2) for share in shares) == (0.09, 0.24, 0.67)),
        f"e¹, e² and e³ divided by their sum are {words}.",
    )


def loss_example(evidence: Evidence) -> Figures:
    _, loss = cross_entropy(np.log(np.array(PREDICTED)), 3)
    return {"loss": loss, "sum of the probabilities": float(sum(PREDICTED))}


def judge_loss_example(**found: float) -> Finding:
    loss, total = found.values()
    return Finding(
        holds_if(round(loss, 3) == 0.357 and round(total, 6) == 1),
        f"The ten probabilities add up to {total:.3g}, and −log 0.7 = {loss:.4f}. The other nine "
        f"do not count.",
    )


CLAIMS = (
    Claim(
        "dropout-at-test",
        "Dropout when predicting",
        TOPIC,
        (
            Quote(
                "004", 278, "All neurons active, but weights scaled by 0.5 to maintain expectations"
            ),
        ),
        "When the Keras network predicts, its weights are scaled by 0.5.",
        dropout_at_test,
        judge_dropout_at_test,
        basis=NOW,
        chart=draw_dropout_at_test,
        page="training",
    ),
    Claim(
        "noise",
        "Pooling drops noise",
        TOPIC,
        (Quote("004", 185, "**Feature robustness**: Keeps strongest activations, drops noise"),),
        "Max pooling makes noise smaller.",
        noise,
        judge_noise,
        chart=draw_noise,
    ),
    Claim(
        "flipping",
        "Is it a convolution?",
        TOPIC,
        (Quote("001", 40, "applying filters that convolve with the image data"),),
        "A convolutional layer convolves, in the sense of mathematics.",
        flipping,
        judge_flipping,
        basis=NOW,
        page="architecture",
    ),
    Claim(
        "moving",
        "Patterns regardless of position",
        TOPIC,
        (
            Quote(
                "002", 146, "**Translation Invariance**: Recognizes patterns regardless of position"
            ),
            Quote(
                "004",
                36,
                "**Translation Invariance**: Recognizes patterns regardless of their position",
            ),
        ),
        "Wherever a pattern is, the filters and the network find the same.",
        moving,
        judge_moving,
        basis=NOW,
        page="robustness",
    ),
    Claim(
        "softmax-example",
        "Softmax of 1, 2, 3",
        TOPIC,
        (Quote("004", 311, "After softmax: [0.09, 0.24, 0.67] (probabilities)"),),
        "Softmax turns the scores 1, 2 and 3 into 0.09, 0.24 and 0.67.",
        softmax_example,
        judge_softmax_example,
        page="training",
    ),
    Claim(
        "loss-example",
        "The loss of 0.7",
        TOPIC,
        (Quote("004", 342, "Loss = -log(0.7) ≈ 0.357 (good prediction, low loss)"),),
        "A network that gives the right digit 0.7 has a loss of 0.357.",
        loss_example,
        judge_loss_example,
        page="training",
    ),
)

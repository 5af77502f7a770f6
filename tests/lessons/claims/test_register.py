"""Every claim: its words are the document's, its verdict follows from its figures and flips."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from mnist_core.lessons.claims.chart import Lines
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    DOCUMENTS,
    FAILS,
    HOLDS,
    STORED,
    UNKNOWN,
    Evidence,
    settle,
)
from mnist_core.lessons.claims.origin import origin_of
from mnist_core.lessons.claims.register import CLAIMS, TOPICS
from mnist_core.studies.stored_results import NotMeasured

TEXTS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


def matrix(*pairs: tuple[int, int]) -> tuple[tuple[int, ...], ...]:
    """Confusions in which exactly these pairs occur, twice each."""
    return tuple(tuple(2 * ((a, b) in pairs) for b in range(10)) for a in range(10))


NAMED = matrix((4, 9), (3, 8), (5, 3), (7, 9))

# What the figures say as they are, other figures, and what the verdict is then.
VERDICTS_AND_FLIPS = {
    "first-maps": (HOLDS, {"height": 28, "width": 28}, FAILS),
    "second-maps": (FAILS, {"side": 13, "pooled_side": 6}, HOLDS),
    "flattened": (FAILS, {"flattened_values": 2304}, HOLDS),
    "features": (HOLDS, {"values": 500}, FAILS),
    "fields": (FAILS, {"sides": {"classic_cnn": 28}}, DEPENDS),
    "parameters": (DEPENDS, {"mlp": 1_000_000}, HOLDS),
    "sharing": (HOLDS, {"shared": 20_000_000}, FAILS),
    "pooling": (FAILS, {"conv2_without": 4 * 18_496}, HOLDS),
    "more-maps": (FAILS, {"sides": {"conv2": 26}, "values": {"pool2": 6_000}}, HOLDS),
    "kernels": (
        DEPENDS,
        {"layer": (9, 5, 4, 3), "network": (90, 50, 40, 30)},
        HOLDS,
    ),
    "updates": (HOLDS, {"updates": 468}, FAILS),
    "reshaping": (FAILS, {"takes_vector": True}, HOLDS),
    "dense-input": (FAILS, {"accepted": False}, HOLDS),
    "channel": (FAILS, {"axes": 1}, HOLDS),
    "one-hot": (FAILS, {"largest_difference": 0.1}, HOLDS),
    "from-scores": (FAILS, {"largest_difference": 0.1}, HOLDS),
    "constants": (HOLDS, {"mean": 0.2860}, FAILS),
    "standardised": (FAILS, {"paper": 0.0, "ink": 1.0}, HOLDS),
    "dropout-at-test": (FAILS, {"predicting": 0.5}, HOLDS),
    "noise": (FAILS, {"after_maximum": 0.5}, HOLDS),
    "flipping": (FAILS, {"correlation": 2.0, "convolution": 1e-7}, HOLDS),
    "moving": (DEPENDS, {"answers_that_stay": 1.0}, HOLDS),
    "softmax-example": (HOLDS, {"digit_0": 0.2}, FAILS),
    "loss-example": (HOLDS, {"loss": 0.7}, FAILS),
    "anywhere": (
        FAILS,
        {"shares": {"classic_cnn": (0.99,) * 5, "keras_cnn": (0.99,) * 5}},
        HOLDS,
    ),
    "nearby": (DEPENDS, {"keras_cnn": (0.99, 0.99, 0.985)}, HOLDS),
    "optimisers": (
        DEPENDS,
        {"test": {f"SGD, momentum 0.9, rate {rate}": (0.2,) * 3 for rate in (0.01, 0.1)}},
        HOLDS,
    ),
    "losses": (HOLDS, {"squared_error": (0.5, 0.5, 0.5)}, FAILS),
    "pixels": (DEPENDS, {"test": {"Adam, 0 to 255": (0.4,) * 3}}, HOLDS),
    "larger-batches": (HOLDS, {"per_epoch": {128: (99.0,) * 3}}, DEPENDS),
    "smaller-batches": (DEPENDS, {"to_the_mark": {32: (0.01,) * 3}}, HOLDS),
    "dropout": (DEPENDS, {"gap_with_dropout": (0.5,) * 3}, FAILS),
    "widths": (DEPENDS, {"test": {512: (0.5,) * 3, 32: (0.5,) * 3}}, HOLDS),
    "more-digits": (HOLDS, {"gaps": {3_000: (0.9,) * 3}}, DEPENDS),
    "long-run": (
        DEPENDS,
        {"validation_loss": (1.0, 0.5, 0.4), "validation_accuracy": (0.1, 0.5, 0.9)},
        FAILS,
    ),
    "steadiness": (DEPENDS, {"worse_batches": 0.0}, HOLDS),
    "looks": (FAILS, {"evaluations": 5064}, HOLDS),
    "first-epochs": (HOLDS, {"after_epoch_1": 0.5, "after_epoch_2": 0.6}, FAILS),
    "sizes": (HOLDS, {"training_digits": 5_000}, FAILS),
    "balance": (DEPENDS, {"ratio": 1.01}, HOLDS),
    "centring": (DEPENDS, {"box_off": 0.0}, HOLDS),
    "paper": (HOLDS, {"zero": 0.1}, FAILS),
    "accuracy-classic-cnn": (HOLDS, {"seeds": (0.95, 0.951, 0.952)}, FAILS),
    "accuracy-wide-cnn": (DEPENDS, {"seeds": (0.9898, 0.9899, 0.9897)}, HOLDS),
    "accuracy-mlp": (DEPENDS, {"seeds": (0.95, 0.951, 0.949)}, HOLDS),
    "accuracy-keras-cnn": (HOLDS, {"seeds": (0.9898, 0.9899, 0.9897)}, FAILS),
    "confusions": (DEPENDS, {"matrices": {"classic_cnn": NAMED}}, HOLDS),
    "choice": (FAILS, {"network": -0.001}, HOLDS),
    "confidence": (DEPENDS, {"sure_of_scrambled_pixels": 0.1}, HOLDS),
}


def test_enough_claims_true_ones_among_them(results):
    verdicts = [result.finding.verdict for result in results.values()]
    assert len(CLAIMS) >= 24
    assert min(map(verdicts.count, (HOLDS, FAILS, DEPENDS))) >= 8
    assert UNKNOWN not in verdicts
    assert set(VERDICTS_AND_FLIPS) == set(CLAIMS)
    assert {quote.document for it in CLAIMS.values() for quote in it.quotes} == set(DOCUMENTS)
    assert len(TOPICS) <= 10


@pytest.mark.parametrize("id", CLAIMS)
def test_the_verdict_from_fresh_figures(id, results):
    verdict, _, _ = VERDICTS_AND_FLIPS[id]
    assert results[id].finding.verdict == verdict


@pytest.mark.parametrize("id", CLAIMS)
def test_other_figures_another_verdict(id, results):
    verdict, changed, expected = VERDICTS_AND_FLIPS[id]
    found = results[id].figures
    for name, value in changed.items():
        if isinstance(value, dict):
            before = getattr(found, name)
            assert value.keys() <= before.keys()
            value = {**before, **value}
        found = replace(found, **{name: value})
    assert CLAIMS[id].judge(found).verdict == expected != verdict


@pytest.mark.parametrize("id", CLAIMS)
def test_figures_are_judged_by_their_names_and_not_by_their_order(id, results):
    found = results[id].figures
    mappings = {it.name: getattr(found, it.name) for it in fields(found)}
    turned = {
        name: dict(reversed(list(value.items())))
        for name, value in mappings.items()
        if isinstance(value, Mapping)
    }
    assert CLAIMS[id].judge(replace(found, **turned)).verdict == results[id].finding.verdict


@pytest.mark.parametrize("id", CLAIMS)
def test_the_finding_can_be_read(id, results):
    claim, finding = CLAIMS[id], results[id].finding
    assert finding.verdict in (HOLDS, FAILS, DEPENDS)
    assert finding.says.endswith((".", "!")) and finding.instead[-1:] in ("", ".")
    assert finding.verdict == HOLDS or finding.instead  # what would be true instead
    for word in ("None", "nan", "inf ", "{", "  "):
        assert word not in finding.says + finding.instead
    assert id == id.lower() and "_" not in id and len(claim.title) <= 34


def drawable(figures):
    """The numbers that may be drawn of these figures; of a matrix, its counts either way round."""
    for figure in figures:
        if not isinstance(figure, tuple):
            yield figure
        elif isinstance(figure[0], tuple):
            yield from (np.array(figure) + np.transpose(figure)).ravel().tolist()
        else:
            yield from (*figure, min(figure), fmean(figure))


@pytest.mark.parametrize("id", [id for id, claim in CLAIMS.items() if claim.chart])
def test_the_chart_holds_the_figures(id, results):
    """What a chart does not mark as said is a figure, or the least or the mean of one's numbers."""
    chart = results[id].chart
    found = dict(results[id].figures.by_name())
    if isinstance(chart, Lines):
        assert chart.lines and {y for _, y in chart.lines} <= set(found.values())
    else:
        shown = {bar.value for bar in chart.bars if not bar.said}
        assert shown and shown <= set(drawable(found.values()))


@pytest.mark.parametrize("id", [id for id, claim in CLAIMS.items() if claim.basis == STORED])
def test_stored_figures_say_where_they_come_from(id):
    origin = origin_of(CLAIMS[id])
    assert origin.command.startswith("python -m mnist_core ")
    assert origin.date.startswith("2026-") and origin.versions["python"]
    assert origin.seeds == ((1, 2, 3) if CLAIMS[id].record not in ("mnist", "confusions") else ())
    assert "test digits of MNIST" in origin.data and origin.command in origin.sentence


@pytest.mark.parametrize("id", [id for id, claim in CLAIMS.items() if claim.basis != STORED])
def test_the_others_have_no_stored_origin(id):
    assert origin_of(CLAIMS[id]) is None and not CLAIMS[id].record


def test_what_is_not_stored_is_said_to_be_not_measured(evidence):
    def nothing(name):
        raise NotMeasured(f"This has not been measured yet: {name}.")

    for claim in CLAIMS.values():
        if claim.basis == STORED and not claim.record.endswith(("_cnn", "mlp")):
            result = settle(claim, Evidence(digits=evidence.digits, record=nothing))
            assert result.finding.verdict == UNKNOWN and result.chart is None
            assert "not been measured" in result.finding.says


def repaired(line: str) -> str:
    """A line whose UTF-8 was once read as Windows-1252, as documents 002 and 004 were."""
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line


def lines(document: str) -> list[str]:
    (path,) = TEXTS.glob(f"{document}_*.txt") if TEXTS.is_dir() else [None]
    if path is None:
        pytest.skip("needs the five documents in ../shared/seeds, not part of the repository")
    return path.read_text("utf-8").splitlines()


@pytest.mark.parametrize("id", CLAIMS)
def test_quotes_stand_in_the_documents(id):
    for quote in CLAIMS[id].quotes:
        line = lines(quote.document)[quote.line - 1]
        assert quote.text in line or quote.text in repaired(line), (quote, line)
        assert len(quote.text) <= 200 and quote.text.count("**") % 2 == 0

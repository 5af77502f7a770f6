"""The figures of a network: accuracy, loss, and precision, recall and F1 of each digit."""

from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd
import streamlit as st

from mnist_core.data.imported.raw_images import DIGIT_NAMES
from mnist_core.evaluation.bootstrap import RESAMPLES, SEED
from mnist_core.evaluation.metrics import Evaluation
from mnist_core.evaluation.seed_spread import Spread, spread
from mnist_core.figures import digit_scores as figures
from mnist_core.figures.accuracy_bars import Counted, accuracies
from mnist_core.figures.number_format import between, percent
from pages.ui import controls
from pages.ui.evaluated_digits import EvaluatedDigits
from pages.ui.evaluation import published

SCORE = "score"
SCORES = MappingProxyType({"recall": "Recall", "precision": "Precision", "f1": "F1"})
MEANING = MappingProxyType(
    {
        "recall": "of the digits that are a 4, the share read as 4",
        "precision": "of the digits read as 4, the share that are",
        "f1": "the harmonic mean of precision and recall: low as soon as one of them is",
    }
)
UNKNOWN = "not known"


def at_a_glance(found: Evaluation) -> None:
    """Accuracy and loss with their intervals, and what guessing would reach."""
    loss = found.loss_interval
    range_ = f"{loss.low:#.3g} to {loss.high:#.3g}" if loss else UNKNOWN
    accuracy, majority = between(found.accuracy_interval), found.majority.digit
    with st.container(horizontal=True, gap="medium"):
        for label, value, below in (
            ("Accuracy", percent(found.accuracy), f"95 % interval {accuracy}"),
            (f"Always answering {majority}", percent(found.baseline), "the least to beat"),
            ("Loss, nats", f"{found.loss:#.3g}", f"95 % interval {range_}"),
        ):
            st.metric(
                label, value, delta=below, delta_color="off", delta_arrow="off", width="content"
            )


def scores(id: str, title: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """All figures with their intervals and their spread over the seeds."""
    seeds = evaluated.seeds(id)
    known = None
    colours = controls.palette()
    rows = [Counted(title, found.right, len(found))]
    if seeds is not None and len(seeds.seeds) > 1:
        known = spread(seeds.answers, found.labels)
        pairs = zip(seeds.seeds, known.accuracies, strict=True)
        rows += [Counted(f"seed {s}", round(a * len(found)), len(found), False) for s, a in pairs]
    controls.show(
        evaluated.once(
            ("accuracies", id, colours.name),
            lambda: accuracies(
                rows,
                colours,
                baseline=found.baseline,
                majority=found.majority.digit,
                ceiling=evaluated.ceiling,
            ),
        ),
        alt=f"Accuracy {percent(found.accuracy)}, {between(found.accuracy_interval)}; always "
        f"answering {found.majority.digit} reaches {percent(found.baseline)}.",
        key="accuracies",
    )
    st.caption(
        "On this axis a tenth of the errors is one step: 90, 99, 99.9 %."
        + " The labels of a few digits are wrong, see Hardest: a perfect reader ends before 100 %."
        * bool(len(evaluated.doubted))
    )
    st.markdown(_doubt(found, known))
    score = st.segmented_control(
        "Score",
        list(SCORES),
        format_func=SCORES.__getitem__,
        default="recall",
        key=SCORE,
        required=True,
    )
    average, interval = getattr(found.macro, score), getattr(found.macro_intervals, score)
    controls.show(
        evaluated.once(
            ("scores by digit", id, score, colours.name),
            lambda: figures.scores_by_digit(
                found.digits,
                score,
                colours,
                average=average,
                average_interval=interval,
                spread=[known.of_digit(digit, score) for digit in range(10)] if known else (),
            ),
        ),
        alt=f"{SCORES[score]} of each digit with its 95 % interval.",
        key="scores",
    )
    st.markdown(
        f"**{SCORES[score]}**: {MEANING[score]}. Where the bars overlap, the digits may be equally "
        "hard. The dotted line is the mean of the ten, the band its interval."
    )
    st.table(
        evaluated.once(
            ("scores", id, score), lambda: _table(score, found, known, evaluated.classes)
        )
    )
    st.caption(
        f"Intervals: Wilson’s for shares, and through them for F1; {RESAMPLES:,} bootstrap samples "
        f"(seed {SEED}) for the macro mean and the loss. Micro counts all digits together: each "
        "gets exactly one answer, so its precision, recall and F1 are all the accuracy."
    )
    history = st.expander(
        "How it was trained, and what its document promised", key="history", on_change="rerun"
    )
    if history.open:
        with history:
            published.record(id)


def _doubt(found: Evaluation, known: Spread | None) -> str:
    counted = f"With {len(found):,} digits the accuracy lies in {between(found.accuracy_interval)}"
    if known is None:
        return (
            f"{counted}. How far the same training from another random start would come "
            "is not known."
        )
    return (
        f"Two kinds of doubt. {counted}; more digits would narrow that. The same recipe from "
        f"{len(known.accuracies)} random starts reached {between(known.of_accuracy())}; no number "
        "of digits changes that."
    )


def _table(
    score: str, found: Evaluation, known: Spread | None, classes: Sequence[str]
) -> pd.DataFrame:
    rows = {}
    classes = [*classes, *DIGIT_NAMES[len(classes) :]]  # a network has ten answers
    for digit in found.digits:
        value = getattr(digit, score)
        interval = getattr(digit, f"{score}_interval") if value == value else None
        seeds = known.of_digit(digit.digit, score) if known else None
        rows[classes[digit.digit]] = (value, interval, seeds, digit.support)
    macro = known.of_macro(score) if known else None
    rows["macro"] = (
        getattr(found.macro, score),
        getattr(found.macro_intervals, score),
        macro,
        len(found),
    )
    micro = known.of_accuracy() if known else None
    rows["micro"] = (getattr(found.micro, score), found.accuracy_interval, micro, len(found))
    table = {
        name: {
            SCORES[score]: percent(value) if value == value else UNKNOWN,
            "95 % interval": between(interval),
            "over the seeds": between(seeds),
            "digits": f"{count:,}",
        }
        for name, (value, interval, seeds, count) in rows.items()
    }
    return pd.DataFrame(table).T.rename_axis("digit")

"""Two trained networks on the same digits: who is right where, and whether that proves anything."""

import streamlit as st

from mnist_core.evaluation.comparison import compare, compare_seeds
from mnist_core.evaluation.metrics import Evaluation
from mnist_core.figures.accuracy_bars import Counted, accuracies
from mnist_core.figures.contingency_table import disputed
from mnist_core.figures.number_format import percent
from pages.ui import controls, resources
from pages.ui.evaluated_digits import EvaluatedDigits
from pages.ui.gallery import gallery

OTHER, CELL = "other", "compared_cell"
CELLS = ("only_first", "only_second", "neither", "both")


def comparison(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The two by two table, McNemar's test in a sentence, and the digits of each cell."""
    others = [other for other in controls.offered_networks() if other != id]
    other = st.selectbox("Compare it with", others, key=OTHER, bind="query-params", width=260)
    second = evaluated.evaluation(other)
    both = evaluated.once(("compared", id, other), lambda: compare(found, second))
    names = [controls.plain(resources.network(it).architecture.title) for it in (id, other)]
    if names[0] == names[1]:
        names = [controls.plain(it) for it in (id, other)]
    st.markdown(both.sentence(*names))
    mine, theirs = evaluated.seeds(id), evaluated.seeds(other)
    if mine and theirs and min(len(mine.seeds), len(theirs.seeds)) > 1:
        pairs = evaluated.once(
            ("seeds compared", id, other),
            lambda: compare_seeds(mine.answers, theirs.answers, found.labels),
        )
        st.markdown(pairs.sentence(*names))
    rows = [
        Counted(name, it.right, len(it), k == 0)
        for k, (name, it) in enumerate(zip(names, (found, second), strict=True))
    ]
    colours = controls.palette()
    controls.show(
        evaluated.once(
            ("two accuracies", id, other, colours.name),
            lambda: accuracies(
                rows,
                colours,
                baseline=found.baseline,
                majority=found.majority.digit,
                ceiling=evaluated.ceiling,
            ),
        ),
        alt=f"{names[0]} {percent(found.accuracy)}, {names[1]} {percent(second.accuracy)}.",
        key="two_accuracies",
    )
    if len(both.only_first) + len(both.only_second):
        controls.show(
            evaluated.once(
                ("disputed", id, other, colours.name),
                lambda: disputed(both, names[0], names[1], colours),
            ),
            alt=f"Only {names[0]} right: {len(both.only_first):,}. Only {names[1]}: "
            f"{len(both.only_second):,}.",
            key="disputed",
        )
    st.markdown(
        f"| digits | {names[1]} right | {names[1]} wrong |\n|---|---|---|\n"
        f"| **{names[0]} right** | {len(both.both):,} | {len(both.only_first):,} |\n"
        f"| **{names[0]} wrong** | {len(both.only_second):,} | {len(both.neither):,} |"
    )
    st.caption(
        "McNemar’s exact test looks only at the digits that one of the two reads right: two "
        "equally good copies would share them like tosses of a coin. “Better” means p < 0.05, so "
        "of one comparison it is said by mistake at most 5 times in 100; trying several networks "
        "raises that. It is said of these trained copies: other random starts may differ. Two "
        "intervals that overlap decide nothing, because both networks read the same digits."
    )
    who = f"Only {names[0]}", f"Only {names[1]}", "Neither", "Both"
    titles = dict(zip(CELLS, who, strict=True))
    cell = st.segmented_control(
        "Right on these digits",
        CELLS,
        key=CELL,
        required=True,
        default=CELLS[len(both.only_second) > len(both.only_first)],
        format_func=lambda cell: f"{titles[cell]} ({len(getattr(both, cell)):,})",
    )
    indices = getattr(both, cell)
    labels = {int(i): f"{found.predicted[i]} · {second.predicted[i]}" for i in indices}
    words = f"under each, what {names[0]} · {names[1]} read. The bars are {names[0]}’s."
    gallery(evaluated, found, indices, f"compared_{cell}", words, labels)

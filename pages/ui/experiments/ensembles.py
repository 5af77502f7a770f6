"""Ensembles: the mean of what several networks say, held against each of them alone."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from operator import add

import pandas as pd
import streamlit as st

from mnist_core.evaluation.ensemble import Cost, Ensemble, ensemble
from mnist_core.figures.accuracy_bars import Counted, accuracies
from mnist_core.figures.number_format import between, percent
from pages.ui import controls, evaluated_digits, guess, resources
from pages.ui.evaluated_digits import EvaluatedDigits
from pages.ui.gallery import gallery

MEMBERS, CHOSEN = "members", "chosen_members"  # the URL's parameter, and the widget's key
FIRST = ("keras_cnn", "classic_cnn")
GUESS, AGAINST, ERRORS = "ensemble_guess", "against", "errors_shown"
AVERAGE = "the average"
VANISHED, NEW, LEFT = "vanished", "new", "left"


def show() -> None:
    """Choose members and digits, guess, then see what averaging gains and what it costs."""
    st.markdown(
        "Let several networks read the same digit and average their ten probabilities. Each makes "
        "errors of its own; what they do not share, the average can put right."
    )
    digits = evaluated_digits.choose()
    ids = _choose_members()
    if len(ids) < 2:
        st.info("Choose at least two networks: one alone is its own average.")
        return
    names = _names(ids)
    found = ensemble([digits.evaluation(id) for id in ids])
    _members_alone(names, found, digits)
    key, most = "_".join((GUESS, *ids, digits.key)), len(found.average)
    asks = f"How many errors fewer than {names[found.best]} will the average make?"
    guessed = guess.number(key, asks, -most, most, 0)
    if guessed is None:
        return
    _verdict(names, found, key, guessed)
    _accuracies(names, found)
    _changed_errors(names, found, digits)
    st.header("How much they differ", anchor=False)
    _disagreement(names, found)
    st.header("What it costs", anchor=False)
    _costs(ids, names, found)


def _choose_members() -> tuple[str, ...]:
    """The networks to average: shipped ones, the session's runs, and those that a link names.

    One parameter holds them all: of several with one name a fresh server would keep the last.
    """
    asked = st.query_params.get(MEMBERS)
    if asked is not None and CHOSEN not in st.session_state:
        st.session_state[CHOSEN] = controls.offer_networks(asked.split(","))
    chosen = st.multiselect(
        "Members",
        controls.offered_networks(),
        default=None if CHOSEN in st.session_state else FIRST,
        key=CHOSEN,
        persist_state="session",
        help="Networks that ship, and the runs of this session once they have ended.",
    )
    st.query_params[MEMBERS] = ",".join(chosen)
    return tuple(chosen)


def _names(ids: tuple[str, ...]) -> list[str]:
    """What to call networks: their titles, with the end of the id where two have the same."""
    titles = [controls.plain(resources.network(id).architecture.title) for id in ids]
    often = Counter(titles)
    pairs = zip(ids, titles, strict=True)
    return [title if often[title] == 1 else f"{title} {id[-4:]}" for id, title in pairs]


def _members_alone(names: list[str], found: Ensemble, digits: EvaluatedDigits) -> None:
    errors = [
        f"**{name}** {len(it) - it.right}" for name, it in zip(names, found.members, strict=True)
    ]
    st.markdown(
        f"Errors of each alone on {len(found.average):,} {digits.name}: {', '.join(errors)}."
    )


def _verdict(names: list[str], found: Ensemble, key: str, guessed: str) -> None:
    saved, errors = found.errors_saved, len(found.average) - found.average.right
    than = "as many as" if not saved else f"{abs(saved)} {'fewer' if saved > 0 else 'more'} than"
    guess.came_out(
        key,
        f"The average makes **{errors} errors, {than} {names[found.best]}**, the best member "
        f"on these digits.",
        guessed == f"{saved:,}",
    )
    chance = found.against(found.best)
    st.markdown(chance.sentence(names[found.best], AVERAGE))


def _accuracies(names: list[str], found: Ensemble) -> None:
    average = found.average
    rows = [Counted("average", average.right, len(average))]
    rows += [
        Counted(name, it.right, len(it), False)
        for name, it in zip(names, found.members, strict=True)
    ]
    controls.show(
        accuracies(
            rows,
            controls.palette(),
            baseline=average.baseline,
            majority=average.majority.digit,
        ),
        alt=f"The average {percent(average.accuracy)}, {between(average.accuracy_interval)}; "
        + ", ".join(f"{row.name} {percent(row.right / row.count)}" for row in rows[1:])
        + ".",
        key="ensemble_accuracies",
    )
    st.markdown(
        f"Its loss is **{average.loss:#.3g}** nats; the members' are {found.mean_loss:#.3g} on "
        "average. That part is no luck: the loss of an average is never above the average of the "
        "losses. The number of errors comes with no such promise."
    )


def _changed_errors(names: list[str], found: Ensemble, digits: EvaluatedDigits) -> None:
    """Which errors of a member vanish in the average, which are new, and which stay."""
    places = range(len(names))
    member = st.selectbox(
        "Its errors beside those of", places, found.best, names.__getitem__, key=AGAINST, width=260
    )
    changed = found.against(member)
    cells = {VANISHED: changed.only_second, NEW: changed.only_first, LEFT: changed.neither}
    titles = {VANISHED: "Vanished", NEW: "New", LEFT: "Left"}
    cell = st.segmented_control(
        "Errors",
        list(cells),
        key=ERRORS,
        required=True,
        default=max(cells, key=lambda cell: len(cells[cell])),
        format_func=lambda cell: f"{titles[cell]} ({len(cells[cell]):,})",
    )
    answers, labels = found.answers, found.average.labels
    under = {int(i): f"{labels[i]}: {' '.join(map(str, answers[:, i]))}" for i in cells[cell]}
    words = {
        VANISHED: f"{names[member]} reads them wrong, the average right",
        NEW: f"{names[member]} reads them right, the average wrong",
        LEFT: "both read them wrong",
    }[cell]
    order = ", ".join(names)
    gallery(
        digits,
        found.average,
        cells[cell],
        f"ensemble_{member}_{cell}",
        f"{words}. Under each its label, then what each member reads: {order}. The bars are the "
        "average's.",
        under,
    )


def _disagreement(names: list[str], found: Ensemble) -> None:
    pairs = pd.DataFrame(
        [[percent(share) for share in row] for row in found.disagreement], names, names
    )
    st.markdown("Share of the digits that two members read differently:")
    st.table(pairs.rename_axis("member"))
    rows = {
        f"{it.members} of {len(names)}": {
            "digits": f"{it.digits:,}",
            "read right": percent(it.right / it.digits),
        }
        for it in found.agreement
        if it.digits
    }
    st.markdown("How many members read a digit as the average does, and how often it is right:")
    st.table(pd.DataFrame(rows).T.rename_axis("members that agree"))
    st.caption(
        "Look at the first row and at the last: disagreement is a warning. Members that never "
        "differ gain nothing by averaging, and one that is much weaker spoils it: try two equally "
        "good ones, then add a weak one."
    )


def _costs(ids: tuple[str, ...], names: list[str], found: Ensemble) -> None:
    costs = [resources.cost(id) for id in ids]
    rows = {name: _cost_row(it) for name, it in zip(names, costs, strict=True)}
    rows["average"] = _cost_row(reduce(add, costs))
    st.table(pd.DataFrame(rows).T.rename_axis("network"))
    st.caption(
        "To read one digit, every member has to. The time is measured on this server, one digit "
        "at a time, the median of 15; the average's is their sum."
    )


def _cost_row(cost: Cost) -> dict[str, str]:
    return {
        "parameters": f"{cost.parameters:,}",
        "multiply–accumulates": f"{cost.macs:,}",
        "kB": f"{cost.kilobytes:,.0f}",
        "ms a digit": f"{cost.milliseconds:.2f}",
    }

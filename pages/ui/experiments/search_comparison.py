"""Two searches side by side: which found the better training, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from mnist_core.figures.search_charts import best_so_far_chart
from mnist_core.search.trial import TrialState, best, epochs_trained
from pages.ui import controls
from pages.ui.experiments.search_form import WORDS

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper

FIRST, SECOND = "first_search", "second_search"


def show(keeper: Keeper, names: Sequence[str]) -> None:
    """Choose two; their best so far in one chart, and what each of them cost."""
    if len(names) < 2:
        st.info("There is nothing to compare before there are two searches.")
        return
    left, right = st.columns(2)
    one = left.selectbox("One search", names, key=FIRST, bind="query-params")
    others = [name for name in names if name != one]
    other = right.selectbox("Another", others, key=SECOND, bind="query-params")
    searches = {name: keeper.search(name).trials() for name in (one, other)}
    controls.show(
        best_so_far_chart(searches, controls.palette()),
        alt=f"The best score of {one} and of {other} after each finished trial.",
        key="two_searches",
    )
    rows = []
    for name, trials in searches.items():
        winner = best(trials)
        rows.append(
            {
                "Search": name,
                "Best": "none yet" if winner is None else f"{winner.score:.2%}",
                "Epochs trained": epochs_trained(trials),
                "Chosen by": WORDS[keeper.search(name).plan.sampler],
                "Finished": sum(it.state == TrialState.FINISHED for it in trials),
                "Pruned": sum(it.state == TrialState.PRUNED for it in trials),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    st.caption(
        "Epochs are what a search costs. Of two bests that lie close together, the higher one may "
        "be luck: the experiment “One seed against three” shows how often."
    )

"""How a shipped network was trained, what it reached, and what its document promised."""

import pandas as pd
import streamlit as st

from mnist_core.evaluation.statistics import wilson
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.weights import manifest


def exact(share: float) -> str:
    """A share of 10,000 digits, to the last of them: "99.21 %"."""
    return f"{100 * share:.2f} %"


def record(id: str) -> None:
    """What a shipped network reached on the 10,000 test digits, and what its document claims."""
    entry = manifest().get(id)
    if entry is None:
        st.markdown(
            "No record: only the networks that ship with this app were trained three times and "
            "scored on MNIST's 10,000 test digits."
        )
        return
    architecture, seeds = ARCHITECTURES[id], entry["seeds"]
    test = seeds[0]["test"]
    times = f"{len(seeds)} times by its recipe, each time from other random weights"
    times = times if len(seeds) > 1 else "once by its recipe"
    st.markdown(
        f"{architecture.title} was trained {times}, and scored on {test['digits']:,} "
        f"{test['name']}."
    )
    rows = {}
    for seed in seeds:
        accuracy, count = seed["test"]["accuracy"], seed["test"]["digits"]
        low, high = wilson(round(accuracy * count), count)
        shipped = " (shipped)" if seed["seed"] == entry["shipped seed"] else ""
        rows[f"seed {seed['seed']}{shipped}"] = {
            "accuracy": exact(accuracy),
            "95 % interval": f"{exact(low)} to {exact(high)}",
            "loss": f"{seed['test']['loss']:.3g}",
            "training": f"{seed['seconds']:,.0f} s",
        }
    if len(seeds) > 1:
        rows["mean"] = {"accuracy": exact(entry["mean test accuracy"])}
    st.table(pd.DataFrame(rows).T.fillna("").rename_axis("run"))
    st.caption(
        f"Trained on {entry['data']['training']:,} digits, {entry['date']}, with "
        f"`{entry['command']}`"
        f"{'; the shipped run is the middle one by validation accuracy' * (len(seeds) > 1)}."
    )
    claim = architecture.claim
    st.markdown(
        f"What {architecture.source} promises (line {claim.line}): “{claim.quote}”"
        if claim
        else "Its source makes no promise."
    )

"""Calibration: whether the network is right as often as it says, and how one number mends it."""

import streamlit as st

from mnist_core.evaluation.calibration import (
    calibration_error,
    error_by_chance,
    reliability,
    with_temperature,
)
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.figures.number_format import percent
from mnist_core.figures.reliability_diagram import reliability_diagram
from pages.ui import controls, resources
from pages.ui.evaluated_digits import EvaluatedDigits

BEFORE, AFTER = "as trained", "with temperature"


def calibration(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The reliability diagram before and after temperature scaling, and what it changes."""
    temperature = resources.temperature(id)
    scaled = evaluated.once(
        ("with temperature", id),
        lambda: evaluate(with_temperature(found.probabilities, temperature.value), found.labels),
    )
    bins = {
        name: reliability(it.probabilities, it.labels)
        for name, it in ((BEFORE, found), (AFTER, scaled))
    }
    errors = {name: calibration_error(counted) for name, counted in bins.items()}
    chance = evaluated.once(("error by chance", id), lambda: error_by_chance(found.probabilities))
    colours = controls.palette()
    st.markdown(
        "When it says 90 %, is it right nine times in ten? A point below the dotted line: surer "
        "than it should be. Above it: more modest than it need be."
    )
    controls.show(
        evaluated.once(
            ("reliability", id, colours.name),
            lambda: reliability_diagram(
                bins, colours, baseline=found.baseline, majority=found.majority.digit
            ),
        ),
        alt=f"Reliability diagram. Calibration error {percent(errors[BEFORE])} as trained, "
        f"{percent(errors[AFTER])} with temperature.",
        key="reliability",
    )
    with st.container(horizontal=True, gap="medium"):
        for name, it in ((BEFORE, found), (AFTER, scaled)):
            st.metric(
                f"Calibration error, {name}",
                percent(errors[name]),
                delta=f"loss {it.loss:#.3g} nats",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
        st.metric(
            "Temperature",
            f"{temperature.value:#.3g}",
            delta=f"fitted on {temperature.digits:,} validation digits",
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
    st.markdown(_verdict(errors[BEFORE], chance, temperature.value))
    if temperature.at_limit:
        st.warning(
            "No best temperature is known: it lies beyond the range looked at, as it does when "
            "every validation digit is read right, or none is."
        )
    st.caption(
        "Expected calibration error: the gap between confidence and accuracy, averaged over the "
        "digits in ten bins. The temperature divides the logits; answers and accuracy stay the "
        "same. The digits judged here did not choose it."
    )


def _verdict(error: float, chance: float, temperature: float) -> str:
    stays = f"By chance alone an honest network stays below {percent(chance)} here 95 times in 100"
    if error <= chance:
        return f"{stays}: this one does, so **nothing shows that it is not honest**."
    way = "surer" if temperature > 1 else "less sure"
    return (
        f"{stays}: this one does not. A temperature {'above' if temperature > 1 else 'below'} 1 "
        f"means that on its validation digits it was **{way} than it should be**."
    )

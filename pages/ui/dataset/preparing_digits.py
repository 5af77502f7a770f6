"""A digit of the data on its way to a network: scaled, standardised, flattened."""

import streamlit as st

from mnist_core.data.preprocessing import stages
from mnist_core.figures import digit_charts as figures
from pages.ui import controls, digit_choice


def prepared(digit: digit_choice.ChosenDigit) -> None:
    """Every stage with its numbers."""
    steps = {stage.name: stage for stage in stages(digit.image, digit.label)}
    pictures = [steps[key] for key in ("Reshape", "Scale", "Standardise")]
    controls.show(
        figures.preparation(pictures, controls.palette()),
        alt="The digit three times: as stored, scaled, and standardised.",
        key="stages",
    )
    for stage in pictures:
        st.markdown(f"**{stage.name}.** {stage.sentence}")
    for key, unit in (("Flatten", "input"), ("One-hot", "place")):
        st.markdown(f"**{key}.** {steps[key].sentence}")
        controls.show(
            figures.strip(steps[key].array, controls.palette(), unit),
            alt=f"{key}: {len(steps[key].array)} numbers in a row.",
            key=key,
        )

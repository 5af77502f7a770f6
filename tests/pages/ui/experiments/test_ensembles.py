"""The Ensembles tab, on the 1,000 embedded held-out digits."""

import numpy as np
import pytest

from pages.ui import resources
from tests.pages.guesses import guess

PART = {"part": "Ensembles"}


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


@pytest.mark.slow
def test_a_guess_comes_before_the_average(app) -> None:
    at = app("experiments", **PART, members="mlp")
    assert not at.exception
    assert "Choose at least two networks" in at.info[0].value
    at.multiselect(key="chosen_members").set_value(["mlp", "robust_cnn"]).run()
    assert not at.exception
    assert "**Multilayer perceptron** 26, **Robust CNN** 1." in words(at)
    assert "The average makes" not in words(at) and not at.get("plotly_chart")
    key = "ensemble_guess_mlp_robust_cnn_test"
    at.number_input(key=f"{key}_number").set_value(3).run()
    guess(at, key, "That is my guess")
    assert not at.exception
    labels = resources.split("test").labels
    said = [resources.predictions(id, "test") for id in ("mlp", "robust_cnn")]
    wrong = int((np.add(*said).argmax(axis=1) != labels).sum())
    assert f"The average makes **{wrong} errors" in words(at)
    assert "You guessed **3**: not quite." in words(at)
    pairs, agreement, costs = (table.value for table in at.table)
    differ = (said[0].argmax(axis=1) != said[1].argmax(axis=1)).mean()
    assert pairs.loc["Robust CNN", "Multilayer perceptron"] == f"{100 * differ:#.3g} %"
    assert agreement.loc["2 of 2", "digits"] == f"{1000 * (1 - differ):.0f}"
    sizes = [int(size.replace(",", "")) for size in costs["parameters"]]
    assert (
        sizes[2]
        == sizes[0] + sizes[1]
        == 109_386 + resources.network("robust_cnn").architecture.parameters
    )


@pytest.mark.slow
def test_a_link_names_the_members_and_what_is_not_there_is_passed_over(app) -> None:
    at = app("experiments", **PART, members="run-0123456789abcdef,robust_cnn,mlp,nonsense")
    assert not at.exception
    assert at.multiselect(key="chosen_members").value == ["robust_cnn", "mlp"]
    assert at.query_params["members"] == "robust_cnn,mlp"

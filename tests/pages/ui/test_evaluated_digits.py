"""On which digits a network is judged: other ones than MNIST's, and none it has learnt from."""

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.recipe import Recipe
from mnist_core.network.weights import manifest
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run
from pages.ui import resources
from tests.pages.evaluation_page import words
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR


@pytest.mark.slow
def test_with_the_full_mnist_one_may_judge_on_the_held_out_digits_too(
    app, full_mnist_path, monkeypatch
) -> None:
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    at = app("evaluation", network="mlp")
    assert not at.exception
    assert "**Multilayer perceptron** on **10,000 MNIST test digits**" in words(at)
    assert at.metric[1].label == "Always answering 1" and at.metric[1].value == "11.3 %"
    recorded = [seed["test"]["accuracy"] for seed in manifest()["mlp"]["seeds"]]
    spread = f"{100 * min(recorded):.1f} to {100 * max(recorded):.1f} %"
    assert at.table[0].value.loc["micro", "over the seeds"] == spread
    at.segmented_control(key="judged").set_value("held out").run()
    assert not at.exception
    assert "on **1,000 held-out training digits**" in words(at)
    assert "They are not the MNIST test set." in words(at)
    place = resources.held_out_places()[17]
    image = resources.split("train").images[place]
    assert np.array_equal(image, resources.split("held out").images[17])


@pytest.fixture(scope="module")
def few_of_mnist(full_mnist_path, tmp_path_factory):
    """A file of MNIST's last training and first test digits, without the held-out thousand."""
    path = tmp_path_factory.mktemp("few") / "few.npz"
    with np.load(full_mnist_path) as known:
        few = {name: known[name][:300] for name in ("x_test", "y_test")}
        few |= {name: known[name][-3_000:] for name in ("x_train", "y_train")}
    np.savez(path, **few)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("query", [{}, {"judged": "held out"}])
def test_a_file_without_the_held_out_digits_is_not_judged_on_them(
    app, few_of_mnist, monkeypatch, query
) -> None:
    monkeypatch.setenv("MNIST_PATH", str(few_of_mnist))
    at = app("evaluation", network="mlp", part="Hardest", **query)
    assert not at.exception and not at.segmented_control(key="hard_kind").disabled
    assert "on **300 test digits of few.npz**" in words(at)
    assert "Held-out training digits" not in words(at) and "MNIST test" not in words(at)
    assert "judged" not in {control.key for control in at.segmented_control}
    assert resources.held_out_places() == ()


def test_a_network_that_learnt_from_other_digits_says_so(app, few_of_mnist, monkeypatch, home):
    here = resources.dataset().provenance
    with monkeypatch.context() as other:
        other.setenv("MNIST_PATH", str(few_of_mnist))
        there = load_dataset().provenance
    recipe, said = Recipe(epochs=1), "This network learnt from the 3,000 in few.npz"
    for provenance, told in ((there, True), (here, False), (None, False)):
        run = create_run(TrainingConfig(LINEAR, recipe, examples=300, provenance=provenance))
        train_run(run, backend=small_trainer)
        at = app("evaluation", network=f"run-{run.id}")
        assert not at.exception and "**1,000 held-out training digits**" in words(at)
        assert (said in words(at)) == told

"""By what shipped and trained networks, and those from files, refuse."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.rejection import against_none, measure_rejection
from mnist_core.evaluation.seed_answers import stored_max_logit
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights
from mnist_core.studies.refusal_threshold import has_learnt_outliers, rejection_of
from mnist_core.training.config import TrainingConfig
from mnist_core.training.runs import create_run

VALIDATION = held_out_digits()[:50]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_a_shipped_networks_scores_are_on_record(id):
    found = rejection_of(id, Network.load(id), VALIDATION)
    np.testing.assert_array_equal(found.max_logit, np.sort(stored_max_logit(id)[0]))
    assert not found.learnt_outliers
    assert found.usual == found.threshold(0.98)


@pytest.mark.parametrize("outliers", [0.0, 0.1])
def test_a_run_has_learnt_outliers_where_its_recipe_says_so(home, outliers):
    """Whatever the shipped network of that architecture has learnt."""
    for architecture in (ARCHITECTURES["mlp"], ARCHITECTURES["robust_cnn"]):
        recipe = replace(architecture.recipe, outliers=outliers)
        run = create_run(TrainingConfig(architecture, recipe, seed=1))
        network = Network.initialise(architecture, 1)
        save_weights(run.path / "weights.npz", architecture, network.weights)
        for name in (run.id, str(run.path)):
            assert has_learnt_outliers(name) == bool(outliers)
        found = rejection_of(run.id, network, VALIDATION)
        expected = measure_rejection(network, VALIDATION).max_logit
        np.testing.assert_array_equal(found.max_logit, expected)
        assert found.usual == (against_none(0.95) if outliers else found.threshold(0.98))


def test_of_a_file_nobody_knows(tmp_path):
    network = Network.load("robust_cnn")
    save_weights(tmp_path / "own.npz", network.architecture, network.weights)
    assert not has_learnt_outliers(str(tmp_path / "own.npz"))

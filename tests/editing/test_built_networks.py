"""What somebody builds is one network: in NumPy, in JavaScript, in Keras and in the summary."""

from base64 import b64encode
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.embedded import embedded_digits
from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import read, written
from mnist_core.editing.presets import PRESETS
from mnist_core.network.layers import LayerError
from mnist_core.network.recipe import Recipe
from mnist_core.training import keras_trainer
from mnist_core.training.config import TrainingConfig
from mnist_core.web.packed_network import layer_facts, preparation_facts
from mnist_core.web.payload import pack, pixels
from tests.js.node import ask
from tests.js.small_networks import random_network
from tests.network.random_networks import drafts

TOLERANCE = 1e-5
DIGIT = embedded_digits().images[3]
TABLE = Path(__file__).with_name("illegal_networks.txt").read_text("utf-8")
ILLEGAL = dict(line.split("\t") for line in TABLE.splitlines())  # the sentence by the link
LARGE = 60_000  # parameters; all of them go through a pipe to Node


def built(count):
    """The presets, then so many legal networks drawn at random, with random weights."""
    legal = (draft for draft in drafts(14) if not any(line.fault for line in draft.lines()))
    random = (it for it in map(Draft.architecture, legal) if it.parameters < LARGE)
    found = [*PRESETS.values(), *islice(random, count)]
    return [random_network(architecture, n) for n, architecture in enumerate(found)]


def sent(network):
    """A network as the explorer gets it, for Node."""
    facts = [layer_facts(row) for row in network.architecture.rows]
    packed = b64encode(pack(network)[1]).decode("ascii")
    return {**preparation_facts(network.architecture), "layers": facts, "packed": packed}


def in_javascript(networks):
    """Scores before the softmax and probabilities of one digit, for each network, by Node."""
    given = {"networks": [sent(network) for network in networks], **pixels(DIGIT)}
    return ask("read_networks.js", given)


def disagreement(network, told):
    """How far NumPy and JavaScript are from Keras; scores as shares of the largest, if over 1.

    The summary's shapes and parameters, layer by layer, have to be Keras'.
    """
    architecture = network.architecture
    model = keras_trainer.build_model(architecture)
    for row in architecture.rows:
        twin = model.get_layer(row.layer.name)
        assert twin.output.shape[1:] == row.output_shape
        assert twin.count_params() == row.parameters
    assert model.count_params() == architecture.parameters
    keras_trainer.set_weights(model, network.weights)
    expected = np.asarray(model(network.prepare(DIGIT[np.newaxis]), training=False))[0]
    *_, scores, found = network.activations(DIGIT)
    scale = max(float(np.abs(scores.output).max()), 1)
    in_scores = np.abs(np.array(told[0]) - scores.output).max() / scale
    return np.abs(found.output - expected).max(), max(np.abs(told[1] - expected).max(), in_scores)


def learns(architecture):
    """Whether a training step runs: its loss is a number, and it moves the last layer's weights."""
    trainer = keras_trainer.Trainer(TrainingConfig(architecture, Recipe(), seed=1))
    before, (kernel, *_) = trainer.weights, [it for it in trainer.weights if "kernel" in it][::-1]
    loss = trainer.train_batch(embedded_digits()[:8]).loss
    return np.isfinite(loss) and (before[kernel] != trainer.weights[kernel]).any()


@pytest.mark.slow
@pytest.mark.usefixtures("no_graphs")
def test_presets_and_100_random_networks_read_alike_in_numpy_javascript_and_keras():
    """200 of them, each with a training step: python -m tests.benchmarks built_networks."""
    networks = built(100)
    for network, told in zip(networks, in_javascript(networks), strict=True):
        assert max(disagreement(network, told)) < TOLERANCE
    residual = [it.architecture for it in networks if "Add" in kinds(it)]
    assert len(residual) > 20
    plain = [it.architecture for it in networks if "Add" not in kinds(it)]
    assert all(map(learns, [*residual[3::6], *plain[3::12]]))


def kinds(network):
    return {layer.kind for layer in network.architecture.layers}


@pytest.mark.slow
@pytest.mark.usefixtures("no_graphs")
@pytest.mark.parametrize("id", PRESETS)
def test_a_preset_learns_from_a_batch(id):
    config = TrainingConfig(PRESETS[id], PRESETS[id].recipe, seed=1)
    trainer, digits = keras_trainer.Trainer(config), embedded_digits()
    batch = Digits(digits.images[:32], digits.labels[:32])
    before = trainer.weights
    assert trainer.train_batch(batch).loss > trainer.train_batch(batch).loss
    after = trainer.weights
    kernels = [name for name in before if name.endswith("/kernel")]
    assert all((before[name] != after[name]).any() for name in kernels)


@pytest.mark.parametrize("link", ILLEGAL)
def test_an_illegal_network_is_refused_in_one_sentence_that_names_the_layer(link):
    with pytest.raises(LayerError) as error:
        read(link).architecture()
    assert str(error.value) == ILLEGAL[link]


def test_the_sentences_are_one_each_and_the_links_are_written_so():
    assert len(ILLEGAL) >= 50
    for link, sentence in ILLEGAL.items():
        assert sentence.endswith(".") and sentence.count(". ") == 0
        assert written(read(link)) == link

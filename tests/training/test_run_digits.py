"""A run is of the digits that were shown when it was asked for, or it is refused in a sentence."""

import json
import time

import numpy as np
import pytest

from mnist_core.data.sources import embedded_digits, held_out_digits, load_dataset
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.continuation import continue_run
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.run_folder import CONFIG
from mnist_core.training.run_protocol import DigitsUsed, RunState
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
from tests.training.small_trainer import COMMAND, LINEAR

EMBEDDED = DigitsUsed("embedded", training=3_500, validation=500)
FILE = DigitsUsed("MNIST_PATH", training=700 - 58 - 10, validation=58)  # 58 is a twelfth


def write_digits(path, last=900):
    """700 training digits in Keras's layout, 10 of them held out, and 200 test digits."""
    free, held_out = embedded_digits().without(held_out_digits()), held_out_digits()[:10]
    np.savez(
        path,
        x_train=np.concatenate([held_out.images, free.images[:690]]),
        y_train=np.concatenate([held_out.labels, free.labels[:690]]).astype(np.uint8),
        x_test=free.images[last - 200 : last],
        y_test=free.labels[last - 200 : last].astype(np.uint8),
    )
    return path


@pytest.fixture
def named(home, monkeypatch):
    """What a page knows of a file that its own MNIST_PATH names, and nobody else's."""
    with monkeypatch.context() as page:
        page.setenv("MNIST_PATH", str(write_digits(home / "mine.npz")))
        return load_dataset().provenance


def ask(provenance, epochs=1):
    recipe = Recipe(epochs=epochs, batch_size=64)
    return runs.create_run(TrainingConfig(LINEAR, recipe, seed=1, provenance=provenance))


def train(run, **named):
    return train_run(run, **named, backend=small_trainer)


@pytest.mark.slow
def test_a_trainer_without_mnist_path_learns_from_the_file_that_the_page_showed(named):
    queue = TrainingQueue(COMMAND)  # a process of its own, whose surroundings name no file
    try:
        config = TrainingConfig(LINEAR, Recipe(epochs=1, batch_size=64), provenance=named)
        run, deadline = queue.submit(config, available=632), time.monotonic() + 60
        while run.state.active and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        queue.close()
    assert run.result.data == FILE
    assert run.history.batches == config.batches(632) == 10
    assert (run.result.test.digits, run.result.test.name) == (200, "test digits of mine.npz")


def test_a_better_file_that_appears_in_the_home_changes_no_run_of_the_page(home):
    shown = load_dataset().provenance
    before, waiting, parted = ask(shown), ask(shown), ask(shown)
    train(before)
    parted.go_on(until=3)
    train(parted, others_wait=lambda: True)
    write_digits(home / "mnist.npz")
    assert load_dataset().provenance.source == "download"
    parted.go_on()
    for run in (waiting, parted, continue_run(before, more_epochs=1)):
        assert train(run).data == EMBEDDED
    for run in (waiting, parted):
        np.testing.assert_allclose(run.history.batch_loss, before.history.batch_loss, atol=1e-9)
    assert waiting.result.test == before.result.test


def test_an_interrupted_run_goes_on_with_its_own_digits_or_not_at_all(home, named):
    """Nobody's MNIST_PATH names the file any more, and other digits would be found."""
    whole, parted, changed = (ask(named, epochs=2) for _ in range(3))
    train(whole)
    for run in (parted, changed):
        run.go_on(until=3)
        train(run, others_wait=lambda: True)
        assert run.history.batches == 3
        run.go_on()
    assert train(parted).data == whole.result.data == FILE
    np.testing.assert_allclose(parted.history.batch_loss, whole.history.batch_loss, atol=1e-9)
    write_digits(home / "mine.npz", last=901)
    assert train(changed).reason.startswith("The digits of this run have changed since")
    assert changed.history.batches == 3


def test_a_run_of_an_early_version_learns_from_what_is_found(home):
    run = ask(None)
    values = json.loads((run.path / CONFIG).read_text())
    del values["provenance"]
    (run.path / CONFIG).write_text(json.dumps(values))
    write_digits(home / "mnist.npz")
    assert train(run).data.source == "download"


def test_digits_that_changed_since_they_were_shown_are_refused(home, named):
    run = ask(named)
    write_digits(home / "mine.npz", last=901)  # as many, one test digit other
    result = train(run)
    assert run.state == RunState.FAILED and not run.history.batches
    assert result.reason == (
        "The digits of this run have changed since it was asked for: put the old ones back, or "
        f"restart the app and train again ({home / 'mine.npz'})."
    )
    write_digits(home / "mine.npz")
    assert train(ask(named)).data == FILE


def test_digits_that_are_gone_are_one_sentence(home, named):
    run = ask(named)
    (home / "mine.npz").unlink()
    assert train(run).reason == (
        "The digits of this run are gone: put them back, or restart the app and train again on "
        f"those it finds (no file at {home / 'mine.npz'})."
    )


@pytest.mark.parametrize(
    "damage",
    [
        "mine.npz",
        [],
        {},
        {"source": "elsewhere"},
        {"location": 7},
        {"training": "many"},
        {"test": -1},
        {"split_seed": None},
        {"fingerprint": 1.5},
        {"unheard": "of"},
    ],
)
def test_damaged_names_of_digits_are_one_sentence(named, damage):
    run = ask(named)
    values = json.loads((run.path / CONFIG).read_text())
    whole = isinstance(damage, dict) and damage
    values["provenance"] = values["provenance"] | damage if whole else damage
    (run.path / CONFIG).write_text(json.dumps(values))
    assert train(run).reason == (
        f"Run {run.id} cannot be read; train it again. (its digits are not named as they should be)"
    )


def test_a_place_that_no_file_can_have_is_one_sentence(named):
    run = ask(named)
    values = json.loads((run.path / CONFIG).read_text())
    for place in ("/dev/zero", "/", "a\0b", "n" * 5_000):
        values["provenance"]["location"] = place
        (run.path / CONFIG).write_text(json.dumps(values))
        (run.path / "result.json").unlink(missing_ok=True)
        assert train(run).reason.startswith("The digits of this run are gone: put them back, or")


def test_a_run_on_an_inverted_file_is_the_same(named, home, monkeypatch):
    """Digits are named as they were read, so it does not matter how a file keeps them."""
    with np.load(home / "mine.npz") as file:
        inverted = {
            name: 1 - file[name] / 255 if name.startswith("x") else file[name] for name in file
        }
    np.savez(home / "inverted.npz", **inverted)
    monkeypatch.setenv("MNIST_PATH", str(home / "inverted.npz"))
    other = load_dataset().provenance
    assert len(other.changes) == 2 and other.same_digits(named)
    first, second = ask(named), ask(other)
    assert train(first).state == train(second).state == RunState.FINISHED
    assert first.history.batch_loss.tolist() == second.history.batch_loss.tolist()

"""The training loop, driven with a trainer that only counts."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.sources import embedded_digits
from mnist_core.network.recipe import Recipe
from mnist_core.training.batch_order import epoch_batches, epoch_digits
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.loop import Position, TrainingError, first_batch, train
from mnist_core.training.run_protocol import BatchDone, EpochDone, RateChanged, Score

DIGITS = embedded_digits()[:300]
VALIDATION = embedded_digits()[300:350]


class Counter:
    """Remembers the labels and the learning rate of every batch; its loss is a given sequence."""

    def __init__(self, losses=None):
        self.labels, self.rates, self.images, self.outliers = [], [], [], []
        self.losses = losses

    def train_batch(self, digits, learning_rate=None, outliers=()):
        self.labels.append(digits.labels)
        self.rates.append(learning_rate)
        self.images.append(digits.images)
        self.outliers.append(outliers)
        loss = 1.0 / len(self.labels) if self.losses is None else self.losses[len(self.labels) - 1]
        return Score(loss, 0.5, len(digits))

    def evaluate(self, digits):
        return Score(0.25, len(digits) / 100, len(digits))


def run(trainer, recipe, permit=lambda done: True, position=None, seed=3):
    events = []
    done = train(trainer, recipe, seed, DIGITS, VALIDATION, events.append, permit, position)
    return events, done


def test_every_batch_and_epoch_is_reported():
    events, done = run(Counter(), Recipe(epochs=2, batch_size=64))
    assert done
    assert [type(e) for e in events] == ([BatchDone] * 5 + [EpochDone]) * 2
    assert [e.batch for e in events if isinstance(e, BatchDone)] == [1, 2, 3, 4, 5] * 2
    assert {e.batches for e in events if isinstance(e, BatchDone)} == {5}
    assert events[5].validation_accuracy == 0.5
    seconds = [e.seconds for e in events]
    assert seconds == sorted(seconds)


class Reader(Counter):
    """Its loss and accuracy on a digit depend on the label alone, whatever it has learnt."""

    def train_batch(self, digits, learning_rate=None, outliers=()):
        super().train_batch(digits, learning_rate, outliers)
        return Score(losses_of(digits).mean(), rights_of(digits).mean(), len(digits))


def losses_of(digits):
    return 0.1 + digits.labels.astype(float)


def rights_of(digits):
    return digits.labels < 3


@pytest.mark.parametrize("size", [64, 128, 299, 300, 1_000])
def test_an_epochs_loss_and_accuracy_are_means_over_its_digits(size):
    """300 digits in batches of 299 leave one alone: it counts for one digit, not for a batch."""
    events, _ = run(Reader(), Recipe(epochs=2, batch_size=size))
    epochs = [event for event in events if isinstance(event, EpochDone)]
    assert len(epochs) == 2
    for epoch in epochs:
        assert epoch.loss == pytest.approx(losses_of(DIGITS).mean())
        assert epoch.accuracy == pytest.approx(rights_of(DIGITS).mean())


def test_the_saved_position_of_an_earlier_version_goes_on_to_the_same_means():
    """It held the sums of the batches' means; before the last batch all batches are full."""
    trainer, recipe = Reader(), Recipe(epochs=1, batch_size=64)
    batches, _ = run(trainer, recipe, permit=lambda done: done < 3)
    sums = [sum(getattr(batch, name) for batch in batches) for name in ("loss", "accuracy")]
    old = {"batches": np.array(3), "seconds": np.array(1.5), "loss": np.array(sums[0])}
    old["accuracy"] = np.array(sums[1])  # as state.npz keeps it
    position = Position.of_state(old)
    events, done = run(Reader(), recipe, position=position)
    assert done and events[-1].loss == pytest.approx(losses_of(DIGITS).mean())
    assert events[-1].accuracy == pytest.approx(rights_of(DIGITS).mean())


def test_an_epoch_shows_every_digit_once_and_the_next_in_another_order():
    trainer = Counter()
    run(trainer, Recipe(epochs=2, batch_size=64))
    first, second = np.concatenate(trainer.labels[:5]), np.concatenate(trainer.labels[5:])
    np.testing.assert_array_equal(np.sort(first), np.sort(DIGITS.labels))
    np.testing.assert_array_equal(np.sort(second), np.sort(DIGITS.labels))
    assert (first != second).any()
    assert [len(batch) for batch in trainer.labels[:5]] == [64, 64, 64, 64, 44]


@pytest.mark.parametrize("interrupted", [1, 4, 5, 7])
def test_an_interrupted_training_goes_on_with_the_same_batches(interrupted):
    recipe = Recipe(epochs=3, batch_size=64, schedule="one_cycle")
    whole, first, second = Counter(), Counter(), Counter()
    expected, _ = run(whole, recipe)
    position = Position()
    events, done = run(first, recipe, lambda batches: batches < interrupted, position)
    assert not done and position.batches == interrupted
    second.labels, second.rates = list(first.labels), list(first.rates)
    rest, done = run(second, recipe, position=position)
    assert done
    for one, other in zip(whole.labels, second.labels, strict=True):
        np.testing.assert_array_equal(one, other)
    assert whole.rates == second.rates
    for one, other in zip(expected, events + rest, strict=True):
        assert replace(one, seconds=0.0) == replace(other, seconds=0.0)


def test_with_augmentation_every_epoch_shows_other_images_of_the_same_digits():
    plain, written = Counter(), Counter()
    run(plain, Recipe(epochs=2, batch_size=300))
    run(written, Recipe(epochs=2, batch_size=300, augmentation="handwriting"))
    for one, other in zip(plain.labels, written.labels, strict=True):
        np.testing.assert_array_equal(one, other)
    order = [np.argsort(np.random.default_rng([3, 1]).permutation(300)), slice(None)]
    np.testing.assert_array_equal(plain.images[0][order[0]], DIGITS.images)
    first, second = (set(map(bytes, images)) for images in written.images)
    assert not first & second and not first & set(map(bytes, DIGITS.images))


def test_with_augmentation_the_last_quarter_of_the_batches_is_mostly_as_it_was():
    written, originals = Counter(), set(map(bytes, DIGITS.images))
    run(written, Recipe(epochs=4, batch_size=100, augmentation="handwriting"))
    kept = [np.mean([bytes(image) in originals for image in batch]) for batch in written.images]
    assert len(kept) == 12 and max(kept[:9]) < 0.05
    assert all(0.55 < share < 0.85 for share in kept[9:])  # 0.7, three standard deviations


def test_an_interrupted_training_goes_on_with_the_same_images():
    recipe = Recipe(epochs=2, batch_size=64, augmentation="handwriting")
    whole, rest = Counter(), Counter()
    run(whole, recipe)
    run(rest, recipe, position=Position(batches=7))
    for one, other in zip(whole.images[7:], rest.images, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_preview_is_the_first_batch_as_it_is_trained():
    for recipe in (
        Recipe(batch_size=64, augmentation="handwriting", rotation=20.0, noise=0.1),
        Recipe(batch_size=64, shear=0.3),
        Recipe(batch_size=64),
    ):
        trained = Counter()
        run(trained, recipe, lambda batches: batches < 1)
        before, after = first_batch(DIGITS, recipe, seed=3)
        np.testing.assert_array_equal(after.images, trained.images[0])
        np.testing.assert_array_equal(after.labels, trained.labels[0])
        originals = set(map(bytes, DIGITS.images))
        assert set(map(bytes, before.images)) <= originals


def test_outliers_are_a_share_of_every_batch_and_the_same_after_an_interruption():
    """They change nothing else: the digits come as without them."""
    recipe = Recipe(epochs=2, batch_size=64, outliers=0.1)
    plain, whole, parted = Counter(), Counter(), Counter()
    run(plain, replace(recipe, outliers=0.0))
    run(whole, recipe)
    position = Position()
    run(parted, recipe, lambda batches: batches < 7, position)
    run(parted, recipe, position=position)
    assert [len(found) for found in whole.outliers] == ([6] * 4 + [4]) * 2  # of 64 and of 44
    assert {len(found) for found in plain.outliers} == {0}
    assert len({found.tobytes() for found in whole.outliers}) == 10
    for name in ("outliers", "images", "labels"):
        for one, other in zip(getattr(whole, name), getattr(parted, name), strict=True):
            np.testing.assert_array_equal(one, other)
    for one, other in zip(plain.images, whole.images, strict=True):
        np.testing.assert_array_equal(one, other)


class Certain(Counter):
    """Is as sure of a digit as its place says; after so many batches, the other way round."""

    def __init__(self, until):
        super().__init__()
        self.until, self.shown = until, []

    def train_batch(self, digits, learning_rate=None, outliers=()):
        places = np.array([PLACES[image.tobytes()] for image in digits.images])
        self.shown.append(places)
        sure = (np.argsort(SURENESS)[places] + 1) / 1_000
        self.certainty = sure if len(self.shown) <= self.until else 1 - sure
        return super().train_batch(digits, learning_rate, outliers)


PLACES = {image.tobytes(): place for place, image in enumerate(DIGITS.images)}
SURENESS = np.random.default_rng(5).permutation(300)  # the places, the least sure first
HARD = set(SURENESS[:30].tolist())  # a tenth
AGAIN = Recipe(epochs=2, batch_size=64, hardest_again=3, schedule="one_cycle")


def test_the_tenth_it_was_least_sure_of_comes_again_and_no_other():
    """What it thinks of them when they come again does not count."""
    trainer = Certain(until=5)
    run(trainer, replace(AGAIN, epochs=1))
    assert [len(places) for places in trainer.shown] == [64] * 4 + [44] + [30] * 3
    assert set(np.concatenate(trainer.shown[:5]).tolist()) == set(range(300))
    again = trainer.shown[5:]
    assert [set(places.tolist()) for places in again] == [HARD] * 3
    assert any((again[0] != places).any() for places in again)


def test_each_epoch_finds_its_own_hardest_digits():
    trainer = Certain(until=8)
    run(trainer, AGAIN)
    assert len(trainer.shown) == 2 * (5 + 3)
    assert all(set(places.tolist()) == HARD for places in trainer.shown[5:8])
    easiest = set(SURENESS[-30:].tolist())  # in the second epoch it is sure of the others
    assert all(set(places.tolist()) == easiest for places in trainer.shown[13:])


def test_with_the_hardest_again_epochs_and_rates_are_as_long_as_they_say():
    trainer, recipe = Certain(until=99), replace(AGAIN, hardest_again=2)
    events, _ = run(trainer, recipe)
    batches = [event for event in events if isinstance(event, BatchDone)]
    assert {event.batches for event in batches} == {7} == {epoch_batches(recipe, 300)}
    assert [event.batch for event in batches] == [*range(1, 8)] * 2
    np.testing.assert_allclose(trainer.rates, learning_rates(recipe, 14))
    shares = [len(places) for places in trainer.shown[:7]]
    assert sum(shares) == 360 == epoch_digits(recipe, 300)
    epoch = next(event for event in events if isinstance(event, EpochDone))
    assert epoch.loss == pytest.approx(np.average([it.loss for it in batches[:7]], weights=shares))


@pytest.mark.parametrize("interrupted", [3, 5, 6, 7, 9, 14])
def test_an_interrupted_training_shows_the_same_digits_again(interrupted):
    """Its position goes through a file of arrays, as a run's does."""
    whole, first, second = Certain(until=8), Certain(until=8), Certain(until=8)
    run(whole, AGAIN)
    position = Position()
    run(first, AGAIN, lambda batches: batches < interrupted, position)
    saved = {name: np.array(value) for name, value in vars(position).items()}
    second.shown = list(first.shown)
    run(second, AGAIN, position=Position.of_state(saved))
    for one, other in zip(whole.shown, second.shown, strict=True):
        np.testing.assert_array_equal(one, other)


class Validated(Counter):
    """Its losses on the validation digits are a given sequence."""

    def __init__(self, *validation_losses):
        super().__init__()
        self.validation_losses = list(validation_losses)

    def evaluate(self, digits):
        return Score(self.validation_losses.pop(0), 0.5, len(digits))


@pytest.mark.parametrize(
    ("losses", "patience", "epochs", "best"),
    [
        ((3, 2, 1, 2, 2, 0), 2, 5, 3),  # not patient enough to see the last one
        ((3, 2, 1, 2, 0, 1), 2, 6, 5),
        ((1, 1, 1, 1, 1, 1), 3, 4, 1),  # as good is not better
        ((6, 5, 4, 3, 2, 1), 1, 6, 6),
        ((1, 2, 3, 4, 5, 6), 0, 6, 0),  # no early stopping
    ],
)
def test_early_stopping_waits_as_long_as_it_says(losses, patience, epochs, best):
    recipe = Recipe(epochs=6, batch_size=300, patience=patience)
    position = Position()
    events, done = run(Validated(*losses), recipe, position=position)
    assert done and sum(isinstance(event, EpochDone) for event in events) == epochs
    assert position.best_epoch == best
    again, done = run(Validated(), recipe, position=position)  # died before it wrote its result
    assert done and again == []


def test_the_rate_is_multiplied_from_the_next_batch_on_and_that_is_reported():
    trainer, recipe = Counter(), Recipe(epochs=1, batch_size=64, schedule="cosine")
    planned, wishes = learning_rates(recipe, 5), iter([None, None, 0.5, 0.5, 2.0])
    events = []
    train(trainer, recipe, 3, DIGITS, VALIDATION, events.append, asked_factor=lambda: next(wishes))
    np.testing.assert_allclose(trainer.rates, planned * [1, 1, 0.5, 0.5, 2])
    changes = [event for event in events if isinstance(event, RateChanged)]
    assert changes == [RateChanged(2, 0.5), RateChanged(4, 2.0)]
    assert [event.rate for event in events if isinstance(event, BatchDone)] == trainer.rates


def test_a_loss_that_is_no_number_ends_the_training_with_an_explanation():
    with pytest.raises(TrainingError, match="epoch 1, batch 3: .* a tenth of the learning rate"):
        run(Counter([2.0, 9.0, float("nan")]), Recipe(epochs=1, batch_size=64))

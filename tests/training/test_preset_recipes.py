"""What the named recipes ask for."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training.preset_recipes import PRESETS

ROBUST = ARCHITECTURES["robust_cnn"]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_published_is_the_architectures_own_and_one_epoch_the_same_in_short(id):
    own = ARCHITECTURES[id]
    published, short = (PRESETS[name](own) for name in ("published", "one-epoch"))
    assert published.recipe == own.recipe and published.examples is None
    assert vars(short.recipe) == vars(own.recipe) | {"epochs": 1} and short.examples is None


def test_fast_and_overfit_are_the_same_for_every_network():
    fast = Recipe(
        *("adam", 0.006, 0.0, 64, 1, "one_cycle", "fastest"), smoothing=0.15, hardest_again=3
    )
    assert PRESETS["fast"](ROBUST).recipe == fast
    overfit = PRESETS["overfit"](ROBUST)
    assert overfit.recipe == Recipe("adam", batch_size=32, epochs=30)
    assert overfit.examples == 500 and overfit.recipe.augmentation == "none"

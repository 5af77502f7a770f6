"""The digits a run may learn from."""

import numpy as np
import pytest

from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.training.examples import training_digits


@pytest.mark.slow
@pytest.mark.parametrize("examples", [None, 200])
def test_no_run_trains_on_held_out_or_validation_digits(full_mnist_path, monkeypatch, examples):
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    dataset = load_dataset()
    digits = training_digits(dataset, examples)
    assert len(digits) == (54_000 if examples is None else 200)
    for others in (held_out_digits(), dataset.validation, dataset.test):
        assert len(digits.without(others)) == len(digits)
    share = digits.counts / len(digits)
    np.testing.assert_allclose(share, dataset.train.counts / len(dataset.train), atol=0.006)

"""Noise through pooling, against order statistics."""

import numpy as np
import pytest

from mnist_core.lessons.claims import layer_effects


def test_noise_is_what_order_statistics_say(evidence):
    """The largest of four standard normals: mean 1.0294, variance 0.4917 (David 1981)."""
    found = layer_effects.noise(evidence)
    assert found.before == pytest.approx(1, abs=0.02)
    assert found.mean_after_maximum == pytest.approx(1.0294, abs=0.03)
    assert found.after_maximum == pytest.approx(np.sqrt(1.0294**2 + 0.4917), abs=0.03)
    assert found.after_mean == pytest.approx(0.5, abs=0.02)

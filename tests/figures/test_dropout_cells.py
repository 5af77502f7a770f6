"""The panels of dropout show exactly what was dropped."""

import numpy as np

from mnist_core.figures.dropout_cells import dropout_panels
from mnist_core.figures.palette import PALETTES
from mnist_core.lessons.training_step import dropout


def test_three_panels_with_every_unit_in_its_place():
    dropped = dropout(np.linspace(0, 1, 50), 0.5, seed=1)
    before, mask, after = dropout_panels(dropped, PALETTES["dark"]).data
    for panel, values in ((before, dropped.before), (mask, dropped.mask), (after, dropped.after)):
        flat = np.asarray(panel.z).ravel()
        np.testing.assert_allclose(flat[:50], values, atol=1e-6)
        assert np.isnan(flat[50:]).all() and len(flat) == 64
    assert before.zmin == after.zmin == 0 and before.zmax == after.zmax

import numpy as np
import pytest
from sklearn.decomposition import PCA

from mnist_core.evaluation.embedding import digits_to_map, pca
from mnist_core.evaluation.metrics import evaluate


@pytest.mark.parametrize("shape", [(200, 12), (20, 50), (5, 2)])
def test_pca_equals_scikit_learns(shape) -> None:
    features = np.random.default_rng(2).normal(size=shape) * np.arange(1, shape[1] + 1)
    found = pca(features, min(3, *shape))
    expected = PCA(min(3, *shape)).fit(features)
    points = expected.transform(features)
    for column, wanted in zip(found.points.T, points.T, strict=True):
        assert np.allclose(column, wanted, atol=1e-3) or np.allclose(column, -wanted, atol=1e-3)
    assert found.explained == pytest.approx(expected.explained_variance_ratio_, abs=1e-6)


def test_fewer_dimensions_than_asked_for_are_filled_with_zeros() -> None:
    found = pca(np.random.default_rng(2).normal(size=(30, 2)), 3)
    assert found.points.shape == (30, 3) and not found.points[:, 2].any()
    assert found.explained.sum() == pytest.approx(1)


def test_all_the_same_digit() -> None:
    found = pca(np.ones((7, 4)))
    assert not found.points.any() and not found.explained.any()


def test_the_same_cloud_gives_the_same_picture() -> None:
    features = np.random.default_rng(2).normal(size=(50, 6))
    assert np.array_equal(pca(features).points, pca(features.copy()).points)
    assert np.allclose(pca(features).points, pca(features + 5).points, atol=1e-5)


def test_what_is_shown_is_drawn_by_lot_with_the_errors_on_top() -> None:
    labels = np.zeros(500, int)
    answers = np.where(np.arange(500) % 50 == 0, 3, 0)
    found = evaluate(np.eye(10)[answers], labels)
    shown = digits_to_map(found, draws=100)
    assert set(range(0, 500, 50)) <= set(shown.tolist())
    assert 100 <= len(shown) <= 110 and len(set(shown.tolist())) == len(shown)
    assert np.array_equal(shown, digits_to_map(found, draws=100))
    assert not np.array_equal(shown, digits_to_map(found, draws=100, seed=2))
    assert len(digits_to_map(found, draws=900)) == 500
    assert len(set(shown) & set(found.misclassified[:4])) == 4

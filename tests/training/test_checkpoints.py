"""Which moments are kept, and the state a run resumes from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.training.checkpoints import (
    FOLDER,
    STATE,
    checkpoint_path,
    kept,
    load_state,
    moments,
    save_state,
)


@given(st.integers(1, 50_000))
def test_about_thirty_moments_from_first_to_last(batches):
    found = moments(batches)
    assert found[0] == 0 and found[-1] == batches and 1 in found
    assert list(found) == sorted(set(found))
    assert len(found) <= 30
    assert len(found) >= min(batches + 1, 18)


def test_moments_are_evenly_spaced_on_a_logarithmic_scale():
    late = np.array([n for n in moments(5_064) if n > 50])
    assert late[1:] / late[:-1] == pytest.approx(5_064 ** (1 / 28), rel=0.03)


def test_kept_checkpoints_are_listed_in_order(tmp_path):
    (tmp_path / FOLDER).mkdir()
    for batches in (100, 5, 20):
        checkpoint_path(tmp_path, batches).touch()
    (tmp_path / FOLDER / ".part-12345678-0000007.npz").touch()
    assert kept(tmp_path) == (5, 20, 100)
    assert kept(tmp_path / "none") == ()


def test_a_state_comes_back_and_a_broken_one_is_none(tmp_path):
    save_state(tmp_path, {"a": np.arange(3), "precision": np.array("float32")})
    state = load_state(tmp_path)
    assert state["a"].tolist() == [0, 1, 2] and str(state["precision"]) == "float32"
    (tmp_path / STATE).write_bytes((tmp_path / STATE).read_bytes()[:-30])
    assert load_state(tmp_path) is None
    assert load_state(tmp_path / "none") is None

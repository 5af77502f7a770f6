import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.evaluation.calibration import fit_temperature
from mnist_core.evaluation.rejection import measure_rejection
from mnist_core.evaluation.seed_answers import (
    fingerprint,
    save_answers,
    seed_answers,
    stored_max_logit,
    stored_temperature,
)
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest


@pytest.mark.parametrize("id", list(manifest()))
def test_the_recorded_answers_reach_the_manifests_accuracies(id: str) -> None:
    digits = held_out_digits()
    found = seed_answers(id, digits)
    if found is None:
        pytest.skip(f"nobody has asked the seeds of {id} yet")
    for seed, answers in zip(found.seeds, found.answers, strict=True):
        entry = next(entry for entry in manifest()[id]["seeds"] if entry["seed"] == seed)
        reached = (answers == digits.labels).mean()
        assert reached == pytest.approx(entry["held out"]["accuracy"], abs=1.1e-3)


def test_the_shipped_seed_answers_as_recorded() -> None:
    digits = held_out_digits()
    found = seed_answers("mlp", digits)
    row = found.seeds.index(manifest()["mlp"]["shipped seed"])
    said = Network.load("mlp").predict(digits.images).argmax(axis=1)
    assert (said == found.answers[row]).mean() >= 0.999


@pytest.mark.slow
def test_on_the_full_mnist(full_mnist_path, monkeypatch) -> None:
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    dataset = load_dataset()
    found = seed_answers("mlp", dataset.test)
    entries = manifest()["mlp"]["seeds"]
    reached = [float((answers == dataset.test.labels).mean()) for answers in found.answers]
    assert reached == pytest.approx([entry["test"]["accuracy"] for entry in entries], abs=2e-4)
    said = Network.load("mlp").predict(dataset.validation.images)
    value, digits = stored_temperature("mlp")
    assert value == pytest.approx(fit_temperature(said, dataset.validation.labels).value, rel=1e-3)
    assert digits == len(dataset.validation) == 5000
    max_logit, right = stored_max_logit("mlp")
    measured = measure_rejection(Network.load("mlp"), dataset.validation)
    np.testing.assert_allclose(max_logit, measured.max_logit, atol=1e-4)
    assert (right == measured.right).mean() > 0.998  # neighbours in largest logit may change places


def test_other_digits_and_other_networks_are_unknown(tmp_path) -> None:
    some = held_out_digits()[:10]
    assert seed_answers("mlp", some) is None
    assert seed_answers("run-abc", held_out_digits()) is None
    assert stored_temperature("run-abc") is None and stored_max_logit("run-abc") is None
    missing = tmp_path / "none.npz"
    assert seed_answers("mlp", some, missing) is None and stored_temperature("mlp", missing) is None


def test_what_is_saved_is_found(tmp_path) -> None:
    digits, path = held_out_digits()[:3], tmp_path / "answers.npz"
    arrays = {
        "test/sha256": np.array(fingerprint(digits)),
        "tiny/seeds": np.array([4, 5]),
        "tiny/test": np.array([[1, 2, 3], [4, 5, 6]], np.uint8),
    }
    save_answers(arrays, path)
    found = seed_answers("tiny", digits, path)
    assert found.seeds == (4, 5) and found.answers.tolist() == [[1, 2, 3], [4, 5, 6]]
    relabelled = Digits(digits.images, (digits.labels + 1) % 10)
    assert seed_answers("tiny", relabelled, path) is None


def test_what_is_known_of_other_networks_is_kept(tmp_path) -> None:
    digits, path = held_out_digits()[:2], tmp_path / "answers.npz"
    print_ = {"test/sha256": np.array(fingerprint(digits))}
    for name, answer in (("one", 3), ("other", 5), ("one", 7)):
        seeds = {f"{name}/seeds": np.array([1])}
        save_answers({**print_, **seeds, f"{name}/test": np.full((1, 2), answer)}, path)
    assert seed_answers("one", digits, path).answers.tolist() == [[7, 7]]
    assert seed_answers("other", digits, path).answers.tolist() == [[5, 5]]

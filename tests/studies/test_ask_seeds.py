from pathlib import Path

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.weights import manifest, weights_file
from mnist_core.studies.ask_seeds import ask_seeds


def test_needs_the_full_mnist(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name it in MNIST_PATH"):
        dict(ask_seeds(tmp_path, load_dataset()))


@pytest.mark.slow
def test_asks_the_networks_in_the_folder(full_mnist_path, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    entry = manifest()["mlp"]
    known = {"mlp": entry, "not there": entry}
    monkeypatch.setattr("mnist_core.studies.ask_seeds.manifest", lambda: known)
    for seed in entry["seeds"]:
        run = tmp_path / f"mlp-{seed['seed']}"
        run.mkdir()
        (run / "weights.npz").write_bytes(weights_file("mlp").read_bytes())
    arrays = dict(ask_seeds(tmp_path, load_dataset()))
    assert set(arrays) == {
        "test/sha256",
        "held out/sha256",
        "mlp/seeds",
        "mlp/test",
        "mlp/held out",
        "mlp/temperature",
        "mlp/max_logit",
        "mlp/right",
    }
    assert arrays["mlp/test"].shape == (3, 10_000) and arrays["mlp/test"].dtype == np.uint8
    assert (arrays["mlp/test"][0] == arrays["mlp/test"][1]).all()  # the same weights three times

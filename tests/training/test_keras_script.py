"""The script a student takes home: it is run, and ends in the weights of the run."""

import runpy
import subprocess
import sys

import keras
import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import BatchNormalization, Conv2D, Dense, Flatten, ReLU, Softmax
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training import keras_trainer, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.keras_script import keras_script
from mnist_core.training.run_folder import KERAS_FILE
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_training import train_run

pytestmark = pytest.mark.trainer
NORMALISED = Architecture(
    id="normalised",
    title="Normalised",
    layers=(Conv2D(3, 5, 2), BatchNormalization(), ReLU(), Flatten(), Dense(10), Softmax()),
)
CASES = [
    (ARCHITECTURES["mlp"], Recipe("sgd", 0.05, 0.5, 32, 2)),
    (ARCHITECTURES["classic_cnn"], Recipe("sgd", 0.01, 0.9, 64, 1)),
    (ARCHITECTURES["keras_cnn"], Recipe("adam", 0.002, 0.0, 64, 1, schedule="one_cycle")),
    (NORMALISED, Recipe("adam", 0.002, 0.0, 64, 1)),
    (NORMALISED, Recipe("sgd", 0.05, 0.5, 64, 1, augmentation="handwriting")),
]


@pytest.mark.parametrize(
    ("architecture", "recipe"), CASES, ids=lambda case: getattr(case, "id", "")
)
def test_the_script_trains_the_run_again(home, tmp_path, monkeypatch, capsys, architecture, recipe):
    config = TrainingConfig(architecture, recipe, seed=3, examples=300)
    run = runs.create_run(config)
    assert train_run(run).state == RunState.FINISHED
    script = tmp_path / "train.py"
    script.write_text(keras_script(config, load_dataset()), encoding="utf-8")
    arguments = [str(script), "-", str(tmp_path / "again.keras")]
    if architecture.id == "mlp":  # once as a student does it; starting TensorFlow takes longest
        answer = subprocess.run(
            [sys.executable, *arguments], check=True, capture_output=True, text=True, timeout=600
        )
        output = answer.stdout
    else:
        monkeypatch.setattr(sys, "argv", arguments)
        runpy.run_path(str(script), run_name="__main__")
        output = capsys.readouterr().out
    again = keras.models.load_model(tmp_path / "again.keras", compile=False)
    ours = keras.models.load_model(run.path / KERAS_FILE, compile=False)
    expected = keras_trainer.get_weights(ours, architecture)
    for name, array in keras_trainer.get_weights(again, architecture).items():
        np.testing.assert_allclose(array, expected[name], atol=2e-3)
    accuracy = run.history.validation_accuracy[-1]
    assert float(output.split()[-1]) == pytest.approx(accuracy, abs=0.005)


def test_the_script_of_a_continued_run_promises_no_more_than_it_keeps():
    config = TrainingConfig(ARCHITECTURES["mlp"], Recipe(schedule="one_cycle"), examples=300)
    whole, continued = (keras_script(config, load_dataset(), continued=c) for c in (False, True))
    assert "equals the run's" in whole and "equals the run's" not in continued
    assert "trains the same network anew" in continued.split('"""')[1]
    compile(continued, "train.py", "exec")
    assert continued.split('"""', 2)[2] == whole.split('"""', 2)[2]


def test_the_script_for_the_full_mnist_names_the_same_digits(full_mnist_path, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    config = TrainingConfig(ARCHITECTURES["mlp"], Recipe())
    text = keras_script(config, load_dataset())
    assert len(text) < 60_000
    namespace = {"np": np}
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("def places"))
    exec("import base64, zlib\n" + "\n".join(lines[start : start + 4]), namespace)
    data = "\n".join(line for line in lines if line.startswith(("TRAIN =", "VALIDATION =")))
    exec(data, namespace)
    train, validation = (namespace["places"](namespace[n]) for n in ("TRAIN", "VALIDATION"))
    assert (len(train), len(validation)) == (54_000, 5_000)
    with np.load(full_mnist_path) as file:
        np.testing.assert_array_equal(file["x_train"][validation], load_dataset().validation.images)

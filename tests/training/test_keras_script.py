"""The script a student takes home: it is run, and ends in the weights of the run."""

import ast
import os
import runpy
import subprocess
import sys

import keras
import numpy as np
import pytest

from mnist_core.data.sources import embedded_digits, held_out_digits, load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Add, BatchNormalization, Conv2D, Dense, Flatten, ReLU, Softmax
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training import keras_trainer, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.keras_script import augmentation_source, keras_script
from mnist_core.training.run_folder import KERAS_FILE
from mnist_core.training.run_protocol import BatchDone, RunState
from mnist_core.training.run_training import train_run

pytestmark = [
    pytest.mark.trainer,
    pytest.mark.usefixtures("no_graphs"),
    pytest.mark.filterwarnings("ignore:Even though the .tf.config:UserWarning:tensorflow"),
]
NORMALISED = Architecture(
    id="normalised",
    title="Normalised",
    layers=(
        Conv2D(3, 5, 2),
        BatchNormalization(),
        ReLU(),
        Conv2D(3, 1),
        Add("relu"),
        Flatten(),
        Dense(10),
        Softmax(),
    ),
)


@pytest.fixture
def small_file(tmp_path):
    """Writes 400 training digits, up to the last one named, and 100 others for the test."""

    def write(last=400):
        digits = embedded_digits().without(held_out_digits())
        path, labels = tmp_path / "mine.npz", digits.labels.astype(np.uint8)
        np.savez(
            path,
            x_train=digits.images[last - 400 : last],
            y_train=labels[last - 400 : last],
            x_test=digits.images[900:1_000],
            y_test=labels[900:1_000],
        )
        return path

    return write


CASES = [
    (
        ARCHITECTURES["keras_cnn"],
        Recipe("adam", 0.002, 0.0, 64, 1, "one_cycle", smoothing=0.1, hardest_again=3),
    ),
    (
        NORMALISED,
        Recipe("sgd", 0.05, 0.5, 64, 1, augmentation="handwriting", noise=0.1, outliers=0.2),
    ),
    (NORMALISED, Recipe("sgd", 0.05, 0.5, 64, 1, outliers=0.2, smoothing=0.1, hardest_again=2)),
    (
        ARCHITECTURES["mlp"],
        Recipe(
            *("adamw", 0.01, 0.0, 32, 4, "step"),
            loss="squared_error",
            weight_decay=0.01,
            l1=1e-5,
            l2=1e-4,
            patience=1,
            drop_every=1,
            drop=0.3,
            rotation=10.0,
            shift=1.0,
            smoothing=0.1,
        ),
    ),
]


FACTORS = {1: 0.1, 3: 2.0}  # by the batch after which the planned rates are multiplied so


@pytest.mark.parametrize(
    ("architecture", "recipe"), CASES, ids=lambda case: getattr(case, "id", "")
)
@pytest.mark.usefixtures("quick_mlxtend")
def test_the_script_trains_the_run_again(
    home, tmp_path, monkeypatch, capsys, request, architecture, recipe
):
    """Also where somebody changed the learning rate while it went on: twice, the second time up."""
    if recipe.epochs > 1:  # so many steps are worth the building
        request.getfixturevalue("graphs")
    dataset = load_dataset()
    config = TrainingConfig(architecture, recipe, 3, examples=300, provenance=dataset.provenance)
    run = runs.create_run(config)

    def turn_the_rate(event):
        if isinstance(event, BatchDone) and event.epoch == 1 and event.batch in FACTORS:
            run.multiply_rates(FACTORS[event.batch])

    assert train_run(run, turn_the_rate).state == RunState.FINISHED
    assert dict(run.history.rate_changes) == FACTORS
    script, saved = tmp_path / "train.py", tmp_path / "network.keras"
    text = keras_script(config, dataset, rate_changes=run.history.rate_changes)
    script.write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [str(script), "-", str(saved)])
    runpy.run_path(str(script), run_name="__main__")
    output = capsys.readouterr().out
    again = keras.models.load_model(saved, compile=False)
    ours = keras.models.load_model(run.path / KERAS_FILE, compile=False)
    expected = keras_trainer.get_weights(ours, architecture)
    for name, array in keras_trainer.get_weights(again, architecture).items():
        np.testing.assert_allclose(array, expected[name], atol=2e-3)
    history, result = run.history, run.result
    if recipe.patience:
        assert result.validation.loss == pytest.approx(history.validation_loss.min(), rel=1e-5)
    accuracy = history.validation_accuracy[-1]
    assert float(output.split()[-1]) == pytest.approx(accuracy, abs=0.005)


def stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def test_what_goes_along_with_a_script_has_no_name_twice() -> None:
    """The modules stand in one file there: a later one would take the other's constant away."""
    source = augmentation_source(Recipe(augmentation="handwriting", noise=0.1, outliers=0.1))
    named = [
        name
        for node in ast.parse(source).body
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef)
            else [it.id for it in ast.walk(node) if isinstance(it, ast.Name) and stored(it)]
        )
    ]
    assert {"SIDE", "sampled", "cornered", "handwriting", "outliers"} <= set(named)
    assert len(named) == len(set(named))


def test_an_older_keras_is_refused_before_it_names_its_weights_otherwise(tmp_path, monkeypatch):
    """Keras 2 says conv1/kernel:0 where Keras 3 says kernel: all would begin as zeros."""
    config = TrainingConfig(ARCHITECTURES["mlp"], Recipe(), examples=300)
    script = tmp_path / "train.py"
    script.write_text(keras_script(config, load_dataset()), encoding="utf-8")
    monkeypatch.setattr(keras, "__version__", "2.15.0")
    with pytest.raises(SystemExit, match="needs Keras 3, not 2.15.0"):
        runpy.run_path(str(script), run_name="__main__")


def test_the_script_of_a_continued_run_promises_no_more_than_it_keeps():
    dataset, recipe = load_dataset(), Recipe(schedule="one_cycle")
    config = TrainingConfig(
        ARCHITECTURES["mlp"], recipe, examples=300, provenance=dataset.provenance
    )
    whole, continued = (keras_script(config, dataset, continued=c) for c in (False, True))
    assert "equals the run's" in whole and "equals the run's" not in continued
    assert "trains the same network anew" in continued.split('"""')[1]
    compile(continued, "train.py", "exec")
    assert continued.split('"""', 2)[2] == whole.split('"""', 2)[2]


def test_the_script_of_digits_that_were_turned_says_what_its_file_needs(
    home, small_file, monkeypatch
):
    path = small_file()
    with np.load(path) as file:
        arrays = dict(file)
    inverted = {name: 255 - arrays[name] for name in ("x_train", "x_test")}
    np.savez(path, **arrays | inverted)
    monkeypatch.setenv("MNIST_PATH", str(path))
    dataset = load_dataset()
    config = TrainingConfig(ARCHITECTURES["mlp"], Recipe(), provenance=dataset.provenance)
    text = keras_script(config, dataset)
    compile(text, "train.py", "exec")
    changed = "changed as the app changed them (black on white turned to white on black)"
    assert f"name the file with its 400 training digits, {changed}." in text


def test_the_script_of_an_early_run_says_that_it_did_not_name_its_digits():
    text = keras_script(
        TrainingConfig(ARCHITECTURES["mlp"], Recipe(), examples=300), load_dataset()
    )
    assert "up to rounding if it learnt from these." in text.split('"""')[1]


@pytest.mark.usefixtures("graphs")
def test_the_script_trains_on_the_runs_file_and_on_no_other(
    home, tmp_path, monkeypatch, small_file, keras_set_otherwise
):
    """What MNIST_PATH named is the first argument; Keras's MNIST is not it, nor is a newer file.

    The right file is given as a student does it, who has set Keras otherwise, in a new process.
    """
    with monkeypatch.context() as page:
        page.setenv("MNIST_PATH", str(small_file()))
        dataset = load_dataset()
    # No Adam: it makes whole steps of what rounding leaves where a gradient is 0, as a bias has it
    # before a normalisation
    recipe = Recipe("sgd", 0.05, 0.5, 64, 1)
    config = TrainingConfig(NORMALISED, recipe, seed=3, provenance=dataset.provenance)
    run = runs.create_run(config)
    assert train_run(run).state == RunState.FINISHED
    script = tmp_path / "train.py"
    small_file(last=500)  # a script is written from the digits that the page has
    script.write_text(keras_script(config, dataset), encoding="utf-8")
    wrong = [str(script), str(small_file(last=500)), str(tmp_path / "none.keras")]
    monkeypatch.setattr(sys, "argv", wrong)
    with pytest.raises(SystemExit, match="not the run's: name the file with its 400 training"):
        runpy.run_path(str(script), run_name="__main__")
    with np.load(small_file()) as file:
        arrays = dict(file)
    floats = {"x_train": arrays["x_train"].reshape(-1, 784).astype(np.float64)}
    for library in ("matplotlib", "sklearn"):  # Keras takes three seconds more where they are
        (tmp_path / f"{library}.py").write_text("raise ImportError")
    elsewhere = tmp_path / "a student's folder"
    elsewhere.mkdir()
    np.savez(elsewhere / "mine.npz", **arrays | floats)  # the same digits, kept in another way
    answer = subprocess.run(
        [sys.executable, str(script), "mine.npz"],
        cwd=elsewhere,
        env={**os.environ, **keras_set_otherwise},
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    accuracy = run.history.validation_accuracy[-1]
    assert float(answer.stdout.split()[-1]) == pytest.approx(accuracy, abs=0.005)
    model = keras.models.load_model(elsewhere / "network.keras", compile=False)
    ours = keras.models.load_model(run.path / KERAS_FILE, compile=False)
    expected = keras_trainer.get_weights(ours, NORMALISED)
    for name, array in keras_trainer.get_weights(model, NORMALISED).items():
        np.testing.assert_allclose(array, expected[name], atol=2e-3)


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

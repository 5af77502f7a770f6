"""The commands of `python -m mnist_core`: what they print, and how they answer mistakes."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mnist_core.__main__ import main
from mnist_core.data.perturbations import MEASURED
from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.evaluation import robustness
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import FAST, SETTINGS, Recipe
from mnist_core.network.weights import initial_weights, manifest, save_weights
from mnist_core.training import run_training
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import Run
from mnist_core.training.runs import create_run
from tests.predicted import probabilities
from tests.training.test_run_digits import write_digits

CHECKOUT = Path(__file__).resolve().parents[1]
MLP = ARCHITECTURES["mlp"]
SMALL = ("train", "--architecture", "mlp", "--examples", "300", "--epochs", "1")


@pytest.mark.trainer
@pytest.mark.xdist_group("keras")  # it trains in this process: one that has TensorFlow
def test_train_writes_a_run_that_can_be_evaluated_and_asked(home, tmp_path, picture, capsys):
    folder = tmp_path / "run"
    assert main([*SMALL, "--seed", "3", "--learning-rate", "0.1", "--out", str(folder)]) == 0
    said = capsys.readouterr().out
    run = Run(folder)
    assert run.config.provenance == load_dataset().provenance
    assert run.config.seed == 3 and run.config.recipe.learning_rate == 0.1
    assert run.config.recipe.batch_size == 32  # the rest is as published
    assert said.count("epoch 1: loss ") == 1 and "epoch 2" not in said
    assert f"{run.result.test.accuracy:.2%} of 1,000 held-out training digits" in said
    assert str(run.weights_path) in said

    answers = set()
    for network in (run.weights_path, folder):  # the file, or the folder of the run
        assert main(["evaluate", "--network", str(network)]) == 0
        assert f"{run.result.test.accuracy:.2%}" in capsys.readouterr().out
        assert main(["predict", str(picture), "--network", str(network)]) == 0
        answers.add(capsys.readouterr().out)
    assert sorted(probabilities(*answers)) == list(range(10))

    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main([*SMALL, "--out", str(folder)]) == 2  # a run is never written over
    assert "choose an empty folder" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_network_of_other_digits_is_evaluated_with_a_word_on_it(home, monkeypatch, capsys):
    with monkeypatch.context() as other:
        other.setenv("MNIST_PATH", str(write_digits(home / "mine.npz")))
        provenance = load_dataset().provenance
    told = "This network learnt from the 700 in mine.npz (MNIST_PATH), not from the digits in use"
    for named, expected in ((provenance, 1), (load_dataset().provenance, 0), (None, 0)):
        run = create_run(TrainingConfig(MLP, MLP.recipe, provenance=named))
        save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 7))
        assert main(["evaluate", "--network", run.id]) == 0
        assert capsys.readouterr().out.count(told) == expected
    assert main(["evaluate", "--network", "mlp"]) == 0
    assert "learnt from" not in capsys.readouterr().out.splitlines()[1]


def test_a_run_of_the_run_directory_is_asked_by_its_id(home, picture, capsys):
    run = create_run(TrainingConfig(MLP, MLP.recipe))
    assert main(["predict", str(picture), "--network", run.id]) == 2
    assert "There is no network in" in capsys.readouterr().err
    save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 7))
    answers = set()
    for network in (run.id, str(run.path / "weights.npz")):
        assert main(["predict", str(picture), "--network", network]) == 0
        answers.add(capsys.readouterr().out)
    (answer,) = answers
    assert sorted(probabilities(answer)) == list(range(10))


@pytest.mark.parametrize(
    ("arguments", "recipe", "examples"),
    [
        ((), MLP.recipe, None),
        (("--recipe", "fast", "--epochs", "2"), replace(FAST, epochs=2), None),
        (("--recipe", "overfit"), Recipe(batch_size=32, epochs=30), 500),
        (("--recipe", "one-epoch", "--examples", "200"), replace(MLP.recipe, epochs=1), 200),
        (
            (
                *("--optimizer", "sgd", "--learning-rate", "0.2", "--momentum", "0.5"),
                *("--batch-size", "64", "--epochs", "2", "--schedule", "one_cycle"),
                *("--precision", "fastest", "--augmentation", "handwriting"),
            ),
            replace(
                MLP.recipe,
                **{"optimizer": "sgd", "learning_rate": 0.2, "momentum": 0.5, "batch_size": 64},
                **{"epochs": 2, "schedule": "one_cycle", "precision": "fastest"},
                augmentation="handwriting",
            ),
            None,
        ),
    ],
)
def test_train_can_ask_for_everything_that_the_page_asks_for(
    home, tmp_path, monkeypatch, arguments, recipe, examples
):
    """What is asked stands in the run's folder; the training itself is another test's."""
    monkeypatch.setattr(run_training, "keras_backend", lambda: None)
    assert main(["train", "--architecture", "mlp", *arguments, "--out", str(tmp_path / "run")]) == 2
    config = Run(tmp_path / "run").config
    assert (config.recipe, config.examples) == (recipe, examples)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_a_recipe_is_an_option_of_train(name, home, tmp_path, monkeypatch):
    monkeypatch.setattr(run_training, "keras_backend", lambda: None)
    setting = SETTINGS[name]
    others = [it for it in setting.choices if it != setting.default]
    value = others[-1] if others else setting.kind(setting.high)
    option = f"--{name.replace('_', '-')}"
    main(["train", "--architecture", "mlp", option, str(value), "--out", str(tmp_path / "run")])
    assert getattr(Run(tmp_path / "run").config.recipe, name) == value != setting.default


def test_evaluate_scores_a_shipped_network_as_on_record(home, capsys):
    assert main(["evaluate", "--network", "mlp"]) == 0
    said = capsys.readouterr().out
    entry = manifest()["mlp"]
    shipped = next(s for s in entry["seeds"] if s["seed"] == entry["shipped seed"])
    assert "Multilayer perceptron on 1,000 held-out training digits" in said
    assert f"{shipped['held out']['accuracy']:.2%}" in said


def test_take_home_writes_one_page_that_says_who_trained_it(home, tmp_path, monkeypatch, capsys):
    run = create_run(TrainingConfig(MLP, MLP.recipe))
    save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 7))
    out = tmp_path / "new" / "mine.html"
    asked = ["take-home", "--network", run.id, "--by", "Class <7b>", "--out", str(out)]
    assert main(asked) == 0
    page = out.read_text("utf-8")
    assert f"{len(page.encode()) / 1e6:.2f} MB in {out}" in capsys.readouterr().out
    assert page.startswith("<!doctype html>") and page.endswith("</html>\n")
    assert "Class &lt;7b&gt;, on " in page and "<7b>" not in page

    monkeypatch.chdir(tmp_path)
    assert main(["take-home", "--network", "classic_cnn"]) == 0
    assert "Classic CNN, taken home on " in (tmp_path / "classic_cnn.html").read_text("utf-8")


def test_take_home_without_such_a_network_is_one_sentence(home, capsys):
    assert main(["take-home", "--network", "nothing"]) == 2
    assert capsys.readouterr().err.startswith("There is no network called 'nothing'; choose one of")


@pytest.mark.slow
def test_download_is_content_with_what_is_there(home, full_mnist_path, capsys):
    (home / "mnist.npz").symlink_to(full_mnist_path)
    assert main(["download"]) == 0
    assert "60,000" in capsys.readouterr().out


def test_download_without_a_way_to_the_web_is_one_sentence(home, monkeypatch, capsys):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # nobody answers there
    assert main(["download"]) == 2
    sentence = capsys.readouterr().err
    assert sentence.startswith("MNIST could not be fetched: ")
    assert sentence.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evaluate", "--network", "lenet"), "There is no network called 'lenet'"),
        (("evaluate", "--network", "none.npz"), "none.npz cannot be read as a network"),
        ((*SMALL, "--learning-rate", "50"), "learning rate"),
        ((*SMALL, "--epochs", "0"), "epochs"),
        ((*SMALL, "--examples", "1"), "digits"),
        (("ship", "--architecture", "mlp"), "name it in MNIST_PATH"),
        (("measure", "--claim", "losses"), "name it in MNIST_PATH"),
        (("measure", "--claim", "luck"), "There is no measurement 'luck'"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(home, arguments, sentence, capsys):
    assert main(list(arguments)) == 2
    answer = capsys.readouterr()
    assert sentence in answer.err and len(answer.err.splitlines()) == 1
    assert answer.out == ""
    assert not (home / "runs").exists() or not list((home / "runs").iterdir())


@pytest.mark.parametrize(
    "arguments", [(), ("learn",), ("train", "--architecture", "lenet"), ("train", "--epochs", "x")]
)
def test_an_unknown_command_or_option_gets_the_usage(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(list(arguments))
    assert "usage: python -m mnist_core" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), [("digit.png", 0), ("none.png", 2)])
def test_as_its_own_process(picture, name, code):
    answer = subprocess.run(
        [sys.executable, "-m", "mnist_core", "predict", str(picture.with_name(name))],
        cwd=CHECKOUT,
        env={**os.environ},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == code
    assert "Traceback" not in answer.stderr
    if code == 0:
        assert next(iter(probabilities(answer.stdout))) == held_out_digits().labels[0]
        assert answer.stderr == ""


@pytest.mark.trainer
def test_tensorflow_says_nothing_of_its_own_and_a_bar_is_for_terminals(home, tmp_path):
    """A real process, without the settings that the tests themselves make, into a pipe of ASCII."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    own |= {"PYTHONIOENCODING": "ascii", "KERAS_BACKEND": "torch"}
    answer = subprocess.run(
        [sys.executable, "-m", "mnist_core", *SMALL, "--out", str(tmp_path / "Übung")],
        cwd=CHECKOUT,
        env=own,
        capture_output=True,
        text=True,
    )
    assert answer.stderr == "" and answer.returncode == 0
    assert [line.split()[0] for line in answer.stdout.splitlines()][0] == "epoch"
    assert len(answer.stdout.splitlines()) == 3 and "\r" not in answer.stdout
    assert answer.stdout.rstrip().endswith(str(tmp_path / "?bung" / "weights.npz"))


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("ascii", b"Z?ro ?\xff.npz"), ("cp1252", b"Z\xe9ro ?\xff.npz"), ("utf-8", None)],
)
def test_no_answer_is_lost_where_a_pipe_is_not_utf8(home, monkeypatch, encoding, written):
    """A folder's name may have any letters, and bytes that are no letters at all."""
    path = write_digits(home / os.fsdecode("Zéro 数".encode() + b"\xff.npz"))
    monkeypatch.setenv("MNIST_PATH", str(path))
    pipe = io.BytesIO()
    with monkeypatch.context() as here, io.TextIOWrapper(pipe, encoding) as out:
        here.setattr(sys, "stdout", out)
        assert main(["evaluate", "--network", "mlp"]) == 0
        said = pipe.getvalue()
    assert (written or os.fsencode(path.name)) in said and b"accuracy" in said


@pytest.mark.parametrize(("network", "code"), [("mlp", 0), ("nobody", 2)])
def test_closed_streams_hear_nothing_and_hold_nothing_up(home, monkeypatch, network, code):
    with monkeypatch.context() as here:
        here.setattr(sys, "stdout", None)
        here.setattr(sys, "stderr", None)
        assert main(["evaluate", "--network", network]) == code


@pytest.mark.slow
def test_robustness_writes_curves_with_how_they_were_made(home, tmp_path, monkeypatch, capsys):
    two = {id: MEASURED[id] for id in ("shift", "blur")}  # the others would take as long each
    monkeypatch.setattr(robustness, "MEASURED", two)
    assert main(["robustness", "--network", "mlp"]) == 2  # would overwrite those that ship
    assert "name it in MNIST_PATH" in capsys.readouterr().err
    path = tmp_path / "curves" / "mlp.json"
    command = ["robustness", "--network", "mlp", "--seed", "3", "--out", str(path)]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "shift: " in said and str(path) in said
    written = json.loads(path.read_text("utf-8"))
    assert list(written["curves"]) == list(two)
    whole = written["whole"]
    at = whole["levels"].index(5)
    assert (
        f"shifted by 5 pixels, {whole['digits'][at]} are whole: {whole['right'][at]} right, "
        f"{whole['at_rest'][at]} before" in said
    )
    assert written["seed"] == 3 and written["data"]["digits"] == 1_000
    assert written["curves"]["blur"]["right"][0] == round(
        next(
            s["held out"]["accuracy"]
            for s in manifest()["mlp"]["seeds"]
            if s["seed"] == manifest()["mlp"]["shipped seed"]
        )
        * 1_000
    )

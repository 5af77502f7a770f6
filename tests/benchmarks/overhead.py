"""Training through the dashboard's trainer, against a plain Keras script with `model.fit`.

Baseline: the same network, recipe, digits and validation after every epoch in a process of its
own. Ours is what the trainer's process does for a run: progress, checkpoints, state to resume
from, and scores at the end. They take turns.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.server import CHECKOUT

EPOCHS, EXAMPLES, REPETITIONS, AIM = 2, 20_000, 3, 1.05
MNIST = CHECKOUT.parent / "shared" / "data" / "mnist.npz"
OURS, BASELINE = "the dashboard's trainer", "model.fit"
BEFORE = f"""
import json, os, sys, time
from dataclasses import replace
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training.config import TrainingConfig
architecture = ARCHITECTURES["keras_cnn"]
recipe = replace(architecture.recipe, epochs={EPOCHS})
config = TrainingConfig(architecture, recipe, seed=1, examples={EXAMPLES})
"""
SCRIPTS = {
    OURS: """
from mnist_core.training import loop
from mnist_core.training.runs import create_run
from mnist_core.training.run_training import train_run
train, seconds = loop.train, []
def timed(*arguments):
    begun = time.perf_counter()
    done = train(*arguments)
    seconds.append(time.perf_counter() - begun)  # all that the recorder does is in it
    return done
loop.train = timed
result = train_run(create_run(config))
assert result.state == "finished", result
print(json.dumps({"seconds": seconds[0], "accuracy": result.test.accuracy}))
""",
    BASELINE: """
import numpy as np
import keras
from mnist_core.data.sources import load_dataset
from mnist_core.network.forward import Network
from mnist_core.training.examples import training_digits
from mnist_core.training.keras_trainer import build_model, optimizer_for
dataset = load_dataset()
digits = training_digits(dataset, config.examples)
prepare = Network.initialise(architecture, 1).prepare
parts = (digits, dataset.validation, dataset.test)
(x, y), validation, test = [(prepare(part.images), part.labels) for part in parts]
model = build_model(architecture, seed=1)
model.compile(optimizer_for(recipe), "sparse_categorical_crossentropy",
              metrics=["accuracy"])
begun = time.perf_counter()
model.fit(x, y, recipe.batch_size, recipe.epochs, validation_data=validation, verbose=0)
seconds = time.perf_counter() - begun
accuracy = model.evaluate(*test, verbose=0)[1]
print(json.dumps({"seconds": seconds, "accuracy": accuracy}))
""",
}


def main() -> None:
    """Print the medians of both, and their ratios, without and with the start of the process."""
    print(f"keras_cnn as published, {EPOCHS} epochs, {EXAMPLES:,} digits where there are so many")
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in SCRIPTS}
    for _ in range(REPETITIONS):
        for name, script in SCRIPTS.items():
            times[name].append(run(name, script))
    medians = {
        name: [statistics.median(kind) for kind in zip(*pairs, strict=True)]
        for name, pairs in times.items()
    }
    for place, what in enumerate(("training and validation", "the whole process")):
        ours, base = medians[OURS][place], medians[BASELINE][place]
        print(f"{what}, median of {REPETITIONS} (aim for the training: {AIM} or better)")
        print(f"  {OURS} {ours:.2f} s, {BASELINE} {base:.2f} s, ratio {ours / base:.3f}")


def run(name: str, script: str) -> tuple[float, float]:
    """Seconds of the training, and of the whole process, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "INSIDE_A_CNN_HOME": folder,
            "KERAS_HOME": str(Path(folder, "keras")),
            "PYTHONPATH": str(CHECKOUT),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        if MNIST.exists():
            environment["MNIST_PATH"] = str(MNIST)
        begun = time.perf_counter()
        answer = subprocess.run(
            [sys.executable, "-c", BEFORE + script],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        whole = time.perf_counter() - begun
    if answer.returncode:
        raise RuntimeError(f"{name} ended with {answer.returncode}: {answer.stderr}")
    result = json.loads(answer.stdout.splitlines()[-1])
    print(
        f"  {name}: {result['seconds']:.2f} s of {whole:.2f} s, "
        f"test accuracy {result['accuracy']:.4f}{load()}",
        flush=True,
    )
    return result["seconds"], whole


def load() -> str:
    """How busy the machine was in the last minute, this included, where it can say so."""
    return f", load {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""

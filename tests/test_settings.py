"""Settings: what holds, within bounds, and one sentence for what cannot be."""

import os
import re
from pathlib import Path

import pytest

from mnist_core import settings
from mnist_core.training.pruning import prune
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.runs import create_run
from tests.training.small_trainer import LINEAR

CHECKOUT = Path(__file__).resolve().parents[1]
QUEUE = "INSIDE_A_CNN_QUEUE"


@pytest.mark.parametrize(
    ("text", "value", "complains"),
    [
        (None, 60, False),
        ("", 60, False),
        (" 5 ", 5, False),
        ("1000", 1000, False),
        *((wrong, 60, True) for wrong in ("0", "1001", "-1", "1.5", "many", "٣", "1e3", "9" * 99)),
    ],
)
def test_a_number_within_bounds_holds_and_the_default_otherwise(
    text, value, complains, monkeypatch
):
    monkeypatch.delenv(QUEUE, raising=False)
    if text is not None:
        monkeypatch.setenv(QUEUE, text)
    assert settings.QUEUE.value == value
    if complains:
        (sentence,) = settings.complaints()
        assert sentence.startswith(f"{QUEUE} must be a whole number from 1 to 1,000, not ")
        assert sentence.endswith(": 60 holds.") and len(sentence) < 150
    else:
        assert settings.complaints() == ()


@pytest.mark.parametrize(
    ("text", "on", "complains"),
    [("", True, False), ("no", False, False), ("OFF", False, False), ("nein", True, True)],
)
def test_a_switch(text, on, complains, monkeypatch):
    monkeypatch.setenv("INSIDE_A_CNN_CLASSROOM", text)
    assert settings.CLASSROOM.on is on and bool(settings.complaints()) is complains


def test_nobody_sees_a_password(monkeypatch):
    monkeypatch.setenv("OPTUNA_STORAGE", "postgresql://me:hidden@host/cnn")
    assert settings.SEARCHES.shown == "set"
    assert not any("hidden" in it.shown for it in settings.VARIABLES)


def test_every_variable_of_ours_is_read_here_alone():
    """What else reads the environment passes it on, or reads a variable of somebody else's."""
    names = [it.variable for it in settings.VARIABLES]
    assert len(names) == len(set(names))
    for path in (CHECKOUT / "mnist_core").rglob("*.py"):
        if path.name == "settings.py":
            continue
        reads = re.findall(r"environ(?:\.get\(|\[)\s*\"?(\w+)", path.read_text("utf-8"))
        assert set(reads) <= {"KERAS_BACKEND", "TF_ENABLE_ONEDNN_OPTS"}, path  # set there
    assert all(f"`{name}`" in (CHECKOUT / "README.md").read_text("utf-8") for name in names)


@pytest.mark.slow
def test_the_queue_takes_so_many_and_refuses_the_next_in_a_sentence(home, monkeypatch):
    from mnist_core.network.recipe import Recipe
    from mnist_core.training.config import TrainingConfig

    monkeypatch.setenv(QUEUE, "2")
    config = TrainingConfig(LINEAR, Recipe(epochs=1), 0, 200)
    create_run(config)
    create_run(config)
    with pytest.raises(ValueError, match="2 trainings wait already: ask again"):
        TrainingQueue(("false",)).submit(config, 3_500)
    assert len(os.listdir(home / "runs")) == 2  # the prune.lock of nobody, and no third run
    monkeypatch.setenv("INSIDE_A_CNN_RUNS", "5")
    assert prune() == []  # what waits is never removed

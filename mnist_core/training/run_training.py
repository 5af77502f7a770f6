"""Training one run from its folder, from where it stands to its result."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from mnist_core.atomic import sweep
from mnist_core.data.digits import Dataset
from mnist_core.data.sources import load_dataset, reopen
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.weights import load_weights
from mnist_core.system_errors import in_words
from mnist_core.training import checkpoints, loop
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.recorder import Recorder
from mnist_core.training.run_folder import KERAS_FILE, Run
from mnist_core.training.run_protocol import (
    BestTaken,
    DigitsUsed,
    NamedScore,
    RunResult,
    RunState,
    Say,
    Score,
)
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT
from mnist_core.training.runs import open_run

MAX_ATTEMPTS = 3
FLOAT32 = "float32"


class Learner(loop.Trains, Protocol):
    """A network that learns, whatever computes it."""

    @property
    def weights(self) -> dict[str, np.ndarray]: ...

    @property
    def state(self) -> dict[str, np.ndarray]: ...

    def restore(self, state: Mapping[str, np.ndarray]) -> None: ...

    def take_weights(self, weights: Mapping[str, np.ndarray]) -> None: ...

    def export(self, path: Path) -> None: ...


class Backend(Protocol):
    """What computes a training: the module ``keras_trainer``, or another one that has these."""

    @property
    def Trainer(self) -> Callable[[TrainingConfig, str], Learner]: ...

    @property
    def fastest_precision(self) -> Callable[[], tuple[str, float]]: ...

    @property
    def versions(self) -> Callable[[], dict[str, str]]: ...


def train_run(
    run: Run,
    say: Say = lambda event: None,
    others_wait: Callable[[], bool] = lambda: False,
    backend: Backend | None = None,
) -> RunResult | None:
    """Train one run from its folder, from where it stands; with Keras unless told otherwise.

    Returns
    -------
    How it ended, as written into the folder; None where it was paused and put aside.
    """
    with run.lock():
        begun, before = time.time(), run.attempts
        try:
            if before >= MAX_ATTEMPTS:
                raise ValueError(
                    f"The trainer died {before} times while training this run; it is given up."
                )
            run.write_count(ATTEMPTS, before + 1)  # stays if we do not come back
            result = _train(run, say, others_wait, backend or keras_backend())
        except Exception as error:  # whatever happens is the run's result, and never lost
            seconds = round(time.time() - begun, 2)
            result = RunResult(RunState.FAILED, reason=_reason(error), seconds=seconds)
        if result is not None:
            run.write_count(PAUSED_AT, None)
            result = replace(result, ended=time.time())
            _write_result(run, result)
        run.write_count(ATTEMPTS, None)
    return result


def keras_backend() -> Backend:
    """Keras on TensorFlow, which takes seconds to import."""
    from mnist_core.training import keras_trainer

    return keras_trainer


def _write_result(run: Run, result: RunResult) -> None:
    """Write the result; where the disk is full, make room by what only a running training needs."""
    try:
        run.write_result(result)
    except OSError:
        sweep(run.path)
        (run.path / checkpoints.STATE).unlink(missing_ok=True)
        run.write_result(result)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, ValueError):
        return in_words("The run's folder", error) + " and train again."
    if isinstance(error, ValueError):
        return str(error)
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def _train(
    run: Run, say: Say, others_wait: Callable[[], bool], backend: Backend
) -> RunResult | None:
    config = run.config
    dataset = load_dataset() if config.provenance is None else reopen(config.provenance)
    _check_source(config)
    if config.classes is not None:
        dataset = dataset.only(config.classes)
    digits = training_digits(dataset, config.examples)
    config.check_work(len(digits))
    state = checkpoints.load_state(run.path)
    precision, speedup = FLOAT32, None
    if state is not None:
        precision = str(state["precision"])
    elif config.recipe.precision == "fastest":
        precision, speedup = backend.fastest_precision()
    trainer = backend.Trainer(config, precision)
    position = loop.Position()
    if state is not None:
        trainer.restore(state)
        position = loop.Position.of_state(state)
    extra = {"precision": precision}
    recorder = Recorder(run, config, trainer, position, extra, others_wait, say)
    per_epoch = config.batches(len(digits))
    try:
        recorder.open(per_epoch * int(config.recipe.epochs), per_epoch)
        done = loop.train(
            trainer,
            config.recipe,
            config.seed,
            digits,
            dataset.validation,
            recorder.report,
            recorder.permit,
            position,
            recorder.asked_factor,
        )
        if done and position.best_epoch:
            moment = checkpoints.checkpoint_path(run.path, position.best_epoch * per_epoch)
            trainer.take_weights(load_weights(moment)[1])
            recorder.report(BestTaken(position.best_epoch))
    finally:
        recorder.close()
    if recorder.parked:
        return None
    result = RunResult(
        RunState.FINISHED if done else RunState.STOPPED,
        seconds=round(position.seconds, 2),
        epochs=run.history.epochs,
        interruptions=run.history.interruptions,
        precision=precision,
        bfloat16_speedup=speedup,
        data=DigitsUsed(dataset.provenance.source, len(digits), len(dataset.validation)),
        versions=backend.versions(),
    )
    return _judged(result, run, trainer, dataset) if done else result


def _check_source(config: TrainingConfig) -> None:
    """A run that takes weights from another one waits for its end, or the outcome were by luck."""
    source = config.frozen and config.frozen.source
    if source and source not in ARCHITECTURES and open_run(source).state.active:
        raise ValueError(f"Run {source}, whose layers this one takes, has not ended: wait for it.")


def _judged(result: RunResult, run: Run, trainer: Learner, dataset: Dataset) -> RunResult:
    """With the scores of a finished training; the test digits are opened here and only here."""
    trainer.export(run.path / KERAS_FILE)
    validation: Score = trainer.evaluate(dataset.validation)
    test = _named(trainer.evaluate(dataset.test), dataset.provenance.test_name)
    return replace(result, validation=validation, test=test)


def _named(score: Score, name: str) -> NamedScore:
    return NamedScore(score.loss, score.accuracy, score.digits, name)

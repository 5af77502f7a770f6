"""The trainer process: takes the oldest run that waits, trains it, writes its folder, goes on.

Started by ``TrainingQueue``, one per host. It lives on its standard input: when the web process
dies, the pipe closes and the trainer ends with it, so that no orphan eats the machine.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from filelock import FileLock

from mnist_core.data.digits import Dataset, Digits
from mnist_core.data.sources import load_dataset
from mnist_core.training import checkpoints, loop, runs
from mnist_core.training.examples import training_digits
from mnist_core.training.pruning import prune
from mnist_core.training.recorder import Recorder, Say

IDLE_SECONDS = 300.0
RUNS_PER_PROCESS = 4  # a compiled Keras model leaves 10–13 MB behind for good
POLL_SECONDS = 0.1
NICENESS = 10
MAX_ATTEMPTS = 3


def train_run(
    run: runs.Run,
    say: Say = lambda event: None,
    others_wait: Callable[[], bool] = lambda: False,
) -> dict[str, Any] | None:
    """Train one run from its folder, from where it stands.

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
            run.write_count(runs.ATTEMPTS, before + 1)  # stays if we do not come back
            result = _train(run, say, others_wait)
        except Exception as error:  # whatever happens is the run's result, and never lost
            result = {"state": runs.FAILED, "reason": _reason(error)}
        if result is not None:
            run.write_count(runs.PAUSED_AT, None)
            result = {"seconds": round(time.time() - begun, 2)} | result | {"ended": time.time()}
            _write_result(run, result)
        run.write_count(runs.ATTEMPTS, None)
    return result


def _write_result(run: runs.Run, result: dict[str, Any]) -> None:
    """Write the result; where the disk is full, make room by what only a running training needs."""
    try:
        run.write_result(result)
    except OSError:
        for path in [*run.path.rglob("*.part"), run.path / checkpoints.STATE]:
            path.unlink(missing_ok=True)
        run.write_result(result)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, ValueError):
        reason = error.strerror or type(error).__name__
        return f"The run's folder cannot be written ({reason}): free some space and train again."
    if isinstance(error, ValueError):
        return str(error)
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def _train(run: runs.Run, say: Say, others_wait: Callable[[], bool]) -> dict[str, Any] | None:
    from mnist_core.training import keras_trainer

    config, dataset = run.config, load_dataset()
    digits = training_digits(dataset, config.examples)
    config.check_work(len(digits))
    state = checkpoints.load_state(run.path)
    precision, gain = keras_trainer.FLOAT32, None
    if state is not None:
        precision = str(state["precision"])
    elif config.recipe.precision == "fastest":
        precision, gain = keras_trainer.fastest_precision()
    trainer = keras_trainer.Trainer(config, precision)
    position = loop.Position()
    if state is not None:
        trainer.restore(state)
        position = loop.Position(**{name: state[name].item() for name in vars(position)})
    recorder = Recorder(
        run, config.architecture, trainer, position, {"precision": precision}, others_wait, say
    )
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
        )
    finally:
        recorder.close()
    if recorder.parked:
        return None
    result = {
        "state": runs.FINISHED if done else runs.STOPPED,
        "seconds": round(position.seconds, 2),
        "epochs": run.history.epochs,
        "interruptions": run.history.interruptions,
        "precision": precision,
        "bfloat16 speed-up": gain,
        "data": _data(dataset, digits),
        "versions": _versions(),
    }
    return result | (_judge(run, trainer, dataset) if done else {})


def _judge(run: runs.Run, trainer: Any, dataset: Dataset) -> dict[str, Any]:
    """The scores of a finished training; the test digits are opened here and only here."""
    trainer.export(run.path / runs.KERAS_FILE)
    validation = _score(trainer.evaluate(dataset.validation), dataset.validation)
    test = _score(trainer.evaluate(dataset.test), dataset.test)
    return {"validation": validation, "test": test | {"name": dataset.provenance.test_name}}


def _data(dataset: Dataset, digits: Digits) -> dict[str, Any]:
    return {
        "source": dataset.provenance.source,
        "training": len(digits),
        "validation": len(dataset.validation),
    }


def _score(score: Any, digits: Digits) -> dict[str, Any]:
    return {"loss": score.loss, "accuracy": score.accuracy, "digits": len(digits)}


def _versions() -> dict[str, str]:
    import keras
    import numpy
    import tensorflow

    modules = {"tensorflow": tensorflow, "keras": keras, "numpy": numpy}
    return {"python": sys.version.split()[0]} | {n: m.__version__ for n, m in modules.items()}


def _end_with_parent() -> None:
    """End this process as soon as the process that started it is gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):  # unbuffered: a buffer's lock would hang our exit
            pass
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _waiting() -> list[runs.Run]:
    return [run for run in runs.queue_of_runs() if run.state in runs.WAITING]


def main() -> None:
    """Train what waits, oldest first; leave after idling, or after enough runs."""
    _end_with_parent()
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # pages stay quick while we work
    with FileLock(runs.runs_directory() / "trainer.lock"):  # one trainer works, others wait
        from mnist_core.training import keras_trainer  # noqa: F401  the slow import, at once

        _work()
    os._exit(0)  # at once: TensorFlow's threads can hang an ordinary exit


def _work() -> None:
    done, idle_since = 0, time.monotonic()
    while done < RUNS_PER_PROCESS and time.monotonic() - idle_since < IDLE_SECONDS:
        waiting = _waiting()
        if not waiting:
            time.sleep(POLL_SECONDS)
            continue
        runs.sign_taken()
        train_run(waiting[0], others_wait=lambda: bool(_waiting()))
        prune()
        done, idle_since = done + 1, time.monotonic()


if __name__ == "__main__":
    main()

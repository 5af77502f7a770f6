"""Going on with a run that has ended: a new run that begins where the other one stopped."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from mnist_core.atomic import replacing
from mnist_core.home_folder import runs_directory
from mnist_core.network.weights import WEIGHTS
from mnist_core.training import checkpoints
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import Run, RunError, write_config
from mnist_core.training.run_status import PROGRESS
from mnist_core.training.runs import new_id


def continued_config(run: Run, more_epochs: int) -> TrainingConfig:
    """What is asked of a run that goes on for more epochs than another one had planned.

    A one-cycle schedule is laid out anew over all epochs, so its rate rises again to where the
    longer cycle stands, and a cosine likewise. Raises ValueError if there would be too many epochs.
    """
    recipe = run.config.recipe
    return replace(run.config, recipe=replace(recipe, epochs=int(recipe.epochs) + more_epochs))


def continue_run(run: Run, more_epochs: int) -> Run:
    """Ask for a run that goes on where another ended; the run that has ended stays as it is.

    Raises
    ------
    RunError
        If the run goes on still, or left nothing to begin from.
    ValueError
        If there would be too many epochs.
    """
    if run.state.active:
        raise RunError("This run goes on still; stop it, or wait until it has finished.")
    state = checkpoints.load_state(run.path)
    if state is None:
        raise RunError("This run left nothing to go on from; start it again.")
    config, batches = continued_config(run, more_epochs), int(state["batches"])
    new = runs_directory() / new_id()
    with replacing(new) as partial:  # no run yet, for whoever lists them
        _copy(run, partial, batches)
        if "waited" in state:  # early stopping waits anew: to go on is a wish for more epochs
            checkpoints.save_state(partial, state | {"waited": np.array(0)})
        write_config(partial, config, continues=run.id)
    return Run(new)


def _copy(run: Run, folder: Path, batches: int) -> None:
    """Copy what the run had when its state was saved: weights that came later are another's."""
    (folder / checkpoints.FOLDER).mkdir(parents=True)
    names, history = [PROGRESS, checkpoints.STATE], run.history
    if history.epochs * history.batches_per_epoch <= batches:
        names.append(WEIGHTS)
    for name in names:
        if (run.path / name).exists():
            shutil.copyfile(run.path / name, folder / name)
    for moment in checkpoints.kept(run.path):
        if moment <= batches:
            old = checkpoints.checkpoint_path(run.path, moment)
            _link(old, checkpoints.checkpoint_path(folder, moment))


def _link(old: Path, new: Path) -> None:
    """The same file under a second name, which costs no space; a copy where that cannot be."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)

"""Going on with a run that has ended: a new run that begins where the other one stopped."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from mnist_core.training import checkpoints, runs
from mnist_core.training.config import TrainingConfig

COPIED = (runs.PROGRESS, runs.WEIGHTS, checkpoints.STATE)


def continue_run(run: runs.Run, more_epochs: int) -> runs.Run:
    """Ask for a run that goes on where another ended, for more epochs than that one had planned.

    The run that has ended stays as it is. A one-cycle schedule is laid out anew over all epochs,
    so its rate rises again to where the longer cycle stands.

    Raises
    ------
    RunError
        If the run goes on still, or left nothing to begin from.
    ValueError
        If there would be too many epochs.
    """
    if run.state in runs.ACTIVE:
        raise runs.RunError("This run goes on still; stop it, or wait until it has finished.")
    if not (run.path / checkpoints.STATE).exists():
        raise runs.RunError("This run left nothing to go on from; start it again.")
    recipe = run.config.recipe
    config: TrainingConfig = replace(
        run.config, recipe=replace(recipe, epochs=int(recipe.epochs) + more_epochs)
    )
    new = runs.runs_directory() / runs.new_id()
    partial = new.with_name(new.name + ".part")
    (partial / checkpoints.FOLDER).mkdir(parents=True)
    for name in COPIED:
        if (run.path / name).exists():
            shutil.copyfile(run.path / name, partial / name)
    for batches in checkpoints.kept(run.path):
        old = checkpoints.checkpoint_path(run.path, batches)
        _link(old, checkpoints.checkpoint_path(partial, batches))
    partial.rename(new)
    return runs.create_run(config, new)


def _link(old: Path, new: Path) -> None:
    """The same file under a second name, which costs no space; a copy where that cannot be."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)

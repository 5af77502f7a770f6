"""The one folder the app writes to: runs and a downloaded MNIST, outside the checkout."""

import re
from pathlib import Path

from mnist_core import settings

VARIABLE = settings.HOME.variable
RUN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What the folder of a run may be called: nothing that could be a path."""
FILE_ID = re.compile(r"file-[0-9a-f]{16}")
"""What a network is called that was opened from a file, after its content."""


def home_directory() -> Path:
    """Return the folder that keeps your runs and a downloaded MNIST, creating it when needed.

    It is `$INSIDE_A_CNN_HOME` where that is set, otherwise `~/.inside-a-cnn`.

    Raises
    ------
    ValueError
        If the folder cannot be created or is a file.
    """
    name = settings.HOME.text or "~/.inside-a-cnn"
    try:
        path = Path(name).expanduser().absolute()
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ValueError(
            f"The folder {name} cannot be created ({reason}): "
            f"set {VARIABLE} to a folder you can write to."
        ) from error
    return path


def runs_directory() -> Path:
    """The folder that holds all runs, one folder each."""
    path = home_directory() / "runs"
    path.mkdir(exist_ok=True)
    return path


def opened_network(id: str) -> Path:
    """Where a network with this id (`FILE_ID`) is kept, if it is."""
    return home_directory() / "networks" / f"{id}.npz"


def trials_directory() -> Path:
    """The folder in which workers of a search train their runs, one folder each, until they end."""
    path = home_directory() / "trials"
    path.mkdir(exist_ok=True)
    return path

"""A folder in the place of a home that cannot be used, for as long as the processes live."""

import os
import tempfile
from pathlib import Path

from mnist_core import settings
from mnist_core.atomic import write_text
from mnist_core.home_folder import runs_directory
from mnist_core.system_errors import in_words

WHY = "why-this-folder.txt"


def stand_in() -> str | None:
    """Have a temporary folder in the home's place where that cannot be used.

    It becomes the home of this process and of all that it starts from now on.

    Returns
    -------
    Why the home cannot be used, in one sentence; None where it can.

    Raises
    ------
    ValueError
        With one sentence, where no temporary folder can be had either.
    """
    why = Path(settings.HOME.text, WHY)
    if settings.HOME.text and why.is_file():
        return why.read_text(encoding="utf-8")
    fault = _fault()
    if fault is not None:
        try:
            folder = tempfile.mkdtemp(prefix="inside-a-cnn-")
            write_text(Path(folder, WHY), fault)
        except OSError as error:
            raise ValueError(f"{fault} {in_words('A temporary folder', error)}.") from error
        os.environ.update({settings.HOME.variable: folder})
    return fault


def _fault() -> str | None:
    """Why nothing can be kept in the home; None where it can."""
    try:
        runs_directory()
    except ValueError as error:
        return str(error)
    except OSError as error:
        return in_words(f"The folder {settings.HOME.shown}", error) + "."
    return None

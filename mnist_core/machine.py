"""What the app runs on: its memory, the versions of what it is made of, and its disk."""

import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mnist_core.atomic import write_text
from mnist_core.system_errors import in_words

PACKAGES = ("streamlit", "numpy", "tensorflow-cpu", "tensorflow", "keras", "plotly", "optuna")
PROBE = ".can-be-written"
STATM = Path("/proc/self/statm")


@dataclass(frozen=True)
class Disk:
    """The disk below a folder.

    Attributes
    ----------
    free : bytes that are left
    fault : why nothing can be written there, in one sentence; None where it can be
    """

    free: int
    fault: str | None


def versions() -> dict[str, str]:
    """Python's version, and those of the packages that are installed, by name."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def resident_bytes() -> int | None:
    """The memory that this process holds, as Linux counts it; None on other systems."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def disk(folder: Path) -> Disk:
    """How much room there is in a folder, and whether a file can be written there: one is."""
    try:
        write_text(folder / PROBE, "yes")
        (folder / PROBE).unlink(missing_ok=True)
        fault = None
    except OSError as error:
        fault = in_words(f"The folder {folder}", error) + "."
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    return Disk(free, fault)

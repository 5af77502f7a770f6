"""Stored results of experiments that take too long for a page: one JSON file each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mnist_core.atomic import write_json
from mnist_core.system_errors import in_words

RECORDS = Path(__file__).parents[1] / "assets" / "claims"
KEYS = ("command", "date", "versions", "machine", "data", "seeds", "seconds")
"""What every record says about how it came about."""


class NotMeasured(ValueError):
    """Figures that are not there; the message says how to make them."""


def load_record(name: str, folder: Path = RECORDS) -> Mapping[str, Any]:
    """What the command ``measure --claim NAME`` stored.

    Raises
    ------
    NotMeasured
        If it has not been measured, or the file is not such a record.
    """
    try:
        record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotMeasured(
            f"This has not been measured yet: run python -m mnist_core measure --claim {name}."
        ) from None
    except OSError as error:
        raise NotMeasured(f"{in_words(f'The stored figures of {name}', error)}.") from None
    except ValueError as error:
        raise NotMeasured(f"The stored figures of {name} cannot be read: {error}.") from None
    if not isinstance(record, dict) or any(key not in record for key in KEYS):
        raise NotMeasured(f"The stored figures of {name} do not say how they came about.")
    return record


def save_record(name: str, record: Mapping[str, Any], folder: Path = RECORDS) -> Path:
    """Write a record, whole or not at all; returns its path."""
    missing = [key for key in KEYS if key not in record]
    if missing:
        raise ValueError(f"A record says how it came about; this one lacks {', '.join(missing)}.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    write_json(path, record, indent=1, nan=False)
    return path

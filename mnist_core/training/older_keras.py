"""Makes a .keras file that older versions of Keras 3, from 3.6 on, open too.

Keras writes every setting of a layer, at its default or not, and refuses a file with a setting that
it does not know. Those that came after Keras 3.6 are at their defaults in all our networks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

CONFIG = "config.json"
NEW = frozenset(
    {
        "input_axes",  # of initialisers
        "output_axes",
        "quantization_config",  # of Dense and Conv2D
        "renorm",  # of BatchNormalization
        "renorm_clipping",
        "renorm_momentum",
    }
)


def leave_out_new_settings(path: Path) -> None:
    """Rewrite a .keras file without them; the network it describes is the same."""
    with ZipFile(path) as file:
        parts = [(info, file.read(info)) for info in file.infolist()]
    with ZipFile(path, "w") as file:
        for info, data in parts:
            if info.filename == CONFIG:
                data = json.dumps(_without(json.loads(data))).encode()
            file.writestr(info, data)


def _without(values: Any) -> Any:
    if isinstance(values, list):
        return [_without(value) for value in values]
    if isinstance(values, dict):
        return {name: _without(value) for name, value in values.items() if name not in NEW}
    return values

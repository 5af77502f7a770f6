"""An exporter without TensorFlow: writes down outcomes that nobody measured, one export a moment.

As a program it is to ``ExportQueue`` what the real exporter is; ``LOG`` in the home names each
export as it is begun.
"""

import os
import sys
import time

from mnist_core.export import exporter
from mnist_core.export.export_folder import Export, exports_directory
from mnist_core.export.formats import FORMATS
from mnist_core.export.outcome import Judgement, Outcome

COMMAND = (sys.executable, "-m", "tests.export.small_exporter")
LOG = "begun.txt"
JUDGED = Judgement("a runtime 1.0", 2_000, 1_980, 4, 0.0012, 0.25)


def outcomes() -> list[Outcome]:
    """All formats alike, but for ONNX, which was not made."""
    made = [Outcome(it, 1_000, JUDGED) for it in FORMATS if it != "onnx"]
    return [*made, Outcome("onnx", reason="ONNX needs tf2onnx.")]


def fulfil(export: Export) -> None:
    with (exports_directory() / LOG).open("a") as log:
        log.write(f"{export.path.name} {os.getpid()}\n")
    time.sleep(0.02)
    for it in outcomes():
        if it.bytes and it.format not in ("npz", "saved_model"):
            export.file(FORMATS[it.format]).write_bytes(it.format.encode())
    export.finish(outcomes(), "digits")


if __name__ == "__main__":
    exporter.fulfil = fulfil
    exporter.main()

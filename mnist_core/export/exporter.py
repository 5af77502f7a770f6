"""The exporter process: takes the export that was asked for first, makes it, goes on.

Started by ``ExportQueue``. One works on a home at a time, however many servers share it, and each
ends with the server that started it.
"""

from __future__ import annotations

import os

from mnist_core.data.sources import reopen
from mnist_core.export.export_folder import Export, ExportProgress, exports_directory, waiting
from mnist_core.export.formats import FORMATS, Format
from mnist_core.network.forward import Network
from mnist_core.system_errors import in_words
from mnist_core.training.file_lock import locked
from mnist_core.training.lifeline import end_with_parent

PER_PROCESS = 10  # exports, then a new process: TensorFlow keeps some memory of every model
NICENESS = 10
LOCK = "exporter.lock"


def main() -> None:
    """Make what waits, oldest first, and leave."""
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # pages stay quick meanwhile
    with locked(exports_directory() / LOCK):
        for _ in range(PER_PROCESS):
            if not (found := waiting()):
                break
            fulfil(found[0])
    os._exit(0)  # at once: TensorFlow's threads can hang an ordinary exit


def fulfil(export: Export) -> None:
    """Make all formats of an export and write down what came of them."""
    export.say(ExportProgress(0, len(FORMATS), "TensorFlow is loaded"))
    from mnist_core.export.making import make  # the slow import

    done = list(FORMATS)

    def say(format: Format, what: str) -> None:
        export.say(ExportProgress(done.index(format.id), len(done), f"{format.title} is {what}"))

    try:
        network = Network.load(export.file(FORMATS["npz"]))
        dataset = reopen(export.provenance)
        outcomes = make(network, dataset, FORMATS.values(), export.file, say)
        export.finish(outcomes, dataset.provenance.test_name)
    except ValueError as error:
        export.finish((), "", str(error))
    except OSError as error:
        export.finish((), "", f"{in_words('The folder of exports', error)}, then export again.")


if __name__ == "__main__":
    main()

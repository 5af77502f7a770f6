"""Every format of every network that ships, by its own runtime, against our forward pass.

`MNIST_PATH=... python -m tests.benchmarks exports` reads the 10,000 test digits; without it those
that are held out. Ends with 1 where a float32 is further than 1e-5 from our probabilities, a
float16 further than 1e-3, or int8 reads more than 0.3 points worse.
"""

import sys
import tempfile
from pathlib import Path

from mnist_core.data.sources import load_dataset
from mnist_core.export.export_command import in_one_line
from mnist_core.export.formats import FORMATS
from mnist_core.export.making import make
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network

CLOSE, POINTS = 1e-5, 0.003
ROUNDED = {"litert_float16": 1e-3, "litert_int8": 1.0}


def main() -> None:
    """Export and judge all of them."""
    dataset, broken = load_dataset(), []
    print(dataset.provenance.sentence)
    for id in ARCHITECTURES:
        print(id)
        with tempfile.TemporaryDirectory() as folder:
            outcomes = make(
                Network.load(id),
                dataset,
                FORMATS.values(),
                lambda it, folder=folder: Path(folder) / it.file,
                lambda *_: None,
            )
        for outcome in outcomes:
            print(f"  {in_one_line(outcome)}", flush=True)
        judged = {it.format: it.judgement for it in outcomes}
        ours = judged["npz"]
        for format, found in judged.items():
            far = found is None or found.difference > ROUNDED.get(format, CLOSE)
            if far or found.right < ours.right - POINTS * ours.digits:
                broken.append(f"{id} as {format}")
    if broken:
        sys.exit(f"Not as our network: {', '.join(broken)}")
    print("Float32 within 1e-5 of our probabilities, float16 within 1e-3; int8 at most 0.3 worse.")

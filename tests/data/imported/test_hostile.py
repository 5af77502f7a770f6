"""Hostile files get one sentence each, nothing in them is executed, and memory stays small."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.imported.hostile import BOMBS, HOSTILE, refusal

HARM = Path("/tmp/harm-was-done")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in BOMBS])
def test_what_cannot_be_used_gets_one_sentence(name: str) -> None:
    file, content, expected = HOSTILE[name]
    said = refusal(file, io.BytesIO(content()))
    assert re.search(expected, said), said
    assert said.endswith(".") and "\n" not in said and len(said) < 200
    assert not HARM.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the resource module is Unix's")
def test_all_of_them_together_take_less_than_100_mb(tmp_path: Path) -> None:
    """Bombs among them, one after the other in a process whose memory never grew so far."""
    expected = []
    for number, name in enumerate(HOSTILE):
        file, content, pattern = HOSTILE[name]
        (tmp_path / f"{number:02}-{file}").write_bytes(content())
        expected.append(pattern)
    said = subprocess.run(
        [sys.executable, "-m", "tests.data.imported.hostile", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for pattern, sentence in zip(expected, said[:-1], strict=True):
        assert re.search(pattern, sentence), sentence
    assert float(said[-1]) < 100

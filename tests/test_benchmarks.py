"""Every benchmark can be found and started; and what keeps the first paint quick stays so."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import BENCHMARKS, main

FOLDER = Path(__file__).with_name("benchmarks")


def test_every_benchmark_is_listed():
    assert sorted(BENCHMARKS) == sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_listed_benchmark_can_be_imported_and_says_what_it_measures(name):
    module = importlib.import_module(f"tests.benchmarks.{name}")
    assert callable(module.main) and module.__doc__


def test_an_unknown_benchmark_is_refused_with_the_names_there_are(capsys):
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "first_paint" in capsys.readouterr().err


@pytest.mark.slow
def test_home_needs_none_of_the_slow_libraries():
    code = (
        "import sys; from pages.ui import frame; "
        "from pages.ui.components.journey_values import journey_values; "
        "print(*({'pandas', 'scipy', 'sklearn', 'mlxtend', 'tensorflow'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parents[1], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []

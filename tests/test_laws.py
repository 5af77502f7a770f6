"""The project keeps the laws of the design, and each checker is shown sources that break its law.

Laws 2 and 9 are tested on the running app and on runs.
"""

import ast
from collections.abc import Callable

import pytest

from tests.house import requirements_without_reason, undeclared_packages
from tests.laws import (
    CHECKOUT,
    TRAINER_SIDE,
    Source,
    caches,
    files_put_in_place,
    files_written,
    foreign_libraries,
    import_direction,
    project_sources,
    shared_state,
    told_once,
    trainer_modules_reached,
)

CHECKERS = (
    foreign_libraries,
    import_direction,
    shared_state,
    files_written,
    files_put_in_place,
    caches,
    told_once,
)
BROKEN = [
    (foreign_libraries, "mnist_core/data/sources.py", "import streamlit as st"),
    (
        foreign_libraries,
        "mnist_core/data/sources.py",
        "def f():\n    from streamlit.runtime import x",
    ),
    (foreign_libraries, "mnist_core/data/drawing/protocol.py", "import streamlit_drawable_canvas"),
    (foreign_libraries, "mnist_core/network/summary.py", "import plotly.graph_objects as go"),
    (foreign_libraries, "pages/home.py", "import plotly.express"),
    (foreign_libraries, "pages/home.py", "from keras import layers"),
    (
        foreign_libraries,
        "mnist_core/training/queue.py",
        "import importlib\nimportlib.import_module('tensorflow')",
    ),
    (
        import_direction,
        "mnist_core/data/digits.py",
        "from mnist_core.network.forward import Network",
    ),
    (import_direction, "mnist_core/data/digits.py", "from ..network import forward"),
    (import_direction, "mnist_core/home_folder.py", "from mnist_core import data"),
    (
        import_direction,
        "mnist_core/training/runs.py",
        "from mnist_core.evaluation.metrics import evaluate",
    ),
    (import_direction, "mnist_core/evaluation/metrics.py", "import mnist_core.figures.curves"),
    (import_direction, "mnist_core/figures/curves.py", "from pages.ui.frame import PAGES"),
    (
        import_direction,
        "mnist_core/__init__.py",
        "from mnist_core.data.sources import load_dataset",
    ),
    (import_direction, "pages/home.py", "import mnist_core.__main__"),
    (import_direction, "mnist_core/helpers/text.py", ""),
    (shared_state, "mnist_core/network/architectures.py", "ARCHITECTURES = {'a': 1}"),
    (shared_state, "pages/ui/frame.py", "SEEN: set[str] = set()"),
    (shared_state, "mnist_core/data/digits.py", "import collections\nLAST = collections.deque()"),
    (shared_state, "mnist_core/data/digits.py", "def f():\n    global LAST\n    LAST = 1"),
    (
        shared_state,
        "mnist_core/data/sources.py",
        "import numpy as np\ndef f():\n    np.random.seed(1)",
    ),
    (shared_state, "mnist_core/data/digits.py", "@dataclass\nclass Digits:\n    images: list"),
    (
        shared_state,
        "mnist_core/data/digits.py",
        "@dataclasses.dataclass(slots=True)\nclass Digits:\n    n: int",
    ),
    (files_put_in_place, "mnist_core/training/control.py", "partial.replace(path)"),
    (files_put_in_place, "mnist_core/data/download.py", "os.replace(a, b)"),
    (files_written, "pages/draw.py", "Path('a').write_text('')"),
    (files_written, "mnist_core/figures/curves.py", "open('a.png', 'wb')"),
    (files_written, "mnist_core/evaluation/metrics.py", "path.open(mode='a')"),
    (files_written, "mnist_core/evaluation/metrics.py", "np.save('a', b)"),
    (files_written, "mnist_core/evaluation/metrics.py", "def f(file):\n    np.savez(file, a=b)"),
    (
        files_written,
        "mnist_core/evaluation/metrics.py",
        "file = io.BytesIO()\nfile = path\nnp.savez(file, a=b)",
    ),
    (caches, "pages/dataset.py", "@st.cache_data(ttl=1)\ndef f(): ..."),
    (caches, "pages/ui/controls.py", "from streamlit import cache_resource"),
    (told_once, "pages/draw.py", "controls.stand_at(KEY, 1)\nst.slider('Of', 0, 9, key=KEY)"),
]
ALLOWED = [
    (foreign_libraries, "mnist_core/figures/curves.py", "import plotly.graph_objects as go"),
    (foreign_libraries, "mnist_core/training/worker.py", "import tensorflow, keras"),
    (foreign_libraries, "pages/home.py", "import streamlit as st"),
    (
        import_direction,
        "mnist_core/training/runs.py",
        "from mnist_core.home_folder import home_directory",
    ),
    (import_direction, "mnist_core/network/forward.py", "from .layers import Conv2D\nimport numpy"),
    (import_direction, "mnist_core/__main__.py", "from mnist_core.training.worker import main"),
    (
        shared_state,
        "mnist_core/network/architectures.py",
        "A = MappingProxyType({'a': 1})\nB = (1, 2)\nn: int",
    ),
    (
        shared_state,
        "mnist_core/data/digits.py",
        "@dataclass(frozen=True, eq=False)\nclass Digits:\n    n: int",
    ),
    (files_written, "mnist_core/training/runs.py", "path.write_text('')"),
    (files_put_in_place, "mnist_core/atomic.py", "os.replace(a, b)"),
    (
        files_put_in_place,
        "mnist_core/training/control.py",
        "text.replace('a', 'b')\nreplace(a, b=c)\ndataclasses.replace(a, b=c)\narray.replace(a, b)",
    ),
    (
        files_written,
        "mnist_core/evaluation/metrics.py",
        "open('a.csv', 'r')\npath.open('rb')\n'a'.replace('a', 'b')",
    ),
    (
        files_written,
        "mnist_core/evaluation/metrics.py",
        "file = io.BytesIO()\nnp.savez_compressed(file, a=b)",
    ),
    (caches, "pages/ui/resources/networks.py", "@st.cache_resource\ndef f(): ..."),
    (
        told_once,
        "pages/draw.py",
        "stand_at(KEY, 1)\nst.slider('Of', 0, 9, key=KEY, persist_state='page')\n"
        "st.toggle('Other', key=OTHER)",
    ),
]


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_project_keeps_the_law(checker: Callable[[Source], list[str]]) -> None:
    broken = [line for source in project_sources() for line in checker(source)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(("checker", "path", "text"), BROKEN)
def test_checker_sees_a_broken_law(
    checker: Callable[[Source], list[str]], path: str, text: str
) -> None:
    assert len(checker(Source(path, ast.parse(text)))) == 1


@pytest.mark.parametrize(("checker", "path", "text"), ALLOWED)
def test_checker_lets_the_lawful_pass(
    checker: Callable[[Source], list[str]], path: str, text: str
) -> None:
    assert checker(Source(path, ast.parse(text))) == []


def test_pages_never_reach_the_trainers_side() -> None:
    assert trainer_modules_reached(project_sources()) == []


def test_a_long_way_to_the_trainers_side_is_seen() -> None:
    texts = {
        "app.py": "import pages.ui.frame",
        "pages/ui/frame.py": "from mnist_core.training import queue",
        "mnist_core/training/queue.py": "def f():\n    from . import worker",
        TRAINER_SIDE[1]: "import keras",
        TRAINER_SIDE[0]: "import keras",
    }
    sources = [Source(path, ast.parse(text)) for path, text in texts.items()]
    assert trainer_modules_reached(sources) == [TRAINER_SIDE[1]]


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_says_why(path: str) -> None:
    assert requirements_without_reason((CHECKOUT / path).read_text("utf-8")) == []


def test_a_requirement_without_reason_is_seen() -> None:
    text = (
        "# all\n-r other.txt\nnumpy>=2  # the arrays\n\npandas>=3\nscipy>=1 #\nkeras>=3  # training"
    )
    assert requirements_without_reason(text) == ["pandas>=3", "scipy>=1 #", "keras>=3  # training"]


def test_every_imported_package_is_required() -> None:
    requirements = (CHECKOUT / "requirements.txt").read_text("utf-8")
    assert undeclared_packages(project_sources(), requirements) == []


def test_an_undeclared_package_is_seen() -> None:
    text = "import json, numpy, PIL.Image\nfrom pages.ui import frame\nimport some_package.part"
    source = Source("pages/home.py", ast.parse(text))
    requirements = "numpy>=2  # the arrays\npillow~=13.0  # pictures\n"
    assert undeclared_packages([source], requirements) == ["pages/home.py:3: some_package"]

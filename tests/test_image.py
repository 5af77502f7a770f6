"""The image without an engine: the Dockerfile’s steps are repeated, two of it stand behind nginx.

What runs here is what would be copied into the image, started, asked and ended as it says. Only
the packages are the tests' own; that the image's are all there are is shown by a fresh environment.
"""

import ast
import fnmatch
import http.client
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest
from websockets.sync.client import connect

from tests.browser.session import Session
from tests.hostile.judged import sound, titles
from tests.test_hosting import CHECKOUT, NGINX, instructions

pytestmark = pytest.mark.slow
HOME = "/home/reader"  # in the image
PEOPLE, TIMES = 12, 3
SECONDS = 60
UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
SERVER = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
IGNORED = (CHECKOUT / ".dockerignore").read_text("utf-8").split("\n")


def ignored(path: PurePosixPath) -> bool:
    """Whether .dockerignore leaves it out; of the patterns, those that ours has."""
    for pattern in IGNORED:
        if pattern.startswith("**/") and fnmatch.fnmatch(path.name, pattern[3:]):
            return True
        if fnmatch.fnmatch(str(path), pattern):
            return True
    return False


def copy(source: Path, to: Path) -> None:
    """What COPY makes of a file or a folder of the checkout."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        inside = PurePosixPath(Path(folder).relative_to(CHECKOUT).as_posix())
        return [name for name in names if ignored(inside / name)]

    if source.is_dir():
        shutil.copytree(source, to, ignore=left_out, dirs_exist_ok=True)
    else:
        shutil.copy(source, to / source.name)


def as_written(text: str) -> list[str]:
    """The words of a RUN, or those of a CMD in the form of a list."""
    return list(ast.literal_eval(text)) if text.startswith("[") else shlex.split(text)


class Image:
    """The image's files in a folder, and what it says of how they are run."""

    def __init__(self, folder: Path) -> None:
        self.app, self.home = folder / "app", folder / "reader"
        self.app.mkdir()
        (self.home / "home").mkdir(parents=True)
        self.settings = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        self.settings |= {"HOME": str(self.home), "TF_CPP_MIN_LOG_LEVEL": "3"}
        for word, rest in instructions():
            if word == "ENV":
                pairs = (it.split("=", 1) for it in rest.split())
                self.settings |= {name: it.replace(HOME, str(self.home)) for name, it in pairs}
            elif word == "COPY":
                *names, _ = rest.split()
                for name in names:
                    copy(CHECKOUT / name, self.app)
            elif word == "RUN" and "compileall" in rest:
                subprocess.run(as_written(rest), cwd=self.app, env=self.settings, check=True)
            elif word in ("CMD", "HEALTHCHECK"):
                setattr(self, word.lower(), as_written(rest[rest.index("[") :]))

    def files(self) -> dict[str, int]:
        """Everything in the app's folder with its size."""
        found = (it for it in self.app.rglob("*") if it.is_file())
        return {str(it.relative_to(self.app)): it.stat().st_size for it in found}


class Container:
    """One of the image's processes at a port of its own."""

    def __init__(self, image: Image, name: str) -> None:
        self.image, self.port = image, free_port()
        self.settings = {**image.settings, "STREAMLIT_SERVER_PORT": str(self.port)}
        self.log = image.home.parent / f"{name}.log"
        assert not self.healthy(), "nobody is there yet"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                image.cmd, cwd=image.app, env=self.settings, stdout=log, stderr=log
            )

    def healthy(self) -> bool:
        """What the image's HEALTHCHECK says."""
        asked = subprocess.run(
            self.image.healthcheck, cwd=self.image.app, env=self.settings, capture_output=True
        )
        return asked.returncode == 0

    def wait(self) -> None:
        wait_for(lambda: listens(self.port), lambda: self.log.read_text())
        wait_for(self.healthy, lambda: self.log.read_text())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(happens, otherwise=lambda: "") -> None:
    deadline = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return Image(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def containers(image):
    """Two of the image, as compose.yaml has them: they share a home."""
    both = [Container(image, name) for name in ("one", "two")]
    try:
        for it in both:
            it.wait()
        yield both
    finally:
        for it in both:
            it.process.kill()
            it.process.wait()


@pytest.fixture
def front(containers, tmp_path):
    """Debian's nginx with our file in front of them; it says who answered. Its port."""
    if SERVER is None:
        pytest.skip("There is no nginx here (on Debian, apt-get install nginx).")
    port, file = free_port(), tmp_path / "nginx.conf"
    text = NGINX.replace("listen 8080", f"listen 127.0.0.1:{port}")
    for name, it in zip(("one:8501", "two:8501"), containers, strict=True):
        text = text.replace(f"server {name}", f"server 127.0.0.1:{it.port}")
    text = text.replace("server predict:8000", f"server 127.0.0.1:{free_port()}")
    text = text.replace("/tmp/nginx.pid", str(tmp_path / "nginx.pid"))
    file.write_text(text.replace("add_header Set", "add_header By $upstream_addr;\nadd_header Set"))
    process = subprocess.Popen([SERVER, "-p", tmp_path, "-c", file, "-g", "daemon off;"])
    try:
        wait_for(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        process.wait()


class Person:
    """Somebody's browser as far as nginx sees it: it sends back the cookie that it got."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""

    def ask(self, path: str = "/") -> str:
        """Who answered: the address of a container."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read()
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        connection.close()
        return answer.headers["By"].split(", ")[-1]

    def look(self, page: str) -> list[str]:
        """The headings of a page, asked for by websocket."""
        with connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            additional_headers={"Cookie": self.cookie},
            max_size=None,
        ) as socket:
            visitor = Session(socket, page)
            sound(visitor.answer)
            return titles(visitor.answer)


def test_behind_nginx_people_stay_where_they_are_and_go_on_when_that_dies(image, containers, front):
    files = image.files()
    people = [Person(front) for _ in range(PEOPLE)]
    seats = [{it.ask() for _ in range(TIMES)} for it in people]
    assert all(len(seat) == 1 for seat in seats), "a person is sent to and fro"
    served = {f"127.0.0.1:{it.port}": it for it in containers}
    assert {who for seat in seats for who in seat} == set(served), "one of the two has nobody"
    for page, title in (("home", "a CNN"), ("export", "Export"), ("lessons", "Lessons")):
        assert any(title in it for it in people[0].look(page)), page

    [seat] = seats[0]
    served[seat].process.kill()
    served[seat].process.wait()
    [left] = set(served) - {seat}
    assert [it.ask() for it in people] == [left] * PEOPLE
    assert any("Status" in it for it in people[0].look("status"))

    process, log = served[left].process, served[left].log
    process.terminate()
    assert process.wait(timeout=10) in (0, -15)
    assert "Traceback" not in log.read_text()
    assert image.files() == files, "the image's files are nobody's to write"
    assert {it.name for it in image.home.iterdir()} <= {"home", ".streamlit", ".cache"}


def imported() -> set[str]:
    """The packages that the image's code imports anywhere, without Python's and its own."""
    found: set[str] = set()
    for file in (
        *CHECKOUT.glob("*.py"),
        *CHECKOUT.glob("pages/**/*.py"),
        *CHECKOUT.glob("mnist_core/**/*.py"),
    ):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {it.name.partition(".")[0] for it in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"app", "mnist_core", "pages"}


@pytest.mark.skipif(UV is None, reason="Without uv it would take minutes: pip install uv.")
def test_what_the_image_installs_is_all_that_it_imports(tmp_path):
    """By the Dockerfile's own line, into a fresh environment, out of uv's cache."""
    [line] = [rest for word, rest in instructions() if word == "RUN" and " pip install " in rest]
    arguments = as_written(line)[as_written(line).index("install") + 1 :]
    subprocess.run([UV, "venv", "-q", "--python", sys.executable, tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    command = [UV, "pip", "install", "-q", "--offline", "--link-mode", "symlink"]
    done = subprocess.run(
        [*command, "--python", python, *arguments], cwd=CHECKOUT, capture_output=True, text=True
    )
    if re.search("cache|offline|network connectivity", done.stderr):
        pytest.skip(f"uv has not fetched these packages before: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    names = sorted({*imported(), "psycopg"})
    assert {"streamlit", "numpy", "keras", "sqlalchemy"} <= set(names)
    code = "import sys\nfrom importlib.util import find_spec\n"
    code += "print([it for it in sys.argv[1:] if find_spec(it) is None])"
    said = subprocess.run(
        [python, "-c", code, *names], capture_output=True, text=True, cwd=tmp_path
    )
    assert said.stdout.strip() == "[]", said

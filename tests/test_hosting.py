"""The files for hosting name what there is: variables, ports, services; and nobody is root."""

import configparser
import json
import re
import runpy
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest
import yaml
from streamlit import config

from mnist_core.classroom import class_database
from mnist_core.home_folder import VARIABLE as HOME
from mnist_core.search.storage import VARIABLE as SEARCHES
from mnist_core.service.endpoints import ENDPOINTS, HEALTH
from pages.ui.architecture.open_file import MEGABYTES

CHECKOUT = Path(__file__).resolve().parents[1]
DOCKERFILE, NGINX, UNIT = (
    (CHECKOUT / name).read_text("utf-8")
    for name in ("Dockerfile", "deploy/nginx.conf", "deploy/inside-a-cnn.service")
)
COMPOSE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]


def instructions():
    """The Dockerfile's instructions, continued lines joined, as (word, rest)."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def test_the_image_runs_as_nobody_special_and_is_watched():
    steps = instructions()
    words = [word for word, _ in steps]
    assert [rest for word, rest in steps if word == "USER"] == ["1000"]
    assert any("useradd --create-home --uid 1000 reader" in rest for _, rest in steps)
    assert words.index("USER") < words.index("HEALTHCHECK") < words.index("CMD")
    assert max(n for n, word in enumerate(words) if word == "RUN") < words.index("USER")
    copied = [name for word, rest in steps if word == "COPY" for name in rest.split()[:-1]]
    assert all((CHECKOUT / name).exists() for name in copied)
    assert copied.index("requirements.txt") < copied.index(".")
    (watched,) = [rest for word, rest in steps if word == "HEALTHCHECK"]
    assert "deploy/healthy.py" in watched
    ignored = (CHECKOUT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "shared"} <= set(ignored)


def test_every_variable_is_one_that_somebody_reads():
    known = {it.env_var for it in config.get_config_options().values()}
    known |= {HOME, SEARCHES, class_database.VARIABLE, "HOME", "PYTHONUNBUFFERED"}
    known |= {"PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}
    text = "".join(rest + " " for word, rest in instructions() if word == "ENV")
    named = set(re.findall(r"([A-Z_]+)=", text)) | set(
        re.findall(r"^Environment=(\w+)=", UNIT, re.M)
    )
    named |= set(re.findall(r"STREAMLIT_\w+", NGINX + (CHECKOUT / "deploy/healthy.py").read_text()))
    named |= set(SERVICES["one"]["environment"])
    assert len(named) > 8 and named - known == set()


def test_two_dashboards_share_a_home_and_a_database_of_which_nobody_knows_the_password():
    one, two = SERVICES["one"], SERVICES["two"]
    for shared in ("image", "volumes", "environment", "depends_on"):
        assert one[shared] == two[shared]
    assert two["pid"] == "service:one"  # a run's folder names its trainer by its process
    folder = one["volumes"][0].partition(":")[2]
    assert f"{HOME}={folder}" in DOCKERFILE and f"VOLUME {folder}" in DOCKERFILE
    assert re.findall(r"PASSWORD:?\s*\S+", str(COMPOSE)) and "${POSTGRES_PASSWORD:?" in str(COMPOSE)
    assert [name for name, it in SERVICES.items() if "ports" in it] == ["web"]
    assert f"127.0.0.1:8000{HEALTH.path}" in str(SERVICES["predict"]["healthcheck"])


def test_nginx_keeps_a_person_where_they_are_and_lets_websockets_through():
    upstreams = dict(re.findall(r"upstream (\w+) \{(.*?)\}", NGINX, re.DOTALL))
    servers = {name: re.findall(r"server (\w+):(\d+)", it) for name, it in upstreams.items()}
    assert servers == {
        "dashboards": [("one", "8501"), ("two", "8501")],
        "service": [("predict", "8000")],
    }
    assert {name for it in servers.values() for name, _ in it} <= set(SERVICES)
    assert "hash $seat consistent" in upstreams["dashboards"]
    assert "proxy_set_header Upgrade $http_upgrade;" in NGINX
    listening = re.search(r"listen (\d+);", NGINX).group(1)
    assert SERVICES["web"]["ports"] == [f"{listening}:{listening}"]
    assert int(re.search(r"client_max_body_size (\d+)m;", NGINX).group(1)) >= MEGABYTES
    assert all(it.path.startswith("/v1/") for it in ENDPOINTS if it.bodies)
    assert "location /v1/ {" in NGINX


def test_the_systemd_unit_writes_to_its_own_folder_alone():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(UNIT)
    service = unit["Service"]
    assert service["DynamicUser"] == "yes" and service["ProtectSystem"] == "strict"
    assert f"Environment={HOME}=/var/lib/{service['StateDirectory']}" in UNIT
    assert service["ExecStart"].startswith(
        f"{service['WorkingDirectory']}/.venv/bin/streamlit run app.py"
    )


@pytest.mark.parametrize(
    ("base", "well"), [("", True), ("/cnn/", True), ("cnn", True), ("x", False)]
)
def test_the_health_check_asks_under_the_sub_path(base, well, monkeypatch):
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            known = self.path in ("/_stcore/health", "/cnn/_stcore/health")
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(server.server_port))
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", base)
    try:
        if well:
            runpy.run_path(str(CHECKOUT / "deploy/healthy.py"))
        else:
            with pytest.raises(URLError):
                runpy.run_path(str(CHECKOUT / "deploy/healthy.py"))
    finally:
        server.shutdown()
        server.server_close()


HOLE = {"id": "PYSEC-1", "fix_versions": []}


@pytest.mark.parametrize(
    ("found", "status", "said"),
    [
        (None, 0, "could not be asked"),
        ("{", 0, "could not be asked"),
        ([{"name": "a", "skip_reason": "not found"}], 0, "0 of 1 packages looked up, 0 holes"),
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages looked up, 0 holes"),
        ([{"name": "a", "version": "1", "vulns": [HOLE]}], 0, "closed in no version yet"),
        (
            [{"name": "a", "version": "1", "vulns": [HOLE | {"fix_versions": ["2"]}]}],
            1,
            "a 1: PYSEC-1, closed in 2",
        ),
    ],
)
def test_a_hole_fails_the_audit_only_where_a_newer_version_closes_it(
    found, status, said, tmp_path, capsys
):
    file = tmp_path / "found.json"
    if found is not None:
        file.write_text(found if isinstance(found, str) else json.dumps({"dependencies": found}))
    audited = runpy.run_path(str(CHECKOUT / ".ci/audited.py"))["main"]
    assert audited(file) == status
    assert said in capsys.readouterr().out

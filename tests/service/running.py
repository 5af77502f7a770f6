"""A real service in a process of its own, and a client that holds every answer to its OpenAPI."""

import http.client
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from jsonschema import Draft202012Validator

CHECKOUT = Path(__file__).resolve().parents[2]
ADDRESS = "Uvicorn running on http://127.0.0.1:"
JSON = {"Content-Type": "application/json"}


class Service:
    """Where it listens, its process, and the document by which its answers are judged."""

    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log
        self.document = json.loads(self.raw("GET", "/openapi.json")[1])

    def raw(self, method, path, body=None, headers=None):
        """Status and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def ask(self, method, path, body=None, headers=None):
        """The status and the JSON of an answer that is as the document says."""
        status, text, _ = self.raw(method, path, body, headers)
        value = json.loads(text)
        told = self.document["paths"][path.partition("?")[0]][method.lower()]["responses"]
        schema = told[str(status)]["content"]["application/json"]["schema"]
        whole = {**schema, "components": self.document["components"]}
        Draft202012Validator(whole).validate(value)
        return status, value

    def post(self, path, value):
        """The same for a body of JSON."""
        return self.ask("POST", path, json.dumps(value), JSON)


@contextmanager
def running(home, *options):
    """A service that listens at a port of its own; its log is a file in `home`."""
    log = home / "service.log"
    command = [sys.executable, "-m", "mnist_core", "serve", "--port", "0", *options]
    own = {**os.environ, "INSIDE_A_CNN_HOME": str(home)}
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=own, stderr=stream)
    try:
        yield Service(process, _port(process, log), log)
    finally:
        process.terminate()
        process.wait(20)


def _port(process, log):
    while True:
        said = [line for line in log.read_text("utf-8").splitlines() if ADDRESS in line]
        if said:
            return int(json.loads(said[0])["event"].partition(ADDRESS)[2].split()[0])
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(log.read_text("utf-8"))

"""The service as another program meets it: a real process, real HTTP, its own OpenAPI document."""

import io
import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from mnist_core.__main__ import main
from mnist_core.data.drawing import prepare_image, prepare_strokes
from mnist_core.data.drawing.pictures import read_picture
from mnist_core.data.sources import held_out_digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import initial_weights, manifest, save_weights
from tests.service.bad_requests import PNG, REFUSED, png
from tests.service.running import JSON, running

ARRIVAL = 2.5  # seconds that this service waits for a request


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    home = tmp_path_factory.mktemp("service")
    mlp = ARCHITECTURES["mlp"]
    save_weights(home / "own.npz", mlp, initial_weights(mlp, 7))
    networks = ("robust_cnn", "keras_cnn", str(home / "own.npz"))
    named = [word for it in networks for word in ("--network", it)]
    with running(home, "--seconds", str(ARRIVAL), *named) as it:
        yield it


def written(image):
    """A digit as black ink on a white page, four times as large."""
    return np.pad(255 - image.repeat(4, 0).repeat(4, 1), 30, constant_values=255)


def test_a_picture_is_read_as_draw_reads_it(service):
    image = png(written(held_out_digits().images[0]))
    status, told = service.ask("POST", "/v1/predict?model=keras_cnn", image, PNG)
    prepared = prepare_image(read_picture(image)).digit
    expected = Network.load("keras_cnn").predict(prepared[np.newaxis])[0]
    assert status == 200
    np.testing.assert_allclose(told["digit"]["probabilities"], expected, atol=1e-6)
    np.testing.assert_allclose(told["digit"]["prepared"], prepared, atol=1e-6)
    assert told["digit"]["nearest"] == held_out_digits().labels[0]
    entry = manifest()["keras_cnn"]
    shipped = next(it for it in entry["seeds"] if it["seed"] == entry["shipped seed"])
    assert told["model"]["accuracy"] == shipped["test"]["accuracy"]
    assert told["model"]["tested_on"] == "10,000 MNIST test digits"


def test_numbers_are_read_as_they_are_and_strokes_are_drawn_again(service):
    network, image = Network.load("robust_cnn"), held_out_digits().images[3]
    _, told = service.post("/v1/predict", {"pixels": image.tolist()})
    np.testing.assert_allclose(
        told["digit"]["probabilities"], network.predict(image[np.newaxis])[0], atol=1e-6
    )
    strokes = [[[20, 20], [80, 20], [45, 90]]]
    _, told = service.post("/v1/predict", {"strokes": strokes})
    prepared = prepare_strokes([np.array(strokes[0], float)]).digit
    np.testing.assert_allclose(
        told["digit"]["probabilities"], network.predict(prepared[np.newaxis])[0], atol=1e-6
    )
    assert told["digit"]["answer"] == 7 and told["model"]["id"] == "robust_cnn"


def test_what_is_no_digit_is_refused_with_its_nearest(service):
    cross = [[[0, 0], [100, 100]], [[100, 0], [0, 100]], [[50, 0], [50, 100]], [[0, 50], [100, 50]]]
    status, told = service.post("/v1/predict", {"strokes": cross})
    digit = told["digit"]
    assert status == 200 and digit["refused"] and digit["answer"] is None
    assert digit["largest_score"] < told["model"]["threshold"]
    assert digit["nearest"] == int(np.argmax(digit["probabilities"]))


def test_a_number_is_read_in_its_order(service):
    digits = held_out_digits()
    page = np.concatenate([np.pad(digits.images[it], 4) for it in (1, 3, 5)], axis=1)
    status, told = service.ask("POST", "/v1/number", png(written(page)), PNG)
    assert status == 200
    assert [it["nearest"] for it in told["digits"]] == digits.labels[[1, 3, 5]].tolist()
    answers = ["?" if it["refused"] else str(it["answer"]) for it in told["digits"]]
    assert told["number"] == "".join(answers)
    lefts = [it["box"][1] for it in told["digits"]]
    assert len(lefts) == 3 and lefts == sorted(lefts)


def test_the_document_holds_and_its_examples_are_answered(service):
    for schema in service.document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    read = []
    for path, methods in service.document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            for example in content.get("application/json", {}).get("examples", {}).values():
                status, told = service.ask(method.upper(), path, json.dumps(example["value"]), JSON)
                read.append((status, told.get("number") or told["digit"]["answer"]))
            if path != "/metrics" and not content:
                assert service.ask(method.upper(), path)[0] == 200
    assert read == [(200, 7), (200, 7), (200, "72")]


def test_every_network_is_named_with_what_is_known_of_it(service):
    _, told = service.ask("GET", "/v1/models")
    known = {it["id"]: it["accuracy"] for it in told["models"]}
    assert list(known) == ["robust_cnn", "keras_cnn", "own"]
    assert known["own"] is None and known["robust_cnn"] == 0.9962
    assert service.ask("GET", "/healthz") == (200, {"status": "ok", "models": 3})


@pytest.mark.parametrize(("status", "path", "body", "headers"), REFUSED, ids=range(len(REFUSED)))
def test_a_bad_request_is_refused_in_one_sentence(service, status, path, body, headers):
    found, told = service.ask("POST", path, body, headers)
    assert found == status
    assert re.fullmatch(r"[A-Z][^\n]{10,300}[.)}]", told["error"])


@pytest.mark.parametrize(
    ("status", "method", "path"),
    [(404, "GET", "/"), (404, "GET", "/v1/../../etc/passwd"), (405, "GET", "/v1/predict")],
)
def test_an_address_that_is_none_is_said_to_be_none(service, status, method, path):
    found, text, _ = service.raw(method, path)
    assert found == status and json.loads(text)["error"].endswith("look at /openapi.json.")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
drawings = st.lists(st.lists(st.lists(st.floats(-1e7, 1e7), min_size=2, max_size=2)), max_size=4)
bodies = (
    st.binary(max_size=200)
    | anything.map(json.dumps).map(str.encode)
    | (drawings | anything).map(lambda it: json.dumps({"strokes": it}).encode())
    | anything.map(lambda it: json.dumps({"pixels": it}).encode())
)
kinds = st.sampled_from(["application/json", "image/png", "image/tiff", "text/html"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(["/v1/predict", "/v1/number"]), body=bodies, kind=kinds)
def test_whatever_is_sent_is_answered_as_the_document_says(service, path, body, kind):
    status, _ = service.ask("POST", path, body, {"Content-Type": kind})
    assert status in (200, 415, 422)


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_the_document_does_not_hold(service, tmp_path):
    """It reads the document, and asks what it allows and what it does not.

    That what it allows is refused is not a finding: a schema cannot say which bytes are a picture.
    """
    told = f"http://127.0.0.1:{service.port}/openapi.json"
    options = {
        "--phases": "examples,fuzzing",
        "--max-examples": "5",
        "--exclude-checks": "positive_data_acceptance",
        "--seed": "1",
    }
    command = [sys.executable, "-m", "schemathesis.cli", "run", told]
    said = subprocess.run(
        [*command, *(word for pair in options.items() for word in pair)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert said.returncode == 0, said.stdout[-4_000:]
    assert re.search(r"[1-9]\d* (generated|passed)", said.stdout), said.stdout


@pytest.fixture
def slow_clients(service):
    """Forty connections: half have sent a part of a head, half a head and a byte of its body."""
    head = b"POST /v1/predict HTTP/1.1\r\nHost: x\r\n"
    whole = head + b"Content-Type: image/png\r\nContent-Length: 100\r\n\r\n\x89"
    found = [socket.create_connection(("127.0.0.1", service.port), 30) for _ in range(40)]
    for place, it in enumerate(found):
        it.sendall(head if place % 2 else whole)
    yield found
    for it in found:
        it.close()


def test_who_sends_slowly_is_given_up_and_keeps_nobody_waiting(service, slow_clients):
    begun = time.monotonic()
    assert service.post("/v1/predict", {"strokes": [[[0, 0], [1, 9]]]})[0] == 200
    assert time.monotonic() - begun < ARRIVAL
    answers = [b"".join(iter(lambda it=it: it.recv(4096), b"")) for it in slow_clients]
    assert time.monotonic() - begun < 3 * ARRIVAL
    assert all(it.startswith(b"HTTP/1.1 408 ") for it in answers[::2])
    assert set(answers[1::2]) == {b""}


@pytest.mark.slow
def test_a_hundred_uploads_at_once_leave_it_answering(service):
    page = np.pad(written(held_out_digits().images[3]), 100, constant_values=255)
    file = io.BytesIO()
    Image.fromarray(page).convert("RGB").save(file, "BMP")
    photo, bmp = file.getvalue(), {"Content-Type": "image/bmp"}
    path = "/v1/predict?model=keras_cnn"
    assert len(photo) > 400_000
    with ThreadPoolExecutor(100) as clients:
        asked = [clients.submit(service.ask, "POST", path, photo, bmp) for _ in range(100)]
        begun = time.monotonic()
        assert service.ask("GET", "/healthz")[0] == 200
        waited = time.monotonic() - begun
        statuses = [it.result()[0] for it in asked]
    assert waited < 5
    assert set(statuses) <= {200, 408, 503} and statuses.count(200) >= 40
    assert service.post("/v1/predict", {"strokes": [[[0, 0], [1, 9]]]})[0] == 200


def test_counters_and_log_lines_say_what_was_asked_and_by_nobody(service):
    def counted(name, **labels):
        families = text_string_to_metric_families(service.raw("GET", "/metrics")[1].decode())
        samples = [it for family in families for it in family.samples]
        return sum(
            it.value for it in samples if it.name == name and labels.items() <= it.labels.items()
        )

    before = (
        counted("mnist_digits_total", model="own", said="answered"),
        counted("mnist_requests_total", path="/v1/predict", status="200"),
    )
    assert service.post("/v1/predict?model=own", {"strokes": [[[0, 0], [1, 9]]]})[0] == 200
    after = (
        counted("mnist_digits_total", model="own"),
        counted("mnist_requests_total", path="/v1/predict", status="200"),
    )
    assert after[1] == before[1] + 1 and after[0] >= 1
    assert counted("mnist_body_bytes") == counted("mnist_in_work") == 0
    assert counted("mnist_requests_total", status="500") == 0

    lines = [json.loads(line) for line in service.log.read_text("utf-8").splitlines()]
    answered = [line for line in lines if line["event"] == "answered"]
    assert len(answered) > 50 and {"time", "level", "path", "status", "ms"} <= set(answered[0])
    assert "127.0.0.1" not in json.dumps(answered)
    assert [line for line in lines if "exception" in line] == []


def test_the_process_holds_no_tensorflow_and_ends_when_it_is_told_to(service):
    process = psutil.Process(service.process.pid)
    loaded = {it.path for it in process.memory_maps()} if hasattr(process, "memory_maps") else {""}
    assert loaded and not any("tensorflow" in it or "keras" in it.lower() for it in loaded)
    assert process.memory_info().rss < 400e6
    service.process.terminate()
    assert service.process.wait(10) in (0, -15, 1)


@pytest.mark.parametrize(
    "options",
    [("--threads", "0"), ("--port", "70000"), ("--network", "no_such"), ("--seconds", "0")],
)
def test_a_mistake_in_the_command_is_answered_in_one_sentence(options, capsys):
    assert main(["serve", *options]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1

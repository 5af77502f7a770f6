"""A set is kept once, opened the same for ever, and is a source like others."""

import json

import numpy as np
import pytest

from mnist_core.__main__ import main
from mnist_core.data.digits import Digits, Provenance
from mnist_core.data.embedded import embedded_digits, held_out_digits
from mnist_core.data.imported.brought_files import Brought
from mnist_core.data.imported.imported_set import (
    MOST_SETS,
    imported_sets,
    keep,
    open_set,
    read_set,
    remove_set,
    sets_directory,
)
from mnist_core.data.imported.raw_images import DIGIT_NAMES, class_labels
from mnist_core.data.sources import reopen
from mnist_core.network.recipe import Recipe
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import DigitsUsed
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR

FREE = embedded_digits().without(held_out_digits())[:600]


def brought(digits: Digits = FREE, test: slice = slice(0), names=DIGIT_NAMES) -> Brought:
    judge = np.zeros(len(digits), bool)
    judge[test] = True
    return Brought(digits, judge, tuple(names), ("something was changed",))


def test_a_set_is_kept_once_and_comes_back_as_it_was(home) -> None:
    first = keep("Some digits", brought())
    assert keep("Some digits", brought()) == first == read_set(first.id)
    assert [it.id for it in imported_sets()] == [first.id]
    assert first.id.startswith("some-digits-") and first.path.parent == home / "digits"
    assert (first.training, first.test) == (480, 120)  # a fifth judges
    dataset = open_set(first.path)
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (440, 40, 120)
    everything = np.concatenate([dataset.unsplit.images, dataset.test.images])
    assert sorted(map(bytes, everything)) == sorted(map(bytes, FREE.images))
    assert dataset.test.counts.min() > 5  # of every class its share
    assert dataset.provenance.sentence == "480 training and 120 test images of Some digits."


def test_what_files_set_aside_to_judge_by_stays_so(home) -> None:
    found = open_set(keep("Two parts", brought(test=slice(500, None))).path)
    assert (found.test.images == FREE.images[500:]).all()
    only = keep("Only to judge", brought(FREE[:30]))
    assert (only.training, only.test) == (0, 30)
    assert len(open_set(only.path).train) == 0


def test_classes_with_names_and_fewer_than_ten(home) -> None:
    few = FREE[FREE.labels < 3]
    found = keep("Shapes", brought(few, names=("circle", "stick", "swan")))
    assert found.named and found.names == ("circle", "stick", "swan")
    dataset = open_set(found.path)
    assert set(dataset.validation.labels) == set(dataset.test.labels) == {0, 1, 2}
    assert not keep("Digits", brought()).named


def test_a_run_learns_from_a_set_and_says_so(home) -> None:
    found = keep("Some digits", brought())
    provenance = open_set(found.path).provenance
    assert Provenance.from_dict(json.loads(json.dumps(provenance.to_dict()))) == provenance
    config = TrainingConfig(LINEAR, Recipe(epochs=1, batch_size=64), provenance=provenance)
    run = create_run(config)
    train_run(run, backend=small_trainer)
    assert run.result.data == DigitsUsed("imported", 440, 40)
    assert (run.result.test.name, run.result.test.digits) == ("test images of Some digits", 120)
    assert reopen(provenance).provenance.same_digits(provenance)
    remove_set(found.id)
    again = create_run(config)
    train_run(again, backend=small_trainer)
    assert again.result.reason.startswith("The digits of this run are gone: put them back")


@pytest.mark.parametrize("id", ["../../etc/passwd", "nope", "a-0123456789ab", "A-0123456789AB"])
def test_a_set_is_never_taken_for_a_path(home, id) -> None:
    with pytest.raises(ValueError, match="There is no set of images called"):
        read_set(id)


def test_a_file_that_is_no_set_is_passed_over(home) -> None:
    (sets_directory() / "broken-0123456789ab.npz").write_bytes(b"rubbish")
    np.savez(sets_directory() / "other-0123456789ab.npz", x=np.zeros(3))
    assert list(imported_sets()) == []
    with pytest.raises(ValueError, match="cannot be read: the file is not a zip archive"):
        read_set("broken-0123456789ab")


def test_titles_and_names_hold_no_markup(home) -> None:
    few = FREE[FREE.labels < 2]
    raw = class_labels(few.labels, ["**fat**", "<b>cat</b> [x](y)"])
    found = keep("[click](http://evil) *me*", brought(few, names=raw[1]))
    assert found.title == "click(httpevil) me"
    assert found.names == ("fat", "bcatb x(y)")


def test_there_is_an_end_to_sets_and_a_title_is_needed(home) -> None:
    with pytest.raises(ValueError, match="Give the images a title"):
        keep(" !? ", brought())
    for number in range(MOST_SETS):
        (sets_directory() / f"a-{number:012x}.npz").touch()
    with pytest.raises(ValueError, match="remove one first"):
        keep("One more", brought())


def test_the_shell_imports_lists_trains_and_evaluates(home, tmp_path, capsys) -> None:
    np.savez(tmp_path / "a.npz", images=FREE.images, labels=FREE.labels)
    assert main(["import", str(tmp_path / "a.npz"), "--title", "From a shell"]) == 0
    line = capsys.readouterr().out
    assert "480 images to learn from, 120 to judge by" in line
    assert main(["sets"]) == 0 and capsys.readouterr().out == line
    id = line.partition(":")[0]
    assert main(["evaluate", "--digits", id]) == 0
    assert "Keras CNN on 120 test images of From a shell" in capsys.readouterr().out
    assert main(["import", str(tmp_path / "none.npz"), "--title", "x"]) == 2
    assert capsys.readouterr().err.count("\n") == 1

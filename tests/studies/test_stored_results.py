"""Stored figures: whole or not at all, and never without saying how they came about."""

import json

import pytest

from mnist_core.studies.stored_results import KEYS, NotMeasured, load_record, save_record

RECORD = dict.fromkeys(KEYS, "x") | {"figures": {"a": 1}}


def test_what_is_saved_is_loaded(tmp_path):
    path = save_record("trial", RECORD, tmp_path / "claims")
    assert path.name == "trial.json" and [it.name for it in path.parent.iterdir()] == [path.name]
    assert load_record("trial", path.parent) == RECORD


@pytest.mark.parametrize("key", KEYS)
def test_a_record_without_its_origin_is_neither_saved_nor_loaded(tmp_path, key):
    record = {name: it for name, it in RECORD.items() if name != key}
    with pytest.raises(ValueError, match=key):
        save_record("trial", record, tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "trial.json").write_text(json.dumps(record))
    with pytest.raises(NotMeasured, match="do not say how they came about"):
        load_record("trial", tmp_path)


def test_what_is_no_number_is_not_saved(tmp_path):
    with pytest.raises(ValueError, match="nan"):
        save_record("trial", RECORD | {"loss": float("nan")}, tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "3"])
def test_a_broken_file_is_one_sentence(tmp_path, content):
    (tmp_path / "trial.json").write_text(content)
    with pytest.raises(NotMeasured, match="The stored figures of trial"):
        load_record("trial", tmp_path)


def test_what_was_never_measured_names_the_command(tmp_path):
    with pytest.raises(NotMeasured, match="measure --claim trial"):
        load_record("trial", tmp_path)

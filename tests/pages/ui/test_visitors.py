"""Visitors: how many trainings one may begin. How many come in: tests/hostile, on a real server."""

import pytest

from pages.ui import visitors


def test_a_visitor_begins_so_many_trainings_and_no_more(monkeypatch):
    monkeypatch.setenv("INSIDE_A_CNN_SESSION_RUNS", "3")
    visitors.may_begin(2)
    with pytest.raises(ValueError, match="may begin 3 trainings here"):
        visitors.may_begin(3)


def test_without_a_server_there_is_one_visitor():
    assert visitors.count() == 1

"""Workers that cannot start; four that work together: tests/pages/ui/experiments."""

import pytest

from mnist_core.search.crew import work_together
from mnist_core.search.storage import SearchError
from mnist_core.search.study import ask_search
from mnist_core.search.trial import TrialState
from tests.search.conftest import plan


def test_workers_that_cannot_join_say_why_and_no_other_is_started(storage):
    search = ask_search(storage, "refused", plan(trials=1))
    search.want(True)
    gone = ("false",)  # a command that ends at once, whatever it is told
    with pytest.raises(SearchError, match="workers of the search 'refused' cannot start"):
        work_together(search, 1, command=gone)
    assert search.trials()[0].state == TrialState.WAITING

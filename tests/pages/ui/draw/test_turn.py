"""Taking turns: who answers a stroke, and who waits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from pages.ui.draw.turn import TURN, turn


def test_one_waits_until_the_other_has_answered_and_what_is_slow_does_not() -> None:
    may_end, told = Event(), []

    def answer(name: str, quick: bool, wait: bool) -> None:
        with turn(quick):
            assert not wait or may_end.wait(60)
            told.append(name)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answer, "first", True, True)
        while not TURN.locked():
            pass
        second = pool.submit(answer, "second", True, False)
        answer("a picture", False, False)
        assert not second.done()
        may_end.set()
        first.result()
        second.result()
    assert told == ["a picture", "first", "second"]


def test_a_run_that_is_broken_off_gives_its_turn_to_the_next() -> None:
    with pytest.raises(KeyboardInterrupt), turn(True):
        raise KeyboardInterrupt
    with turn(True):
        assert TURN.locked()
    assert not TURN.locked()

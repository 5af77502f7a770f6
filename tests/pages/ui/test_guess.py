"""Guess before reveal: asked first, the first counts, kept beside the outcome, skipped at will."""

import pytest

from mnist_core.lessons.first_guess import WORDS, Guess
from pages.ui import guess as guesses
from pages.ui.components.browser import memory
from tests.pages.answers import sent
from tests.pages.guesses import RATHER, guess

KEY = "guess"  # of the question on Dataset
COUNTS = {"view": "Counts", "split": "train"}


def words(at) -> str:
    return "\n".join(element.value for element in at.markdown)


def test_what_was_guessed_stays_with_what_came_out_and_where(app) -> None:
    """The secret of somebody's place in a class is no part of where."""
    at = app("dataset", **COUNTS)
    at.query_params["pupil"] = "nobody-may-know"
    at = guess(at, KEY, "up to 1.1 times")
    found = at.session_state[guesses.GUESSES][KEY]
    assert found.question.startswith("How often does the most frequent digit occur")
    assert (found.guessed, found.address) == ("up to 1.1 times", "?view=Counts&split=train")
    assert found.outcome in words(at) and found.right in (True, False)
    assert found.verdict.replace(found.guessed, f"**{found.guessed}**") in words(at)
    at.switch_page("pages/home.py").run()
    at.switch_page("pages/dataset.py").run()
    assert found.outcome in words(at)


def test_the_first_guess_counts(app) -> None:
    at = guess(app("dataset", **COUNTS), KEY, RATHER)
    guesses_made = at.session_state[guesses.GUESSES]
    assert guesses_made[KEY].guessed == "" and "You guessed" not in words(at)
    assert RATHER not in [button.label for button in at.button]


def test_one_switch_skips_them_on_all_pages_and_gives_them_back(app) -> None:
    at = app("dataset", **COUNTS)
    at.toggle(key=guesses.SKIP).set_value(True).run()
    assert at.get("plotly_chart") and "First a guess." not in words(at)
    at.switch_page("pages/robustness.py")
    at.query_params["robustness"] = "Does the place matter?"
    at.run()
    assert "It reads **" in words(at) and "First a guess." not in words(at)
    at.toggle(key=guesses.SKIP).set_value(False).run()
    assert "First a guess." in words(at) and "It reads **" not in words(at)


def test_a_browser_remembers_guesses_and_a_reload_shows_them_beside_what_came_out(app) -> None:
    at = guess(app("dataset", **COUNTS), KEY, "up to 1.1 times")
    posted = sent(at, "browser")["changes"]["lasting"]
    assert posted[f"guess:{KEY}"]["guessed"] == "up to 1.1 times"

    reloaded = app("dataset", **COUNTS)
    assert "First a guess." in words(reloaded)
    reloaded.session_state[memory.HAS_TOLD] = True
    reloaded.session_state[memory.KEPT] = {"lasting": posted}
    assert "You guessed **up to 1.1 times**" in words(reloaded.run())
    reloaded.button(key="forget_guesses").click().run()
    assert "First a guess." in words(reloaded)
    assert sent(reloaded, "browser")["changes"]["lasting"] == {f"guess:{KEY}": None}
    assert "Ask me again" not in [button.label for button in reloaded.button]


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({}, False),
        ({"guessed": "<script>"}, True),  # it is no answer to this question
        ({"guessed": 7}, True),
        ({"right": "yes"}, True),
        ({"address": "javascript:alert(1)"}, True),
        ({"outcome": "x" * (WORDS + 1)}, True),
        ({"more": ""}, True),
    ],
)
def test_what_a_browser_tells_is_looked_at_first(app, change, asked) -> None:
    told = Guess("How often?", "up to 1.1 times", "dataset?view=Counts", "Often.", True).remembered
    at = app("dataset", **COUNTS)
    at.session_state[memory.HAS_TOLD] = True
    at.session_state[memory.KEPT] = {"lasting": {f"guess:{KEY}": {**told, **change}}}
    assert ("First a guess." in words(at.run())) == asked and not at.exception
    assert "<script>" not in words(at)


@pytest.mark.parametrize("said", [None, 7, "{", "[]", "[" * 100_000, '{"lasting": []}'])
def test_what_is_no_memory_is_passed_over(said) -> None:
    memory.take(said)
    assert memory.kept(memory.LASTING) == {}

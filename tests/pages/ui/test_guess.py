"""Guess before reveal: asked first, the first counts, kept beside the outcome, skipped at will."""

from pages.ui import guess as guesses
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

"""My report: nothing to take home at first; then guesses, drawings and runs of the session."""

from datetime import date

import numpy as np

from mnist_core.data.drawing.kept_drawings import Kept
from mnist_core.lessons.first_guess import Guess
from pages.ui import my_report, resources
from pages.ui.guess import GUESSES
from tests.pages.guesses import guess

MADE = {
    "guess": Guess("Which pair?", "4 and 9", "evaluation", "3 and 5.", False),
    "lesson_a_1": Guess("How many maps?", "32", "architecture", "32.", True),
}


def test_what_is_guessed_in_a_fragment_is_in_the_report_that_stands_there(app) -> None:
    at = app("dataset", view="Counts")
    assert not at.download_button(key="my_report").disabled
    given_to_the_button = at.session_state[GUESSES]
    guess(at, "guess", "up to 1.1 times")
    assert given_to_the_button["guess"].guessed == "up to 1.1 times"


def test_a_drawing_is_read_by_the_network_in_view_and_a_run_that_is_gone_is_left_out(app) -> None:
    network, blank = resources.network("mlp"), np.zeros((28, 28))
    page = my_report._page(
        "Ada", MADE, [Kept(blank, 7)], network, ["gone"], "http://x", date.today()
    )
    read = int(network.predict(blank[None])[0].argmax())
    assert f"Meant: 7. Read: {read}, " in page and "report by Ada" in page
    assert page.index("How many maps?") < page.index("Guesses and what") < page.index("Which pair?")
    assert network.architecture.title in page and "Trained</h2>" not in page

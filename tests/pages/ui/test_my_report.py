"""My report: nothing to take home at first; then guesses, drawings and runs of the session."""

from datetime import date

import numpy as np

from mnist_core.data.drawing.kept_drawings import Kept
from pages.ui import my_report, resources
from tests.pages.guesses import guess


def test_the_button_waits_for_something_to_take_home(app) -> None:
    at = app("dataset", view="Counts")
    assert at.download_button(key="my_report").disabled
    assert not guess(at, "guess", "up to 1.1 times").download_button(key="my_report").disabled


def test_a_drawing_is_read_by_the_network_in_view_and_a_run_that_is_gone_is_left_out(app) -> None:
    network, blank = resources.network("mlp"), np.zeros((28, 28))
    page = my_report._page("Ada", (), [Kept(blank, 7)], network, ["gone"], "http://x", date.today())
    read = int(network.predict(blank[None])[0].argmax())
    assert f"Meant: 7. Read: {read}, " in page and "report by Ada" in page
    assert network.architecture.title in page and "Trained</h2>" not in page

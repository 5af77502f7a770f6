"""Proves that a change of the code changed nothing that is seen, by a tour of every page.

`python -m tests.browser.tour FOLDER` opens every tab, choice, switch and expander of every page in
a real browser, and keeps of each state a picture in full height and a text: the words, the names
of figures and fields, and a digest of the numbers in each chart. Do it before and after the change;
`python -m tests.browser.tour --compare BEFORE AFTER` then tells what differs, with exit status 1 if
a text does, or more pixels than a tenth of a percent. `--only draw` visits the views so named.
A digest that differs alone is told but fails nothing: one did between a whole tour and `--only
draw` of the same code, presumably in the last bits of a float32. Compare tours of the same views.

One tour at a time. The embedded digits are used. No training is begun and no t-SNE: both take
their time.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, expect

from mnist_core.lessons.claims.register import CLAIMS
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.navigation import HEADINGS
from tests.browser.screenshots import SEVEN, draw
from tests.browser.server import Server
from tests.browser.tour_comparison import compare
from tests.browser.tour_visit import PATIENCE, View, Visit

HOME = Path(tempfile.gettempdir()) / "inside-a-cnn-tour"  # always this: its path is shown


def draw_seven(visit: Visit) -> None:
    """Draw a seven on the pad."""
    draw(visit.page)
    visit.rest()


def keep_seven(visit: Visit) -> None:
    """Draw a seven, and keep it with its label."""
    draw_seven(visit)
    visit.press(visit.main.get_by_role("tab", name="My drawings"))
    visit.press(visit.main.locator(".st-key-kept_label").get_by_text("7", exact=True))
    visit.press(visit.main.get_by_role("button", name="Keep it"))


def draw_77(visit: Visit) -> None:
    """Draw two sevens beside each other."""
    visit.press(visit.main.locator(".st-key-several label").first)
    box = visit.main.locator(".st-key-pad canvas.upper-canvas").bounding_box() or {}
    for right in (0, 300):
        for number, (x, y) in enumerate(SEVEN):
            visit.page.mouse.move(box["x"] + right + x, box["y"] + 0.7 * y, steps=8)
            if number == 0:
                visit.page.mouse.down()
        visit.page.mouse.up()
        visit.rest()


def from_picture(visit: Visit) -> None:
    """Draw a seven, and prepare it from its picture."""
    draw_seven(visit)
    visit.press(visit.main.get_by_text("the picture", exact=True))


def edit(visit: Visit) -> None:
    """Edit the network as document 004 would have it, and open one of its layers."""
    visit.press(visit.main.get_by_role("button", name=re.compile("^Try it: same padding")).first)
    visit.press(visit.main.locator(".st-key-open_layer_2 button"))


def reveal_claims(visit: Visit) -> None:
    """Keep the first claim with its question, then every claim with its answer."""
    visit.keep("a guess")
    visit.press(visit.page.get_by_text("Skip the guesses"))
    for number, id in enumerate(CLAIMS):
        visit.keep(f"{number:02} {id}")
        visit.press(visit.main.locator(".st-key-next_claim button"))


QUERIES = {
    "home": "digit=17",
    "dataset": "digit=17",
    "robustness": "digit=17",
    "architecture": "network=classic_cnn&digit=17",
    "evaluation": "network=mlp",
}
VIEWS = (
    View("home", "home", QUERIES["home"]),
    View("dataset", "dataset", QUERIES["dataset"]),
    View("architecture classic_cnn", "architecture", QUERIES["architecture"]),
    View("architecture keras_cnn", "architecture", "network=keras_cnn"),
    View("architecture edited", "architecture", "network=keras_cnn&look=Ledger", edit, False),
    View("build", "experiments"),
    View("build lenet_5", "experiments", "start=lenet_5", walks=False),
    View("draw empty", "draw", walks=False),
    View("draw", "draw", prepare=draw_seven),
    View("draw picture", "draw", prepare=from_picture, walks=False),
    View("draw several", "draw", prepare=draw_77, walks=False),
    View("draw kept", "draw", prepare=keep_seven, walks=False),
    View("evaluation mlp", "evaluation", QUERIES["evaluation"]),
    View("evaluation keras_cnn", "evaluation", "network=keras_cnn"),
    View("evaluation cell", "evaluation", "part=Confusions&network=mlp&true=4&read=9", walks=False),
    View("robustness", "robustness", QUERIES["robustness"]),
    View("claims", "claims", prepare=reveal_claims, walks=False),
    View("export", "export"),
    *(
        View(
            f"dark {stem}",
            stem,
            QUERIES.get(stem, ""),
            draw_seven if stem == "draw" else View.prepare,
            False,
            "dark",
            420,
        )
        for stem in HEADINGS
        if stem != "training"
    ),
    View("training", "training"),  # last: the trainer that it starts slows the rest down
    View("dark training", "training", walks=False, scheme="dark", width=420),
)


def tour(folder: Path, only: str) -> int:
    """Visit the views whose names contain `only`; 1 where one of them failed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in [it for it in folder.iterdir() if it.suffix in (".png", ".txt")]:
        old.unlink()
    began, states, failed = time.monotonic(), 0, 0
    expect.set_options(timeout=1000 * PATIENCE)  # the first page reads all digits
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    with open_chromium(find_chromium() or "") as browser, Server(HOME) as server:
        for view in (it for it in VIEWS if only in it.name):
            visit = Visit(browser, view, folder)
            try:
                visit.go(server.url)
            except (Error, AssertionError) as error:  # the other views are worth seeing as well
                failed += 1
                print(f"{view.name} FAILED: {error}", file=sys.stderr)
            states += visit.states
            print(f"{time.monotonic() - began:5.0f} s  {view.name}: {visit.states}", flush=True)
    print(f"{states} states in {folder}; {failed} views failed")
    return 1 if failed else 0


def main() -> int:
    """Make the tour, or compare two."""
    parser = argparse.ArgumentParser(description="A tour of every page, or two tours compared.")
    parser.add_argument("folders", nargs="+", type=Path, help="OUT, or with --compare BEFORE AFTER")
    parser.add_argument("--compare", action="store_true", help="compare two tours")
    parser.add_argument("--only", default="", help="only views whose names contain this")
    options = parser.parse_args()
    if len(options.folders) != 1 + options.compare:
        parser.error("one folder to make a tour, two to compare")
    return compare(*options.folders) if options.compare else tour(options.folders[0], options.only)


if __name__ == "__main__":
    sys.exit(main())

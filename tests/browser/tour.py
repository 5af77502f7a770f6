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
import difflib
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Error, Locator

from mnist_core.lessons.claims.register import CLAIMS
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.navigation import HEADINGS, settle
from tests.browser.screenshots import SEVEN, draw
from tests.browser.server import Server

QUIET, PATIENCE = 0.7, 120.0  # seconds: without any change, and until that must have come
HEIGHT = 900
HOME = Path(tempfile.gettempdir()) / "inside-a-cnn-tour"  # always this: its path is shown
STEP, SHARE = 8, 0.001  # a pixel differs by more than this; so many of them are too many
SKIPPED = {"t-SNE", "This is meant to be a"}  # choices, and groups of them, that are left alone
REVEAL = re.compile(r"^just show me$")
CHART = re.compile(r"chart: -?\d+$")
AT_REST = """() => {
    const find = css => [...document.querySelectorAll(css)], main = find('[data-testid=stMain]')[0];
    const idle = find('[data-testid=stApp]')[0]?.dataset.testScriptState === 'notRunning';
    const late = ['stStatusWidget', 'stSkeleton', 'stSpinner'].map(it => `[data-testid=${it}]`);
    if (!idle || !main || find([...late, '[data-stale=true]'].join()).length) return null;
    if (find('.stPlotlyChart').some(it => !it.querySelector('.main-svg'))) return null;
    if (find('img').some(it => !it.complete)) return null;
    const block = find('[data-testid=stMainBlockContainer]')[0];
    return [main.innerText, block.offsetHeight, main.querySelectorAll('*').length].join();
}"""
WORDS = """() => {
    const lines = [];
    const plain = (key, it) => ArrayBuffer.isView(it) ? [...it]
        : it?.constructor === Object ? Object.fromEntries(Object.entries(it).sort()) : it;
    const digest = data => [...JSON.stringify(data, plain)].reduce(
        (sum, it) => (Math.imul(sum, 31) + it.codePointAt()) | 0, 7);
    const look = root => root.querySelectorAll('*').forEach(it => {
        if (!it.checkVisibility()) return;
        const name = it.getAttribute('alt') ?? it.getAttribute('aria-label');
        const switched = it.matches('[type=checkbox], [type=radio]') ? it.checked : null;
        const value = it.matches('input, textarea') ? switched ?? it.value : '';
        if (name || value !== '') lines.push(`[${name}] ${value}`);
        if (it.matches('.js-plotly-plot')) lines.push(`chart: ${digest(it.data)}`);
        if (!it.shadowRoot) return;
        const parts = [...it.shadowRoot.children].filter(part => !part.matches('style, script'));
        lines.push('in a component:', ...parts.map(part => part.innerText ?? ''));
        look(it.shadowRoot);
    });
    for (const id of ['stSidebar', 'stMain']) {
        const root = document.querySelector(`[data-testid=${id}]`);
        lines.push(`== ${id}`, root?.innerText ?? 'none');
        if (root) look(root);
    }
    return lines.join('\\n').split('\\n').filter(it => it.trim()).join('\\n') + '\\n';
}"""
CHOICES = """() => [...document.querySelectorAll('[data-testid=stButtonGroup] [role=radiogroup]')]
    .filter(it => it.checkVisibility()).map(it => [it, [...it.querySelectorAll('button')]])
    .map(([it, options]) => ({
        label: it.ariaLabel, inside: it.closest('[role=tabpanel]') !== null,
        options: options.map(option => option.innerText),
        chosen: options.findIndex(option => option.ariaChecked === 'true')}))"""
SWITCHES = """() => [...document.querySelectorAll('[data-testid=stMain] input[role=switch]')]
    .filter(it => it.checkVisibility()).map(it => ({
        label: it.ariaLabel, inside: it.closest('[role=tabpanel]') !== null}))"""


class Visit:
    """One page in a browser context of its own, and what is kept of it.

    Parameters
    ----------
    browser : where it is opened
    view : what is opened
    folder : where pictures and texts go, their names beginning with the view's
    """

    def __init__(self, browser: Browser, view: "View", folder: Path) -> None:
        self.view, self.folder, self.states = view, folder, 0
        self.asked = False  # the server has been sent something, and has not answered yet
        size = {"width": view.width, "height": HEIGHT}
        self.context = browser.new_context(viewport=size, color_scheme=view.scheme)
        self.page = self.context.new_page()
        self.page.on("websocket", self._listen)
        self.main = self.page.get_by_test_id("stMain")

    def go(self, url: str) -> None:
        """Open the view and do all it asks for."""
        page = "" if self.view.page == "home" else self.view.page
        self.page.goto(f"{url}/{page}?{self.view.query}")
        settle(self.page, HEADINGS[self.view.page])
        self.rest()
        self.view.prepare(self)
        (self.walk if self.view.walks else self.keep)()
        self.context.close()

    def walk(self) -> None:
        """Every tab with every choice in it, then the choices that stand outside of the tabs."""
        tabs = self.main.get_by_role("tab")
        names = tabs.all_inner_texts()
        for place, name in enumerate(names):
            self.press(tabs.nth(place))
            self.keep(name)
            self.choose(name, inside=True)
        if names:
            self.press(tabs.first)
        else:
            self.keep()
        self.choose("", inside=False)

    def choose(self, name: str, inside: bool) -> None:
        """Each choice of each group and each switch, alone; the first state stands again then."""
        for group in self._found(CHOICES, inside):
            label = group["label"]
            buttons = self.main.locator(f'[role=radiogroup][aria-label="{label}"]:visible button')
            for place, option in enumerate(group["options"]):
                if place != group["chosen"] and option not in SKIPPED:
                    self.press(buttons.nth(place))
                    self.keep(name, label, option)
            self.press(buttons.nth(max(group["chosen"], 0)))
        for switch in self._found(SWITCHES, inside):
            label = switch["label"]
            knob = self.main.locator(f'[data-testid=stCheckbox]:has([aria-label="{label}"]) label')
            self.press(knob.first)
            self.keep(name, label)
            self.press(knob.first)

    def press(self, button: Locator) -> None:
        """Click, get out of the way, and wait until all that follows has come."""
        button.click()
        self.page.mouse.move(1, 1)
        self.page.evaluate("document.activeElement?.blur()")
        self.rest()

    def keep(self, *names: str) -> None:
        """Answer the guesses, open what is folded, and keep picture and text of what is seen."""
        answers = self.main.get_by_role("button").filter(has_text=REVEAL, visible=True)
        while answers.count():  # one question may come after another
            self.press(answers.first)
        folded = self.main.locator("details:not([open]) > summary").filter(visible=True)
        for it in folded.all()[::-1]:  # the last first: they move
            self.press(it)
        state = "--".join(filter(None, map(slug, (self.view.name, *names))))
        path = self.folder / state
        if path.with_suffix(".png").exists():
            raise FileExistsError(f"Two states are called {state}")
        path.with_suffix(".png").write_bytes(self._picture())
        path.with_suffix(".txt").write_text(self.page.evaluate(WORDS), encoding="utf-8")
        self.states += 1

    def rest(self) -> None:
        """Wait until nothing runs, all is drawn, and nothing has changed for a while."""
        began = since = time.monotonic()
        before: str | None = None
        while before is None or time.monotonic() - since < QUIET:
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"{self.page.url} does not come to rest")
            self.page.wait_for_timeout(100)
            seen = None if self.asked else self.page.evaluate(AT_REST)
            if seen != before:
                before, since = seen, time.monotonic()

    def _picture(self) -> bytes:
        """The whole page as PNG, once two in a row are the same."""
        block = self.page.get_by_test_id("stMainBlockContainer").evaluate("it => it.offsetHeight")
        size = {"width": self.view.width, "height": max(block, HEIGHT)}
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        before, picture, until = b"", self.page.screenshot(), time.monotonic() + PATIENCE
        while picture != before and time.monotonic() < until:
            self.page.wait_for_timeout(200)
            before, picture = picture, self.page.screenshot()
        return picture

    def _found(self, script: str, inside: bool) -> list[dict[str, Any]]:
        found = self.page.evaluate(script)
        return [it for it in found if it["inside"] == inside and it["label"] not in SKIPPED]

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", lambda _: setattr(self, "asked", True))
        socket.on("framereceived", lambda _: setattr(self, "asked", False))


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


@dataclass(frozen=True)
class View:
    """One page with its address, how it is seen, and what is done there.

    Attributes
    ----------
    name : the beginning of the files' names
    page, query : the stem of the page's file, and the address's parameters
    prepare : brings the page to where it is looked at
    walks : whether every tab and choice is opened, or only what is there
    """

    name: str
    page: str
    query: str = ""
    prepare: Callable[[Visit], None] = lambda visit: None
    walks: bool = True
    scheme: str = "light"
    width: int = 1280


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


def compare(before: Path, after: Path) -> int:
    """Say of each state whether text and picture are the same; 1 where they are not."""
    names = [{it.stem for it in folder.glob("*.png")} for folder in (before, after)]
    for folder, missing in ((after, names[0] - names[1]), (before, names[1] - names[0])):
        for name in sorted(missing):
            print(f"{name}: MISSING in {folder}")
    differing, unseen = len(names[0] ^ names[1]), 0
    for name in sorted(names[0] & names[1]):
        old, new = (
            (folder / f"{name}.txt").read_text("utf-8").splitlines() for folder in (before, after)
        )
        share = difference(before / f"{name}.png", after / f"{name}.png", after / "differences")
        said, says = ([it for it in lines if not CHART.match(it)] for lines in (old, new))
        differs = said != says or share > SHARE
        words = "TEXT DIFFERS" if said != says else "text equal"
        if words == "text equal" and old != new:
            words, unseen = "text equal, digits of a chart that are not printed differ", unseen + 1
        print(f"{name}: {words}, {100 * share:.4f} % of pixels differ{' !!!' * differs}")
        for line in difflib.unified_diff(old, new, "before", "after", lineterm="", n=1):
            print(f"    {line}")
        differing += differs
    print(f"{len(names[0] | names[1])} states, {differing} differ; {unseen} in a digest alone")
    return 1 if differing else 0


def difference(before: Path, after: Path, folder: Path) -> float:
    """The share of pixels that differ; where any do, before, after and the places go to a file.

    What stands one row higher or lower is the same: Chromium rounds half a pixel now up, now down.
    """
    if before.read_bytes() == after.read_bytes():
        return 0.0
    pictures = [np.asarray(Image.open(path).convert("RGB"), np.int16) for path in (before, after)]
    height, width = np.max([picture.shape[:2] for picture in pictures], axis=0)
    # Where one of them has no pixel, all differs.
    rooms = [((0, height - it.shape[0]), (0, width - it.shape[1]), (0, 0)) for it in pictures]
    old, new = (
        np.pad(it, room, constant_values=filling)
        for it, room, filling in zip(pictures, rooms, (-STEP - 1, 255 + STEP + 1), strict=True)
    )
    differs = np.abs(old - new).max(axis=2) > STEP
    if differs.any():
        rows = np.flatnonzero(differs.any(axis=1))
        part = slice(max(rows[0] - 1, 0), rows[-1] + 2)
        apart = [
            np.min([np.abs(one - np.roll(other, row, 0)).max(2) for row in (-1, 0, 1)], axis=0)
            for one, other in ((old[part], new[part]), (new[part], old[part]))
        ]
        differs[part] &= np.maximum(*apart) > STEP
    if differs.any():
        folder.mkdir(exist_ok=True)
        places = np.where(differs[..., None], (255, 0, 0), 255 - (255 - old.clip(0)) // 4)
        sides = np.concatenate([old.clip(0), new.clip(0, 255), places], axis=1).astype(np.uint8)
        Image.fromarray(sides).save(folder / before.name)
    return float(differs.mean())


def slug(name: str) -> str:
    """A name as a part of a file's name."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:60]


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

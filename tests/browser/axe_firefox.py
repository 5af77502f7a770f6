"""axe-core in a real Firefox, over every page and tab: `python -m tests.browser.axe_firefox`.

Light and dark, 1280 pixels wide; prints what is found, exit status 1 where anything is.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.browser.axe import EXEMPT, FOUND, SCRIPT, STATES
from tests.browser.firefox import Firefox, find_firefox, open_firefox
from tests.browser.server import Server

SCHEMES = {"dark": 0, "light": 1}  # as layout.css.prefers-color-scheme.content-override has them
SECONDS = 300.0
IDLE = """document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid=stMain] h1')
    && !document.querySelector('[data-stale=true]')"""
TAB = """[...document.querySelectorAll('[data-testid=stMain] [role=tab]')]
    .find(it => it.textContent.trim() === {name})"""
QUIET = "new Promise(resolve => setTimeout(resolve, 4000))"  # colours and charts follow


def look(firefox: Firefox) -> list[list[str]]:
    """The violations of ours on the page as it is."""
    firefox.wait_for(f"Boolean({IDLE})", SECONDS)
    firefox.evaluate(QUIET)
    firefox.evaluate(f"(() => {{ {SCRIPT.read_text('utf-8')} }})()")
    found = firefox.evaluate(f"({FOUND})('body')")
    return [it for it in found if EXEMPT.get(it[0], "\0") not in it[1]]


def main() -> int:
    """Visit every state that a page's tabs lead to."""
    broken = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder), program="tests.browser.small_app") as server,
    ):
        for scheme, number in SCHEMES.items():
            preference = {"layout.css.prefers-color-scheme.content-override": number}
            with open_firefox(find_firefox() or "", preference) as firefox:
                firefox.resize(1280, 900)
                for stem, (_, *tabs) in STATES.items():
                    firefox.goto(f"{server.url}/{'' if stem == 'home' else stem}")
                    for name in (None, *tabs):
                        firefox.wait_for(f"Boolean({IDLE})", SECONDS)
                        if name is not None:
                            tab = TAB.format(name=json.dumps(name))
                            if not firefox.evaluate(f"(it => (it?.click(), Boolean(it)))({tab})"):
                                continue  # no tab: something has to be done for this state
                        found = look(firefox)
                        broken += len(found)
                        print(f"{scheme:5} {stem:13} {name or '':25} {len(found):3}", flush=True)
                        for it in found:
                            print("    ", *it)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

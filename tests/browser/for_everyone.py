"""What stands in the way of somebody on the page that is open: `obstacles(page)`, in sentences.

Nothing of ours moves where less motion is asked for; what is chosen or pressed shows where the
system chooses the colours; paper gets all of it and no sidebar; the Tab key reaches every control
and leaves the page again.
"""

from pathlib import Path

from playwright.sync_api import Page

MOST_TABS = 400
SCRIPT = Path(__file__).with_suffix(".js")


def obstacles(page: Page) -> list[str]:
    """All that is found on this page, wide and on a screen, as it is left again."""
    if not page.evaluate("() => 'forEveryone' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    page.emulate_media(reduced_motion="reduce")
    found = page.evaluate("() => forEveryone.moves()")
    page.emulate_media(reduced_motion="no-preference", forced_colors="active")
    found += page.evaluate("() => forEveryone.alike()")
    page.emulate_media(forced_colors="none", media="print")
    found += page.evaluate("() => forEveryone.cut()")
    page.emulate_media(media="screen")
    found += missed_by_keys(page)
    page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    return found


def missed_by_keys(page: Page) -> list[str]:
    """Press Tab from the first control until the page is left; what was not reached by then."""
    page.evaluate("() => forEveryone.start()")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("() => forEveryone.out()"):
            return page.evaluate("() => forEveryone.missed()")
    return [f"{MOST_TABS} times Tab do not lead out of the page"]

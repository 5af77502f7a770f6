"""Browser contexts that are used again, so that each fetches the app's scripts once."""

from collections import defaultdict
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

Options = frozenset[tuple[str, object]]
# What turns without end would be painted sixty times a second, which takes a core and more here.
STILL = """addEventListener('DOMContentLoaded', () => {
    const rule = '*, ::before, ::after { animation-duration: 1ms !important;'
        + ' animation-iteration-count: 1 !important }';
    document.head.appendChild(document.createElement('style')).textContent = rule;
})"""
STORED = "local_storage,indexeddb,cache_storage,service_workers,file_systems"


class Contexts:
    """The contexts of a browser, each lent to one page at a time.

    Animations are over at once. What comes back has no pages, cookies, permissions, routes and
    stored items any more, only the browser's caches. A script for all pages of a context could not
    be taken back: give it to one page. What a page keeps for itself, its session storage and its
    emulated media, ends with it.

    Parameters
    ----------
    browser : Browser
    timeout : float
        Milliseconds that a page waits by default.
    """

    def __init__(self, browser: Browser, timeout: float) -> None:
        self._browser, self._timeout = browser, timeout
        self._free: dict[Options, list[BrowserContext]] = defaultdict(list)
        self._lent: dict[BrowserContext, Options] = {}

    def lend(self, **options: object) -> BrowserContext:
        """A context that nobody has now; `options` as for Browser.new_context."""
        kind = frozenset(options.items())
        free = self._free[kind]
        context = free.pop() if free else self._new(options)
        context.set_default_timeout(self._timeout)
        self._lent[context] = kind
        return context

    def bare(self, **options: object) -> BrowserContext:
        """One for a page whose policy forbids our style; whoever asks for it closes it."""
        context = self._browser.new_context(**options)
        context.set_default_timeout(self._timeout)
        return context

    def _new(self, options: dict[str, object]) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.add_init_script(STILL)
        return context

    def open_pages(self) -> list[Page]:
        """All pages in the contexts that somebody has now."""
        return [page for context in self._lent for page in context.pages]

    def take_back(self, context: BrowserContext) -> None:
        """Close its pages, clear what they left, and keep it for the next one who asks."""
        for page in context.pages:
            _forget_items(page)
            page.close()
        context.clear_cookies()
        context.clear_permissions()
        context.unroute_all()
        self._free[self._lent.pop(context)].append(context)


def _forget_items(page: Page) -> None:
    parts = urlsplit(page.url)
    origin = {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": STORED}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", origin)

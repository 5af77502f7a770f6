"""The frame every page lives in: the table of pages, navigation, sidebar, header, deep links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from pages.ui import (
    class_watch,
    controls,
    digit_choice,
    edited_network,
    guess,
    my_report,
    page_request,
    resources,
    session_runs,
    taking_home,
)
from pages.ui.components.appearance import appearance
from pages.ui.components.browser import browser
from pages.ui.lessons import locks, open_lesson

FOLDER = Path(__file__).parents[1]
ICON = str(Path(__file__).with_name("icon.png"))  # a file: Streamlit fetches icons by name
FIRST_NETWORK = MappingProxyType({"draw": "robust_cnn"})  # other than the default, by page
FRAMED = "framed"
POLL_SECONDS = 2.0  # how often the sidebar looks at a running training


@dataclass(frozen=True)
class Page:
    """One page: where it stands in the navigation, its file pages/<stem>.py, and what it is for."""

    section: str
    stem: str
    title: str
    icon: str
    purpose: str

    @property
    def path(self) -> str:
        """The page's file as Streamlit's commands name it; its URL is the same stem."""
        return f"pages/{self.stem}.py"


PAGES = (
    Page("Learn", "home", "Home", ":material/home:", "One digit on its way through a network."),
    Page("Learn", "lessons", "Lessons", ":material/school:", "Step by step, a guess at a time."),
    Page("Learn", "dataset", "Dataset", ":material/grid_view:", "The digits, and how they came."),
    Page("Learn", "architecture", "Architecture", ":material/layers:", "A network by its layers."),
    Page("Do", "training", "Training", ":material/model_training:", "Watch a network learn."),
    Page("Do", "draw", "Draw", ":material/draw:", "Have your own handwriting read."),
    Page("Do", "experiments", "Experiments", ":material/science:", "Build and tune your own."),
    Page("Do", "classroom", "Class", ":material/groups:", "Vote, talk, and vote again."),
    Page("Judge", "evaluation", "Evaluation", ":material/fact_check:", "How often it is right."),
    Page("Judge", "robustness", "Robustness", ":material/open_with:", "How much it can stand."),
    Page("Judge", "claims", "Claims", ":material/gavel:", "What the documents say, tested."),
    Page("Use", "export", "Export", ":material/deployed_code:", "For phones, browsers, servers."),
    Page("Use", "status", "Status", ":material/monitor_heart:", "How this server stands."),
)


@cache
def built_pages() -> Mapping[str, Page]:
    """The pages whose file exists, by stem, in the order of the navigation."""
    built = {page.stem: page for page in PAGES if (FOLDER / f"{page.stem}.py").is_file()}
    return MappingProxyType(built)


def guard(file: str) -> None:
    """First statement of every page: `frame.guard(__file__)`.

    If a link to a page is the first thing a fresh server is asked, Streamlit runs the page's file
    alone, without dashboard.py. Then remember what was asked, and let that show it in the frame.
    """
    if FRAMED not in st.session_state:
        page_request.ask(Path(file).stem, st.query_params.to_dict())
        st.switch_page("dashboard.py")


def navigation() -> StreamlitPage:
    """Build the navigation and return the page to run."""
    pages = {
        page.stem: st.Page(
            page.path,
            title=page.title,
            icon=page.icon,
            url_path=page.stem,
            default=page.stem == "home",
            help=page.purpose,
        )
        for page in built_pages().values()
    }
    sections: dict[str, list[StreamlitPage]] = {}
    for stem, page in pages.items():
        sections.setdefault(built_pages()[stem].section, []).append(page)
    current = st.navigation(sections, expanded=True)
    st.session_state[FRAMED] = True
    class_watch.follow()
    open_lesson.follow()
    requested = page_request.take()
    if requested is not None and requested[0] in pages:
        stem, query = requested
        st.switch_page(pages[stem], query_params=digit_choice.without_endless_digit(query))
    query = digit_choice.without_endless_digit(st.query_params.to_dict())
    if query != st.query_params.to_dict():
        st.switch_page(current, query_params=query)
    return current


def go(stem: str) -> None:
    """From within a fragment: show another page, in the run that this begins.

    st.switch_page would clear the address first, which a fragment may not where widgets are bound.
    """
    page_request.ask(stem, {})
    st.rerun()


def choose_network(page: StreamlitPage) -> str:
    """The network's select box at the top of the sidebar; returns the id."""
    id = controls.choose_network(FIRST_NETWORK.get(page.url_path, resources.DEFAULT_NETWORK))
    edited_network.follow()
    return id


def sidebar(id: str) -> None:
    """What else every page carries: what can be taken home, the digits, a running training.

    Parameters
    ----------
    id : of the chosen network
    """
    with st.sidebar:
        taking_home.offer(id, "Take it home", key="take_home")
        my_report.offer(id)
        guess.switch()
        guess.offer_to_forget()
        _data_in_use()
        class_watch.beside()
        running = session_runs.current() is not None
        st.fragment(_training, run_every=POLL_SECONDS if running else None)(running)
        appearance.follow(controls.palette())
        browser.put_right(locks.keys())


def page_header(title: str, sentence: str) -> None:
    """The page's title and the one sentence that says what to look at."""
    st.title(title, anchor=False)
    st.markdown(sentence)


@st.fragment
def parts(key: str, shows: Mapping[str, Callable[[], None]]) -> None:
    """Tabs, of which only the open one computes; a click in it leaves all around it as it is.

    Parameters
    ----------
    key : of the choice, and its parameter in the address
    shows : what each tab shows, by its title
    """
    tabs = st.tabs(list(shows), key=key, bind="query-params", on_change="rerun")
    for tab, show in zip(tabs, shows.values(), strict=True):
        if tab.open:
            with tab:
                st.fragment(show)()


def link(stem: str, reason: str) -> None:
    """A link to another page with the reason to go there.

    Raises
    ------
    KeyError
        If there is no such page.
    """
    page = built_pages()[stem]
    st.page_link(page.path, label=f"**{page.title}** · {reason}", icon=page.icon)


def show_provenance() -> None:
    """Which digits are in use, why not better ones, and how to get the full set."""
    provenance = resources.dataset().provenance
    st.markdown(provenance.sentence)
    if provenance.rejected:
        st.markdown("Better sources come first. These were tried and passed over:")
        reasons = (f"- **{it.source}**: {controls.plain(it.reason)}." for it in provenance.rejected)
        st.markdown("\n".join(reasons))
    if provenance.source == "embedded":
        st.markdown("For the full MNIST, fetch it once, or name a copy in the Keras layout:")
        # within the text: st.code has the browser read 1.6 MB of script before it goes on
        st.markdown(
            "- `.venv/bin/python -m mnist_core download && make run`\n"
            "- `MNIST_PATH=/path/to/mnist.npz make run`"
        )


def _data_in_use() -> None:
    provenance = resources.dataset().provenance
    st.caption(f"**Digits** · {provenance.sentence}")
    if provenance.rejected:
        with st.popover("Why these?", type="tertiary", icon=":material/help:"):
            show_provenance()


def _training(was_running: bool) -> None:
    run = session_runs.current()
    if run is not None:
        stands = session_runs.progress(run, run.status)
        st.progress(stands.share, text=f"**Training** · {stands.sentence}")
    elif was_running:
        session_runs.rerun()  # it has ended: every page may have something new to show

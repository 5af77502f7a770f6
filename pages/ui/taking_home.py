"""Take it home: any network as one HTML file that needs nothing else, made when it is asked for."""

from datetime import date

import streamlit as st

from mnist_core.data.digits import Dataset
from mnist_core.network.forward import Network
from mnist_core.network.kept_networks import kept_file
from mnist_core.training.runs import open_run
from mnist_core.web.keepsake import keepsake, run_keepsake, shipped_keepsake
from mnist_core.web.take_home import take_home
from pages.ui import clock, resources

BY = "trained_by"  # key: the name that stands on pages of this session's runs
LONGEST = 60  # letters of a name
HELP = (
    "One HTML file that opens on any phone or computer, without internet: a pad that reads while "
    "one writes, every number of every layer, how it learned and how well it reads."
)


def offer(id: str, label: str, key: str) -> None:
    """A button that saves the network with this id as a page."""
    network, dataset = resources.network(id), resources.dataset()
    by, today = st.session_state.get(BY, ""), clock.today()
    st.download_button(
        label,
        lambda: _page(id, network, dataset, by, today),
        file_name=_file_name(id),
        mime="text/html",
        icon=":material/backpack:",
        on_click="ignore",
        key=key,
        help=HELP,
    )


def size(id: str) -> int:
    """The bytes of a network's page; what is made of it is kept, and not the page."""
    network, dataset, today = resources.network(id), resources.dataset(), clock.today()
    return resources.made(
        ("page", id), lambda: len(_page(id, network, dataset, "", today).encode())
    )


def ask_name() -> None:
    """Who trained it, to be said on the page."""
    st.text_input(
        "Who trained it? (stands on the page)",
        key=BY,
        max_chars=LONGEST,
        width=320,
        persist_state="session",
    )


def _page(id: str, network: Network, dataset: Dataset, by: str, today: date) -> str:
    """Made in a thread of Streamlit's, outside of any session."""
    if id in resources.SHIPPED_NETWORKS:
        kept = shipped_keepsake(id)
    elif id.startswith(resources.FILE_PREFIX):
        kept = keepsake(str(kept_file(id)), dataset.validation, by)
    else:
        run = open_run(id.removeprefix(resources.RUN_PREFIX))
        kept = run_keepsake(run, network, dataset.validation, by)
    return take_home(kept, dataset, today, _file_name(id))


def _file_name(id: str) -> str:
    return f"{id}.html"

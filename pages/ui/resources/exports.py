"""The queue of exports, one for all sessions, and where a network's exports lie."""

import streamlit as st

from mnist_core.export.export_folder import Export, export_of, key_of
from mnist_core.export.export_queue import ExportQueue
from pages.ui.resources.digit_sets import dataset
from pages.ui.resources.networks import network


@st.cache_resource(show_spinner=False)
def export_queue() -> ExportQueue:
    """The queue of exports, with its one process while any wait."""
    return ExportQueue()


def export(id: str) -> Export:
    """The exports of the network with this id, whether anybody has asked for them or not."""
    return export_of(_key(id, dataset().provenance.fingerprint))


@st.cache_resource(max_entries=32, show_spinner=False)
def _key(id: str, fingerprint: str) -> str:
    """Their name: all weights are looked at, so once a network."""
    return key_of(network(id), dataset().provenance)

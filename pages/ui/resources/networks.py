"""The networks that all sessions share: the shipped ones, and those that a run has made."""

import streamlit as st

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.kept_networks import keep, kept_file
from mnist_core.training.checkpoints import checkpoint_path
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run
from mnist_core.web.packed_network import pack_network

DEFAULT_NETWORK = "keras_cnn"
SHIPPED_NETWORKS = (DEFAULT_NETWORK, *(id for id in ARCHITECTURES if id != DEFAULT_NETWORK))
FILE_PREFIX = "file-"  # one that was opened from a file
RUN_PREFIX = "run-"  # the network of the run "abc" is called "run-abc"


@st.cache_resource(max_entries=10, show_spinner=False)
def network(id: str) -> Network:
    """The network with this id: a shipped one, "run-…", the outcome of a run that has ended, or
    "file-…", one that was opened from a file.

    Raises
    ------
    ValueError
        If there is no such network, or it has not finished learning.
    """
    if id in SHIPPED_NETWORKS:
        return Network.load(id)
    if id.startswith(FILE_PREFIX):
        return Network.load(kept_file(id))
    if not id.startswith(RUN_PREFIX):  # nothing that a link names is ever taken for a path
        raise ValueError(f"There is no network called “{id[:64]}”")
    run = open_run(id.removeprefix(RUN_PREFIX))
    if run.weights_path is None or run.state.active:
        raise RunError(f"Run {run.id} has no network yet; come back when it has finished.")
    return Network.load(run.weights_path)


def sound_networks() -> tuple[str, ...]:
    """The shipped networks whose files are as they were shipped: who compares all takes these."""
    return tuple(filter(_is_sound, SHIPPED_NETWORKS))


def _is_sound(id: str) -> bool:
    try:
        network(id)
    except ValueError:
        return False
    return True


def open_file(data: bytes, name: str, preprocessing: str) -> tuple[str, str]:
    """Open a network from the bytes of a file and keep it: its id, and what was recognised.

    Raises
    ------
    ValueError
        If it holds no network that can be read here.
    OSError
        If it cannot be kept.
    """
    from mnist_core.network.opened_file import open_network  # h5py only for those who bring a file

    opened = open_network(data, name, preprocessing)
    return keep(opened.network), " ".join(opened.said)


@st.cache_resource(max_entries=10, show_spinner=False)
def packed_network(id: str) -> tuple[str, bytes]:
    """The network with this id as the browser gets it: its token, and all of it in bytes."""
    return pack_network(network(id))


@st.cache_resource(max_entries=6, show_spinner=False)
def checkpoint(run_id: str, batches: int) -> Network:
    """A run's network as it was after so many batches."""
    return Network.load(checkpoint_path(open_run(run_id).path, batches))

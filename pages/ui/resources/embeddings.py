"""The digits of a split as points: what a network makes of them, projected."""

from concurrent.futures import Future
from threading import Lock

import numpy as np
import streamlit as st

from mnist_core.evaluation.embedding import Projection, digits_to_map, pca
from mnist_core.evaluation.tsne import begin
from pages.ui.resources.digit_sets import split
from pages.ui.resources.evaluations import evaluation
from pages.ui.resources.networks import network


@st.cache_resource(max_entries=16, show_spinner=False)
def mapped_digits(id: str, split_name: str) -> np.ndarray:
    """Which digits of a split the map shows: int array, sorted."""
    return digits_to_map(evaluation(id, split_name))


@st.cache_resource(max_entries=16, show_spinner="The network places the digits…")
def features(id: str, split_name: str) -> np.ndarray:
    """What a network makes of those digits before its last layer: float32 array (n, units)."""
    found = network(id).features(split(split_name).images[mapped_digits(id, split_name)])
    found.flags.writeable = False
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def digits_in_pca(id: str, split_name: str) -> Projection:
    """Those digits as points in three dimensions, by PCA."""
    return pca(features(id, split_name))


@st.cache_resource(show_spinner=False)
def _turn() -> Lock:
    return Lock()


@st.cache_resource(max_entries=16, show_spinner=False)
def digits_in_tsne(id: str, split_name: str, dimensions: int) -> Future:
    """Those digits by t-SNE: begun when first asked for, in a process of its own."""
    return begin(features(id, split_name), dimensions, _turn())

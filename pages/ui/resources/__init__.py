"""What all sessions share, loaded once: the only home of st.cache_resource.

Everything returned here is immutable. These functions read no widgets and draw nothing.
"""

from pages.ui.resources.brought import cuts, inked, picture
from pages.ui.resources.brought_sets import (
    brought_dataset,
    brought_score,
    brought_set,
    brought_sets,
)
from pages.ui.resources.classes import class_database
from pages.ui.resources.digit_sets import (
    FEW,
    HELD_OUT,
    SPLITS,
    dataset,
    dataset_of,
    few_digits,
    held_out_places,
    in_use,
    measurements,
    sample,
    shown,
    split,
    splits,
)
from pages.ui.resources.embeddings import digits_in_pca, digits_in_tsne, features, mapped_digits
from pages.ui.resources.evaluations import (
    READERS,
    checkpoint_evaluation,
    claim_result,
    cost,
    evaluation,
    predictions,
    rejection,
    seeds,
    temperature,
)
from pages.ui.resources.exports import export, export_queue
from pages.ui.resources.interpretations import answers, excitations, explanations, followings
from pages.ui.resources.made import made
from pages.ui.resources.networks import (
    DEFAULT_NETWORK,
    FILE_PREFIX,
    RUN_PREFIX,
    SHIPPED_NETWORKS,
    checkpoint,
    network,
    open_file,
    packed_network,
)
from pages.ui.resources.perturbed import (
    curves,
    flips,
    nudge_curve,
    places,
    read_right,
    sweep,
    whole_digits,
)
from pages.ui.resources.searches import keeper, storage_answers
from pages.ui.resources.trainings import (
    dead_filters,
    first_digits,
    queue,
    shipped_history,
    training_digits,
    training_record,
)

__all__ = [
    "DEFAULT_NETWORK",
    "FEW",
    "HELD_OUT",
    "READERS",
    "FILE_PREFIX",
    "RUN_PREFIX",
    "SHIPPED_NETWORKS",
    "SPLITS",
    "answers",
    "brought_dataset",
    "brought_score",
    "brought_set",
    "brought_sets",
    "checkpoint",
    "checkpoint_evaluation",
    "claim_result",
    "class_database",
    "cost",
    "curves",
    "cuts",
    "dataset",
    "dataset_of",
    "dead_filters",
    "digits_in_pca",
    "digits_in_tsne",
    "evaluation",
    "excitations",
    "explanations",
    "export",
    "export_queue",
    "features",
    "few_digits",
    "first_digits",
    "flips",
    "followings",
    "held_out_places",
    "in_use",
    "inked",
    "keeper",
    "made",
    "mapped_digits",
    "measurements",
    "network",
    "open_file",
    "nudge_curve",
    "packed_network",
    "picture",
    "places",
    "predictions",
    "queue",
    "read_right",
    "rejection",
    "sample",
    "seeds",
    "shipped_history",
    "shown",
    "split",
    "splits",
    "storage_answers",
    "sweep",
    "temperature",
    "training_digits",
    "training_record",
    "whole_digits",
]

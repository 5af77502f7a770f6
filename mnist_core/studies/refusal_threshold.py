"""By what a network refuses, whoever made it: shipped, trained here, or opened from a file."""

from mnist_core.data.digits import Digits
from mnist_core.evaluation.rejection import Rejection, measure_rejection
from mnist_core.evaluation.seed_answers import stored_max_logit
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import weights_file
from mnist_core.training.run_folder import CONFIG, Run


def rejection_of(name: str, network: Network, validation: Digits) -> Rejection:
    """What refusing would do to validation digits; its ``usual`` threshold is the network's.

    Of a shipped network it is on record, as that has learnt from most of the embedded digits.

    Parameters
    ----------
    name : as `Network.load` takes it: a shipped network, a run, or a file
    network : what was loaded by that name
    validation : digits that it has not learnt from

    Raises
    ------
    ValueError
        If there are no validation digits, or there is no such network.
    """
    recorded = recorded_rejection(name) if name in ARCHITECTURES else None
    return recorded or measure_rejection(network, validation, has_learnt_outliers(name))


def recorded_rejection(id: str) -> Rejection | None:
    """What was measured of a shipped network when it was made; None where nobody recorded it."""
    stored = stored_max_logit(id)
    return None if stored is None else Rejection(*stored, has_learnt_outliers(id))


def has_learnt_outliers(name: str) -> bool:
    """Whether its recipe shows it what is no digit; of a file nobody knows, and it counts as no.

    Raises
    ------
    ValueError
        If there is no such network, or the run cannot be read.
    """
    if name in ARCHITECTURES:
        return bool(ARCHITECTURES[name].recipe.outliers)
    folder = weights_file(name).parent
    return folder.joinpath(CONFIG).is_file() and bool(Run(folder).config.recipe.outliers)

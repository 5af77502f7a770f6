"""By what a network refuses, whoever made it: shipped, trained here, or opened from a file."""

from mnist_core.data.digits import Digits
from mnist_core.evaluation.rejection import Rejection, measure_rejection
from mnist_core.evaluation.seed_answers import stored_max_logit
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network


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
        If there are no validation digits.
    """
    recorded = recorded_rejection(name) if name in ARCHITECTURES else None
    return recorded or measure_rejection(network, validation)


def recorded_rejection(id: str) -> Rejection | None:
    """What was measured of a shipped network when it was made; None where nobody recorded it."""
    stored = stored_max_logit(id)
    return None if stored is None else Rejection(*stored, bool(ARCHITECTURES[id].recipe.outliers))

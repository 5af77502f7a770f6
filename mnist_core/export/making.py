"""Exports a network in some formats, one after the other: made, then judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from threadpoolctl import threadpool_limits

from mnist_core.data.digits import Dataset
from mnist_core.export.converting import Converter
from mnist_core.export.export_folder import bytes_of
from mnist_core.export.formats import Format
from mnist_core.export.judging import judge
from mnist_core.export.outcome import Outcome
from mnist_core.network.forward import Network
from mnist_core.system_errors import in_words

Say = Callable[[Format, str], None]


def make(
    network: Network,
    dataset: Dataset,
    formats: Iterable[Format],
    path_of: Callable[[Format], Path],
    say: Say,
) -> list[Outcome]:
    """Export a network; what goes wrong with one format leaves the others as they are.

    Parameters
    ----------
    dataset : its training digits set the ranges of int8, its test digits judge
    path_of : where each format goes
    say : is told each format before it is "made" and before it is "judged"
    """
    outcomes = []
    with (
        threadpool_limits(1, user_api="blas"),  # as in the app: more would wait in busy loops
        Converter(network, dataset.train) as converter,
    ):
        ours = network.predict(dataset.test.images)
        for format in formats:
            if format.missing:
                outcomes.append(Outcome(format.id, reason=format.missing))
                continue
            path, size = path_of(format), 0
            try:
                say(format, "made")
                converter.write(format.id, path)
                size = bytes_of(path)
                say(format, "judged")
                judgement, reason = judge(format, path, dataset.test, ours), ""
            except ModuleNotFoundError as error:
                judgement = None
                reason = f"It was not judged: {error.name} is not installed here."
            except Exception as error:
                judgement, reason = None, _reason(format, error)
            outcomes.append(Outcome(format.id, size, judgement, reason))
    return outcomes


def _reason(format: Format, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{in_words(f'The place for {format.title}', error)}, then export again."
    first = str(error).strip().partition("\n")[0][:200].rstrip(".")
    return f"{format.title} failed: {first or type(error).__name__}."

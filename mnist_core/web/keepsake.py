"""What is told of a network that goes home: who trained it, how it learnt, how well it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from mnist_core.data.digits import Digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest, weights_file
from mnist_core.studies.refusal_threshold import recorded_rejection, rejection_of
from mnist_core.studies.training_record import (
    TrainingRecord,
    in_one_line,
    run_record,
    shipped_record,
    shipped_seed,
)
from mnist_core.training.history import History, shipped_history
from mnist_core.training.run_folder import CONFIG, Run
from mnist_core.training.run_protocol import RunResult

Settings = tuple[tuple[str, str], ...]
PACKAGES = (("python", "Python"), ("tensorflow", "TensorFlow"), ("keras", "Keras"))


@dataclass(frozen=True, eq=False)
class Keepsake:
    """A network and what is on record of it.

    Attributes
    ----------
    network : the network
    id : what the network is called in links and commands
    record : its recipe, and its accuracy on digits that it had not seen
    settings : how it was trained, as pairs of a word and what is to be said
    history : how it learnt; None where nobody recorded it
    threshold : the largest score below which a picture is "not like a digit"
    """

    network: Network
    id: str
    record: TrainingRecord
    settings: Settings
    history: History | None
    threshold: float


def keepsake(name: str, validation: Digits, by: str = "") -> Keepsake:
    """The network that a name stands for, see ``weights_file``.

    Parameters
    ----------
    name : the id of a shipped network, a run by its folder or id, or an .npz file
    validation : digits by which a network that does not ship learns to refuse
    by : who trained it, as they call themselves

    Raises
    ------
    ValueError
        If there is no such network, or it cannot be read.
    """
    if name in ARCHITECTURES:
        return shipped_keepsake(name)
    path = weights_file(name)
    network = Network.load(path)
    if path.parent.joinpath(CONFIG).is_file():
        return run_keepsake(Run(path.parent), network, validation, by)
    known, settings = TrainingRecord(None, None), (("Trained by", by or "not on record"),)
    threshold = rejection_of(name, network, validation).usual
    return Keepsake(network, path.stem, known, settings, None, threshold)


def shipped_keepsake(id: str) -> Keepsake:
    """A network that ships."""
    rejection = recorded_rejection(id)
    if rejection is None:
        raise ValueError(f"The scores by which {id} refuses what is no digit are not on record.")
    settings, network, history = _shipped(id, manifest()[id]), Network.load(id), shipped_history(id)
    return Keepsake(network, id, shipped_record(id), settings, history, rejection.usual)


def run_keepsake(run: Run, network: Network, validation: Digits, by: str = "") -> Keepsake:
    """The outcome of a run, a network of its own; raises RunError where the run is unreadable."""
    settings, threshold = _trained(run, by), rejection_of(str(run.path), network, validation).usual
    return Keepsake(network, run.id, run_record(run), settings, run.history, threshold)


def in_words(day: date) -> str:
    """A day, "28 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def _shipped(id: str, entry: Mapping[str, Any]) -> Settings:
    seeds, data = [seed["seed"] for seed in entry["seeds"]], entry["data"]
    known, machine = shipped_record(id), entry["machine"]
    seconds = shipped_seed(entry)["seconds"]
    told = [
        ("Trained by", f"the makers of this app, on {in_words(date.fromisoformat(entry['date']))}"),
        ("Built after", ARCHITECTURES[id].source),
        ("Recipe", in_one_line(known.recipe) if known.recipe else "not on record"),
        ("Our choices", known.recipe.assumed if known.recipe else ""),
        ("Seed", f"{entry['shipped seed']}, the middle one of {', '.join(map(str, seeds))}"),
        (
            "Learnt from",
            f"{data['training']:,} digits of MNIST; {data['validation']:,} others validated it",
        ),
        ("Took", f"{seconds:.0f} s on {machine['cores']} cores ({machine['architecture']})"),
        ("Made with", _versions(entry["versions"])),
        ("To train it again", entry["command"]),
    ]
    return tuple((word, said) for word, said in told if said)


def _trained(run: Run, by: str) -> Settings:
    config, result = run.config, run.result or RunResult(run.state)
    day = datetime.fromtimestamp(result.ended or run.created, UTC).date()
    told = [
        ("Trained by", f"{by or 'somebody who left no name'}, on {in_words(day)}"),
        ("Built after", config.architecture.source),
        ("Recipe", in_one_line(config.recipe)),
        ("Seed", str(config.seed)),
        ("Learnt from", _learnt_from(run, result)),
        ("Went on from", f"run {run.continues}" if run.continues else ""),
        ("Took", _took(result)),
        ("Arithmetic", (result.precision or "").replace("_", " ")),
        ("Made with", _versions(result.versions)),
        ("Run", f"{run.id}, {result.state}"),
    ]
    return tuple((word, said) for word, said in told if said)


def _learnt_from(run: Run, result: RunResult) -> str:
    provenance, data = run.config.provenance, result.data
    some = f"{data.training:,} of " if data else ""
    if provenance is None:
        return f"{data.training:,} digits (source: {data.source})" if data else "not on record"
    return some + provenance.whole


def _took(result: RunResult) -> str:
    if result.seconds is None:
        return ""
    epochs = f"{result.epochs} epoch{'' if result.epochs == 1 else 's'}"
    again = f", its trainer died {result.interruptions} times" if result.interruptions else ""
    return f"{result.seconds:.0f} s for {epochs}{again}"


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {versions[key]}" for key, name in PACKAGES if key in versions)

"""What a trainer tells everybody else: events while it trains, a result at the end, states.

This module alone knows how they look in the files of a run's folder. Runs that earlier versions
left stay readable: what those did not write down has a default here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from mnist_core.atomic import write_json

RESULT = "result.json"


class RunState(StrEnum):
    """How a run stands."""

    QUEUED = "queued"
    STARTING = "starting"
    TRAINING = "training"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def active(self) -> bool:
        """Whether it waits, trains or pauses: it has not ended."""
        return self not in (RunState.FINISHED, RunState.STOPPED, RunState.FAILED)

    @property
    def waiting(self) -> bool:
        """Whether it waits for a trainer."""
        return self in (RunState.QUEUED, RunState.INTERRUPTED)


@dataclass(frozen=True)
class BatchDone:
    """One batch has been trained.

    Attributes
    ----------
    epoch, batch : which one, both counted from 1, the batch within its epoch
    batches : how many an epoch has
    loss, accuracy : of the batch before the step, dropout active
    seconds : spent on the run so far
    rate : the learning rate of the step; 0 where an early version did not write it down
    """

    epoch: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    seconds: float
    rate: float = 0.0


@dataclass(frozen=True)
class EpochDone:
    """One epoch has been trained.

    Attributes
    ----------
    epoch : which one, counted from 1
    loss, accuracy : mean over its training digits, each as it was read in its batch; one that came
        again counts again
    validation_loss, validation_accuracy : on the validation digits after it, dropout off
    seconds : spent on the run so far
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float = 0.0


@dataclass(frozen=True)
class Resumed:
    """A run went on from its saved state; whatever came after that is done again.

    Attributes
    ----------
    batches, epochs : done in the state it went on from
    interrupted : whether a trainer had died, and nobody had merely asked for a pause
    """

    batches: int
    epochs: int
    interrupted: bool = False


@dataclass(frozen=True)
class RateChanged:
    """Somebody has changed the learning rate while the run went on.

    Attributes
    ----------
    batches : done before the change: the next batch is the first with the new rate
    factor : by what the planned rates are multiplied from there on
    """

    batches: int
    factor: float


@dataclass(frozen=True)
class BestTaken:
    """A run with early stopping has ended: the weights after its best epoch are the network's.

    Attributes
    ----------
    epoch : which one, counted from 1
    """

    epoch: int


Event: TypeAlias = BatchDone | EpochDone | Resumed | RateChanged | BestTaken
Say: TypeAlias = Callable[[Event], None]
_KINDS: Mapping[str, type[Event]] = MappingProxyType(
    {
        "batch": BatchDone,
        "epoch": EpochDone,
        "resumed": Resumed,
        "rate": RateChanged,
        "best": BestTaken,
    }
)
_NAMES = MappingProxyType({kind: name for name, kind in _KINDS.items()})
_COUNTS = frozenset({"epoch", "batch", "batches", "epochs"})


def to_line(event: Event) -> str:
    """An event as one line of the progress file, without its end."""
    return json.dumps({"event": _NAMES[type(event)], **asdict(event)})


def from_line(line: str) -> Event | None:
    """The event of a line; None where the line is not what ``to_line`` writes."""
    try:
        values = json.loads(line)
        kind = _KINDS[values["event"]]
        names = [it.name for it in fields(kind) if it.name in values]
        return kind(**{name: _number(name, values[name]) for name in names})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _number(name: str, value: Any) -> Any:
    """A field's value as it should be; raises ValueError where it is no such number."""
    if not isinstance(value, (int, float)) or (name in _COUNTS and value < 0):
        raise ValueError(f"{name} is not {value!r}")
    if name == "interrupted":
        return bool(value)
    return int(value) if name in _COUNTS else float(value)


@dataclass(frozen=True)
class Score:
    """How well digits were read: mean of the recipe's loss, share read right, how many."""

    loss: float
    accuracy: float
    digits: int


@dataclass(frozen=True)
class NamedScore(Score):
    """The score on the digits that were opened last, and what these are called."""

    name: str


@dataclass(frozen=True)
class DigitsUsed:
    """Where the digits of a run came from, and how many it trained on and validated with."""

    source: str
    training: int
    validation: int


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    Attributes
    ----------
    state : "finished", "stopped" or "failed"
    reason : why it failed, one sentence; empty otherwise
    seconds : spent on training it
    ended : when, in seconds since 1970
    epochs, interruptions : finished epochs, and how often a trainer died on the way
    precision : "float32" or "mixed_bfloat16"; None where it failed before that was chosen
    bfloat16_speedup : how many times as fast bfloat16 was measured; None where nobody asked
    data : its digits; None where it failed
    versions : of Python and of the packages that decide what comes out
    validation, test : its scores; None unless it finished
    """

    state: RunState
    reason: str = ""
    seconds: float | None = None
    ended: float = 0.0
    epochs: int = 0
    interruptions: int = 0
    precision: str | None = None
    bfloat16_speedup: float | None = None
    data: DigitsUsed | None = None
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    validation: Score | None = None
    test: NamedScore | None = None


_SPEEDUP = "bfloat16 speed-up"  # what the file calls it


def write_result(folder: Path, result: RunResult) -> None:
    """Say how a run ended; the file appears only when it is complete."""
    parts = {it.name: getattr(result, it.name) for it in fields(result)}
    parts[_SPEEDUP] = parts.pop("bfloat16_speedup")
    values = {name: _plain(part) for name, part in parts.items() if part is not None}
    write_json(folder / RESULT, values, durable=True)


def read_result(folder: Path) -> RunResult | None:
    """How the run in a folder ended; None while it has not, or where that cannot be read."""
    try:
        values = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        values["bfloat16_speedup"] = values.get(_SPEEDUP)
        values["state"] = RunState(values.get("state", RunState.FAILED))
        parts = (
            ("data", _reader(DigitsUsed)),
            ("validation", _reader(Score)),
            ("test", _reader(NamedScore)),
            ("versions", MappingProxyType),
        )
        for name, read in parts:
            if values.get(name) is not None:
                values[name] = read(values[name])
        return _reader(RunResult)(values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _plain(part: Any) -> Any:
    if isinstance(part, (Score, DigitsUsed)):
        return asdict(part)
    return dict(part) if isinstance(part, Mapping) else part


def _reader(kind: type) -> Callable[[Mapping[str, Any]], Any]:
    """Makes a dataclass of the values it has fields for; the others are passed over."""
    return lambda values: kind(
        **{name: values[name] for name in kind.__dataclass_fields__ if name in values}
    )

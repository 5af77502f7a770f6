"""How a run stands: its state and what decides it, read from the run's folder at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mnist_core.training.control import Control, read_control
from mnist_core.training.lock_holder import is_held
from mnist_core.training.run_protocol import RunResult, RunState, read_result

PROGRESS = "progress.jsonl"
PAUSED_AT, ATTEMPTS = "paused", "attempts"
LOOKS = 5


@dataclass(frozen=True)
class RunStatus:
    """How a run stands. Reading it takes no lock, so that any number of readers may look at once.

    Attributes
    ----------
    result : how it ended, or None while it has not
    control : what was asked of it last
    held : whether a living process trains it
    begun : whether a first batch was reported or is about to be
    paused_at : after how many batches it waits for somebody to let it go on, or None
    attempts : how often a trainer took it since its last saved state, and has not come back
    """

    result: RunResult | None
    control: Control
    held: bool
    begun: bool
    paused_at: int | None
    attempts: int

    @property
    def state(self) -> RunState:
        """The one word for it."""
        if self.result is not None:
            return self.result.state
        if self.control.stop and not self.held:
            return RunState.STOPPED
        if self.paused_at is not None and not self.control.permits(self.paused_at):
            return RunState.PAUSED
        if self.held:
            return RunState.TRAINING if self.begun else RunState.STARTING
        return RunState.INTERRUPTED if self.attempts else RunState.QUEUED


def read_status(folder: Path) -> RunStatus:
    """Read how the run of a folder stands.

    A trainer that goes changes several files one after the other. So the folder is read until two
    looks agree: no status mixes what was before with what came after.
    """
    status = _look(folder)
    for _ in range(LOOKS):
        if status.result is not None:  # nothing changes any more
            break
        before, status = status, _look(folder)
        if status == before:
            break
    return status


def read_count(path: Path) -> int | None:
    """The number in a file that holds nothing else, or None."""
    try:
        return int(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _look(folder: Path) -> RunStatus:
    return RunStatus(
        result=read_result(folder),
        control=read_control(folder),
        held=is_held(folder),
        begun=(folder / PROGRESS).exists(),
        paused_at=read_count(folder / PAUSED_AT),
        attempts=read_count(folder / ATTEMPTS) or 0,
    )

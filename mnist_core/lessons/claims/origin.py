"""Where the stored figures of a claim come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mnist_core.lessons.claims.claim import STORED, Claim
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.weights import manifest
from mnist_core.studies.stored_results import load_record


@dataclass(frozen=True)
class Origin:
    """How stored figures were made: the command that makes them again, and what it ran on."""

    command: str
    date: str
    seeds: tuple[int, ...]
    versions: Mapping[str, str]
    data: str

    @property
    def sentence(self) -> str:
        """All of it in words, as Markdown."""
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        seeds = f", seeds {', '.join(map(str, self.seeds))}" if self.seeds else ""
        return f"Stored figures: `{self.command}`, {self.date}{seeds}, on {self.data}; {versions}."


def origin_of(claim: Claim[Any]) -> Origin | None:
    """How a claim's figures were made; None where they are found on the page.

    Raises
    ------
    NotMeasured
        If they have not been made yet.
    """
    if claim.basis != STORED:
        return None
    entry = manifest().get(claim.record) or load_record(claim.record)
    return Origin(
        command=entry["command"],
        date=entry["date"],
        seeds=tuple(it["seed"] if isinstance(it, Mapping) else it for it in entry["seeds"]),
        versions=entry["versions"],
        data=_digits(entry),
    )


def _digits(entry: Mapping[str, Any]) -> str:
    """The digits learnt from and judged by, in words."""
    data = entry["data"]
    variants = [*entry.get("variants", {}).values(), *filter(None, [entry.get("variant")])]
    examples = sorted({it["examples"] for it in variants})
    learnt = [f"{it:,}" for it in examples] or [f"{data['training']:,}"]
    words = learnt[0] if len(learnt) == 1 else f"{', '.join(learnt[:-1])} or {learnt[-1]}"
    test = data.get("test") or entry["seeds"][0]["test"]["digits"]
    titles = dict.fromkeys(_title(it["architecture"]) for it in variants)
    learner = f", by the {' and the '.join(titles)}" if titles else ""
    if "networks" in entry:  # nothing was learnt for it
        return f"{test:,} test digits of MNIST"
    return f"{words} training and {test:,} test digits of MNIST{learner}"


def _title(id: str) -> str:
    """The network that a variant varies: "keras_cnn" for "keras_cnn_without"."""
    return next(it.title for name, it in ARCHITECTURES.items() if id.startswith(name))

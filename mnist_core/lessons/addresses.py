"""What a link of ours may say: the pages, the parameters of each, and the controls that it has.

The pages are on another floor; tests hold this table to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.network.architectures import ARCHITECTURES

RUN = "run-"  # how the id of a network begins that was trained here

ANY: tuple[str, ...] = ()
"""A parameter whose values only the page knows."""

SPLITS = ("test", "validation", "train")
DIGIT = MappingProxyType({"split": SPLITS, "digit": ANY})
READ = ("any", *map(str, range(10)))

PAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "home": DIGIT,
        "lessons": MappingProxyType({}),
        "dataset": MappingProxyType(
            {
                "view": (
                    "Browse",
                    "Counts",
                    "Averages",
                    "Preparation",
                    "How they were made",
                    "Source",
                ),
                **DIGIT,
            }
        ),
        "architecture": MappingProxyType(
            {
                "look": (
                    "Explorer",
                    "Experiments",
                    "Saliency",
                    "Weights and work",
                    "Ledger",
                    "Keras code",
                ),
                "experiment": ("Change a filter", "Disturb the digit", "What excites a filter"),
                "layer": ANY,
                "edit": ANY,
                **DIGIT,
            }
        ),
        "training": MappingProxyType({"run": ANY}),
        "draw": MappingProxyType(
            {
                "closer": (
                    "Preparation",
                    "What speaks for it",
                    "Nudge it",
                    "Refusing",
                    "Every network",
                    "My drawings",
                )
            }
        ),
        "experiments": MappingProxyType(
            {
                "part": ("Build", "Tune", "Contests", "Ensembles", "Transfer", "Other data"),
                "start": ANY,
                "edit": ANY,
            }
        ),
        "export": MappingProxyType(
            {
                "format": (
                    *("NumPy (.npz)", "Keras (.keras)", "SavedModel", "ONNX"),
                    *("LiteRT float32", "LiteRT float16", "LiteRT int8"),
                )
            }
        ),
        "evaluation": MappingProxyType(
            {
                "part": ("Figures", "Confusions", "Hardest", "Compare", "Calibration", "Map"),
                "other": tuple(ARCHITECTURES),
                "true": READ,
                "read": READ,
            }
        ),
        "robustness": MappingProxyType(
            {"robustness": ("One digit", "Does the place matter?", "All digits"), **DIGIT}
        ),
        "claims": MappingProxyType({"claim": tuple(CLAIMS)}),
    }
)
"""The parameters of each page by the page's stem, and what each may be; `network` is of all."""


def fault(page: str, name: str, value: str) -> str | None:
    """Why a page cannot be opened with this parameter, as a sentence; None if it can."""
    if name == "network":
        if value in ARCHITECTURES or value.startswith(RUN):
            return None
        return f"There is no network “{value}”: use {', '.join(ARCHITECTURES)}."
    allowed = PAGES[page].get(name)
    if allowed is None:
        known = ", ".join(("network", *PAGES[page]))
        return f"The page {page} has no parameter “{name}”: use {known}."
    if name == "digit" and not (value.isascii() and value.isdecimal() and len(value) < 6):
        return f"A digit is named by a whole number from 0 to 99,999, not by “{value}”."
    if allowed and value not in allowed:
        return f"On the page {page}, {name} is one of {', '.join(allowed)}, not “{value}”."
    return None

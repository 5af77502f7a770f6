"""All claims, in the order in which one meets them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mnist_core.lessons.claims import (
    accuracy,
    batches,
    choice,
    confidence,
    confused_pairs,
    convolution,
    cross_entropy,
    epochs,
    hierarchy,
    inputs,
    layer_effects,
    loss_and_scaling,
    mnist_facts,
    optimisers,
    overfitting,
    parameters,
    pixel_values,
    position,
    shapes,
    work,
    worked_examples,
)
from mnist_core.lessons.claims.claim import Claim

MODULES = (
    shapes,
    hierarchy,
    parameters,
    work,
    inputs,
    cross_entropy,
    pixel_values,
    layer_effects,
    convolution,
    worked_examples,
    position,
    optimisers,
    loss_and_scaling,
    batches,
    overfitting,
    epochs,
    mnist_facts,
    accuracy,
    confused_pairs,
    choice,
    confidence,
)
CLAIMS: Mapping[str, Claim[Any]] = MappingProxyType(
    {claim.id: claim for module in MODULES for claim in module.CLAIMS}
)
"""Every claim by its id."""
TOPICS = tuple(dict.fromkeys(claim.topic for claim in CLAIMS.values()))
"""The groups they stand in, in order."""

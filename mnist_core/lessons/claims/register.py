"""All claims, in the order in which one meets them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mnist_core.lessons.claims import (
    accuracy,
    batches,
    data,
    fitting,
    inputs,
    layers,
    position,
    shapes,
    sizes,
    training,
)
from mnist_core.lessons.claims.claim import Claim

MODULES = (shapes, sizes, inputs, layers, position, training, batches, fitting, data, accuracy)
CLAIMS: Mapping[str, Claim] = MappingProxyType(
    {claim.id: claim for module in MODULES for claim in module.CLAIMS}
)
"""Every claim by its id."""
TOPICS = tuple(dict.fromkeys(claim.topic for claim in CLAIMS.values()))
"""The groups they stand in, in order."""

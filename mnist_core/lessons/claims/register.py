"""All claims, in the order in which one meets them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mnist_core.lessons.claims import (
    accuracy,
    batches,
    fitting,
    inputs,
    layer_effects,
    mnist_facts,
    optimisation,
    position,
    shapes,
    sizes,
)
from mnist_core.lessons.claims.claim import Claim

MODULES = (
    shapes,
    sizes,
    inputs,
    layer_effects,
    position,
    optimisation,
    batches,
    fitting,
    mnist_facts,
    accuracy,
)
CLAIMS: Mapping[str, Claim] = MappingProxyType(
    {claim.id: claim for module in MODULES for claim in module.CLAIMS}
)
"""Every claim by its id."""
TOPICS = tuple(dict.fromkeys(claim.topic for claim in CLAIMS.values()))
"""The groups they stand in, in order."""

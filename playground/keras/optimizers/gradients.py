"""What is done to gradients before a step: clipping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.variable import Array


def clip_by_norm(gradient: Array, longest: Any) -> Array:
    """g · min(1, c / ‖g‖): no longer than c."""
    length = jnp.sqrt(jnp.sum(jnp.square(gradient)))
    return gradient * (longest / jnp.maximum(length, longest))


def clip_by_global_norm(gradients: Sequence[Array], longest: Any) -> list[Array]:
    """The same for all together, as one long vector.

    Source: R. Pascanu et al., "On the difficulty of training recurrent neural networks", 2013.
    """
    length = jnp.sqrt(sum(jnp.sum(jnp.square(each)) for each in gradients))
    scale = longest / jnp.maximum(length, longest)
    return [each * scale for each in gradients]


def clip_by_value(gradient: Array, largest: Any) -> Array:
    return jnp.clip(gradient, -largest, largest)

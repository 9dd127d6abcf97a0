"""How many layers a model goes through at every call, those in shared parts each time anew."""

from __future__ import annotations

from typing import Any

from playground import keras
from playground.code.reader.refusal import NotUnderstood
from playground.keras.models import Functional

MOST = 3_000


def check_graph(model: Any) -> None:
    """Whether a model can be gone through.

    Raises:
        NotUnderstood: models in models in models grow too large.
    """
    if layers_in(model) > MOST:
        raise NotUnderstood(f"This model goes through more than {MOST:,} layers, those in shared "
                            "models counted each time. Use fewer.")


def layers_in(layer: Any) -> int:
    """The layers that a layer or model goes through at a call, itself among them."""
    return _count(layer, {})


def _count(layer: Any, known: dict[int, int]) -> int:
    if id(layer) in known:
        return known[id(layer)]
    known[id(layer)] = 1  # a layer that holds itself is counted once there
    if isinstance(layer, Functional) and hasattr(layer, "_graph"):
        inner = [node.operation for node in layer._graph.nodes]
    elif isinstance(layer, keras.Layer):
        inner = layer._sublayers() if "_own_variables" in vars(layer) else []
    else:
        inner = []
    known[id(layer)] = 1 + sum(_count(each, known) for each in inner)
    return known[id(layer)]

"""Models: layers that can be trained."""

from __future__ import annotations

from playground.keras.models.functional import Functional
from playground.keras.models.model import Model
from playground.keras.models.sequential import Sequential

__all__ = ["Functional", "Model", "Sequential"]

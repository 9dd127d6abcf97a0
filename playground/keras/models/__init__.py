"""Models: layers that can be trained."""

from __future__ import annotations

from playground.keras.models.cloning import clone_model
from playground.keras.models.functional import Functional
from playground.keras.models.model import Model, model_from_json
from playground.keras.models.sequential import Sequential
from playground.keras.saving.models import load_model, save_model

__all__ = [
    "Functional", "Model", "Sequential", "clone_model", "load_model", "model_from_json",
    "save_model",
]

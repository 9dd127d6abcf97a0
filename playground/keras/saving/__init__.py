"""``keras.saving``: models and weights in files."""

from __future__ import annotations

from playground.keras.saving.weights import load_weights, save_weights

__all__ = ["load_weights", "save_weights"]

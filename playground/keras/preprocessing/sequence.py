"""``keras.preprocessing.sequence``"""

from __future__ import annotations

from playground.keras.utils.sequences import pad_sequences

__all__ = ["pad_sequences"]

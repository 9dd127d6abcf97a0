"""Callbacks: who listens while a model trains, and may stop it."""

from __future__ import annotations

from playground.keras.callbacks.base import (
    Callback,
    CallbackList,
    History,
    LambdaCallback,
    callbacks,
)
from playground.keras.callbacks.progbar import Progbar, ProgbarLogger
from playground.keras.callbacks.stopping import EarlyStopping, TerminateOnNaN

__all__ = ["Callback", "CallbackList", "EarlyStopping", "History", "LambdaCallback", "Progbar",
           "ProgbarLogger", "TerminateOnNaN", "callbacks"]

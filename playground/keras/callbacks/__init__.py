"""Callbacks: who listens while a model trains, and may stop it."""

from __future__ import annotations

from typing import NoReturn

from playground.keras.absent import absent
from playground.keras.callbacks.averages import SwapEMAWeights
from playground.keras.callbacks.base import (
    Callback,
    CallbackList,
    History,
    LambdaCallback,
    callbacks,
)
from playground.keras.callbacks.files import (
    BackupAndRestore,
    CSVLogger,
    ModelCheckpoint,
    TensorBoard,
)
from playground.keras.callbacks.progbar import Progbar
from playground.keras.callbacks.progbar_logger import ProgbarLogger
from playground.keras.callbacks.rates import LearningRateScheduler, ReduceLROnPlateau
from playground.keras.callbacks.stopping import EarlyStopping, TerminateOnNaN


def __getattr__(name: str) -> NoReturn:
    absent("keras.callbacks", name)


__all__ = ["BackupAndRestore", "CSVLogger", "Callback", "CallbackList", "EarlyStopping", "History",
           "LambdaCallback", "LearningRateScheduler", "ModelCheckpoint", "Progbar",
           "ProgbarLogger", "ReduceLROnPlateau", "SwapEMAWeights", "TensorBoard",
           "TerminateOnNaN", "callbacks"]

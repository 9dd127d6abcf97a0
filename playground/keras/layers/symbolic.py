"""A tensor without numbers: a shape and a type, from which models are built."""

from __future__ import annotations

from typing import Any

from playground.keras.naming import auto_name


class KerasTensor:
    """Stands for an array that is not there yet; the batch size in its shape is None."""

    def __init__(
        self, shape: tuple[int | None, ...], dtype: str = "float32", name: str | None = None
    ) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype
        self.name = name or auto_name(type(self).__name__)
        self._keras_history: Any = None

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


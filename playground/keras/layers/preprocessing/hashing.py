"""Hashing: anything as one of a few numbers, without a vocabulary."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.preprocessing.encoding import (
    MODES,
    checked_mode,
    encode,
    encoded_shape,
    expect_dense,
)
from playground.keras.layers.preprocessing.string_lookup import bucket
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("Hashing")
class Hashing(Layer):
    """The remainder of a text's fingerprint: the same number for the same text, on every machine.

    Works on arrays and lists of texts or whole numbers, on the host.

    Args:
        num_bins: how many numbers there are, that of the mask included.
        mask_value: what becomes 0, and nothing else does.
        salt: two numbers that change the fingerprint (SipHash), or one for both; None: FarmHash.
    """

    _convert_input_args = False
    _allow_non_tensor_positional_args = True

    def __init__(
        self, num_bins: int, mask_value: Any = None, salt: Any = None, output_mode: str = "int",
        sparse: bool = False, **settings: Any,
    ) -> None:
        mode = checked_mode(output_mode, "Hashing", ("int", *MODES))
        if settings.get("dtype") is None:
            settings["dtype"] = "int64" if mode == "int" else None
        super().__init__(**settings)
        expect_dense(sparse, "Hashing")
        if num_bins is None or num_bins <= 0:
            raise ValueError(f"Hashing expects num_bins of 1 or more; got {num_bins}.")
        if salt is not None and not isinstance(salt, int) and len(salt) != 2:
            raise ValueError(f"Hashing expects a salt of one or two whole numbers; got {salt}.")
        self.num_bins, self.mask_value, self.output_mode = num_bins, mask_value, mode
        self.salt = None if salt is None else [salt, salt] if isinstance(salt, int) else list(salt)
        self.sparse, self.supports_jit, self.built = False, False, True

    def call(self, inputs: Any) -> Array:
        values = np.asarray(inputs)
        masked = values == self.mask_value if self.mask_value is not None else None
        bins = self.num_bins - (masked is not None and self.num_bins > 1)
        if values.dtype.kind == "f":
            values = values.astype("int64")
        numbers = np.array([bucket(each.decode() if isinstance(each, bytes) else str(each), bins,
                                   self.salt) for each in values.ravel().tolist()])
        numbers = numbers.reshape(values.shape)
        if masked is not None and self.num_bins > 1:
            numbers = np.where(masked, 0, numbers + 1)
        dtype = "int32" if self.output_mode == "int" else self.compute_dtype
        return encode(jnp.asarray(numbers, "int32"), self.output_mode, self.num_bins, dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return encoded_shape(input_shape, self.output_mode, self.num_bins)

    def compute_output_spec(self, inputs: KerasTensor) -> KerasTensor:
        return KerasTensor(self.compute_output_shape(inputs.shape), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "num_bins": self.num_bins, "salt": self.salt,
                "mask_value": self.mask_value, "output_mode": self.output_mode, "sparse": False}

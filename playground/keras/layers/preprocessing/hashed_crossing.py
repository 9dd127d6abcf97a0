"""HashedCrossing: several features that count together, as one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.preprocessing.encoding import (
    checked_mode,
    encode,
    encoded_shape,
    expect_dense,
)
from playground.keras.layers.preprocessing.fingerprints import fingerprint, joined
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
FIRST = 0xDECAFCAFFE  # what TensorFlow's crossing begins with


@layers.register("HashedCrossing")
class HashedCrossing(Layer):
    """The remainder of the fingerprint of several features together: a city and a sex, say.

    Works on texts and whole numbers, on the host; the numbers are those of Keras.

    Args:
        num_bins: how many numbers there are.
        output_mode: "int", or "one_hot" for rows of 0 and 1.

    Shapes: a list of arrays (batch,) or (batch, 1), all alike.
    """

    _convert_input_args = False
    _allow_non_tensor_positional_args = True

    def __init__(
        self, num_bins: int, output_mode: str = "int", sparse: bool = False,
        name: str | None = None, dtype: Any = None, **settings: Any,
    ) -> None:
        mode = checked_mode(output_mode, "HashedCrossing", ("int", "one_hot"))
        if dtype is None and mode == "int":
            dtype = "int64"
        super().__init__(name=name, dtype=dtype, **settings)
        expect_dense(sparse, "HashedCrossing")
        if num_bins is None or num_bins <= 0:
            raise ValueError(f"HashedCrossing expects num_bins of 1 or more; got {num_bins}.")
        self.num_bins, self.output_mode = num_bins, mode
        self.sparse, self.supports_jit, self.built = False, False, True

    def call(self, inputs: Any) -> Array:
        if not isinstance(inputs, (list, tuple)) or len(inputs) < 2:
            raise ValueError(f"{self.name} (HashedCrossing) expects a list of two features or "
                             f"more; got {type(inputs).__name__}.")
        features = [np.asarray(each) for each in inputs]
        shape = features[0].shape
        if any(each.shape != shape for each in features) or len(shape) > 2 or shape[1:] not in (
                (), (1,)):
            raise ValueError(f"{self.name} (HashedCrossing) expects features of one shape, "
                             f"(batch,) or (batch, 1); got {[each.shape for each in features]}.")
        if any(each.dtype.kind == "f" for each in features):
            raise ValueError(f"{self.name} (HashedCrossing) expects texts or whole numbers; got "
                             "floats. Discretization makes whole numbers of them.")
        numbers = [self._bin(row) for row in zip(*(each.ravel().tolist() for each in features))]
        dtype = "int32" if self.output_mode == "int" else self.compute_dtype
        return encode(jnp.asarray(np.reshape(numbers, shape), "int32"), self.output_mode,
                      self.num_bins, dtype)

    def _bin(self, row: tuple[Any, ...]) -> int:
        found = FIRST
        for each in row:
            if not isinstance(each, int):
                each = fingerprint(each if isinstance(each, bytes) else str(each).encode())
            found = joined(found, each)
        return found % self.num_bins

    def compute_output_shape(self, input_shape: Any) -> Shape:
        return encoded_shape(input_shape[0], self.output_mode, self.num_bins)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "num_bins": self.num_bins,
                "output_mode": self.output_mode, "sparse": False}

"""Discretization: numbers as the number of the bin in which they lie."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.preprocessing.batches import batches_of
from playground.keras.layers.preprocessing.encoding import (
    MODES,
    checked_mode,
    encode,
    encoded_shape,
    expect_dense,
)
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("Discretization")
class Discretization(Layer):
    """i with boundaries[i - 1] ≤ x < boundaries[i].

    Args:
        bin_boundaries: the boundaries, from small to large; or
        num_bins: how many bins ``adapt`` makes, about as many numbers in each.
        epsilon: how exact their boundaries are: up to a share ε of the numbers.
        output_mode: "int" the number of the bin; "one_hot", "multi_hot", "count" as rows.

    Raises:
        ValueError: both or neither of bin_boundaries and num_bins.
    """

    def __init__(
        self, bin_boundaries: Any = None, num_bins: int | None = None, epsilon: float = 0.01,
        output_mode: str = "int", sparse: bool = False, dtype: Any = None,
        name: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype, **settings)
        self.output_mode = checked_mode(output_mode, "Discretization", ("int", *MODES))
        expect_dense(sparse, "Discretization")
        if (num_bins is None) == (bin_boundaries is None):
            raise ValueError("Discretization expects either bin_boundaries or num_bins; got "
                             f"{bin_boundaries} and {num_bins}.")
        if num_bins is not None and num_bins < 0:
            raise ValueError(f"Discretization expects 0 bins or more; got {num_bins}.")
        self.bin_boundaries = None if bin_boundaries is None else list(bin_boundaries)
        self.num_bins, self.epsilon, self.sparse = num_bins, epsilon, False
        self.reset_state()
        self.built = True

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Choose the boundaries so that the bins hold about as many numbers each."""
        if self.num_bins is None:
            raise ValueError(f"{self.name} (Discretization) was given its boundaries, so there is "
                             "nothing to adapt. Give it num_bins instead.")
        self.reset_state()
        for batch in batches_of(data, self.name, steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        self.summary = np.zeros((2, 0), "float32")  # values in order, how many each stands for

    def update_state(self, data: Any) -> None:
        """Add a batch to the summary, from which the boundaries are read off."""
        values = np.sort(np.asarray(data, "float32"), axis=None)
        step = max(values.size * self.epsilon, 1)
        chosen = values[int(step - 1)::int(step)]
        merged = np.concatenate([[chosen, np.full_like(chosen, step)], self.summary], axis=1)
        self.summary = _compressed(merged[:, np.argsort(merged[0])], self.epsilon)

    def finalize_state(self) -> None:
        if self.num_bins is not None:
            self.bin_boundaries = _compressed(self.summary, 1.0 / self.num_bins)[0, :-1].tolist()

    def call(self, inputs: Array) -> Array:
        if self.bin_boundaries is None:
            raise ValueError(f"{self.name} (Discretization) has no boundaries yet. Call "
                             "adapt(data) first, or give it bin_boundaries.")
        indices = jnp.digitize(jnp.asarray(inputs), jnp.asarray(self.bin_boundaries))
        return encode(indices, self.output_mode, len(self.bin_boundaries) + 1, self._output_dtype)

    @property
    def _output_dtype(self) -> str:
        return "int32" if self.output_mode == "int" else self.compute_dtype

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        bins = self.num_bins if self.bin_boundaries is None else len(self.bin_boundaries) + 1
        return encoded_shape(input_shape, self.output_mode, bins)

    def compute_output_spec(self, inputs: KerasTensor) -> KerasTensor:
        return KerasTensor(self.compute_output_shape(inputs.shape), self._output_dtype)

    def get_config(self) -> dict[str, Any]:
        base = super().get_config()
        return {"name": base["name"], "dtype": base["dtype"],  # and no trainable, as in Keras
                "bin_boundaries": self.bin_boundaries, "num_bins": self.num_bins,
                "epsilon": self.epsilon, "output_mode": self.output_mode, "sparse": False}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Discretization:
        boundaries = config.get("bin_boundaries")
        if boundaries is not None and config.get("num_bins") is not None:  # it was adapted
            layer = super().from_config({**config, "bin_boundaries": None})
            layer.bin_boundaries = list(boundaries)
            return layer
        return super().from_config(config)


def _compressed(summary: np.ndarray, epsilon: float) -> np.ndarray:
    """The summary at 1/ε equal shares, read off its cumulative counts."""
    if summary.shape[1] * epsilon < 1:
        return summary
    shares = epsilon + np.arange(0.0, 1.0, epsilon)
    counts = summary[1].cumsum()
    values = np.interp(shares, counts / counts[-1], summary[0])
    counts = np.interp(shares, counts / counts[-1], counts)
    return np.stack([values, np.diff(counts, prepend=0)]).astype("float32")

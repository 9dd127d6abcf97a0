"""LoRA: a large matrix stays, and training changes a product of two thin ones beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.keras import initializers
from playground.keras.variable import Array, Variable


class LowRank:
    """The part of a layer whose weight W may be adapted: W + (α / rank) A B, with W frozen.

    B is 0 at first, so nothing changes until it is trained; then it costs rank · (rows + columns)
    numbers instead of rows · columns.

    Source: E. Hu et al., arXiv:2106.09685.
    """

    lora_enabled = False
    lora_rank: int | None = None
    lora_alpha: float | None = None

    def enable_lora(
        self, rank: int, lora_alpha: float | None = None, a_initializer: Any = "he_uniform",
        b_initializer: Any = "zeros",
    ) -> None:
        """Freeze the weight, and add A (…, rank) and B (rank, columns) that are trained.

        ``kernel`` and ``embeddings`` stay W; in Keras they then give the sum.

        Raises:
            ValueError: the layer is not built, adapted already, or its weight has a constraint.
        """
        word, weight, constraint, regularizer = self._adapted()
        if constraint is not None:
            raise ValueError(f"{self.name} expects no {word}_constraint for "  # type: ignore[attr-defined]
                             "enable_lora: it would hold for a part of the sum alone.")
        if weight is None:
            raise ValueError(f"{self.name} is not built: call it "  # type: ignore[attr-defined]
                             "on data before enable_lora.")
        if self.lora_enabled:
            raise ValueError(f"{self.name} is adapted "  # type: ignore[attr-defined]
                             "already: enable_lora is called once.")
        for part, shape, initializer in (
            ("a", (*weight.shape[:-1], rank), a_initializer),
            ("b", (rank, weight.shape[-1]), b_initializer),
        ):
            setattr(self, f"lora_{word}_{part}", self.add_weight(  # type: ignore[attr-defined]
                shape, initializers.get(initializer), "float32", regularizer=regularizer,
                name=f"lora_{word}_{part}"))
        weight.trainable = False
        self.lora_enabled, self.lora_rank = True, rank
        self.lora_alpha = rank if lora_alpha is None else lora_alpha

    def _adapted(self) -> tuple[str, Variable | None, Any, Any]:
        """The name of the weight, itself once it is made, its constraint and its regularizer."""
        return ("kernel", getattr(self, "kernel", None),
                self.kernel_constraint, self.kernel_regularizer)  # type: ignore[attr-defined]

    def _lora_parts(self) -> list[Variable]:
        word = self._adapted()[0]
        return [getattr(self, f"lora_{word}_{part}") for part in "ab"]

    def _sum(self, weight: Variable) -> Array:
        """W, or W + (α / rank) A B."""
        if not self.lora_enabled:
            return weight.value
        a, b = self._lora_parts()
        change = (self.lora_alpha / self.lora_rank) * (a.value @ b.value)  # type: ignore[operator]
        return (weight.value + change).astype(self.compute_dtype)  # type: ignore[attr-defined]

    # ------------------------------------------------------------------ files: the sum is kept

    def _lora_config(self) -> dict[str, Any]:
        if self.lora_rank is None:
            return {}
        return {"lora_rank": self.lora_rank, "lora_alpha": self.lora_alpha}

    def save_own_variables(self, store: dict[str, Any]) -> None:
        """The sum alone, as W: it opens where nothing is adapted too."""
        if not self.lora_enabled:
            super().save_own_variables(store)  # type: ignore[misc]
            return
        weight = self._adapted()[1]
        for index, variable in enumerate(self._without_parts()):
            store[str(index)] = (np.asarray(self._sum(variable)) if variable is weight
                                 else variable.numpy())

    def load_own_variables(self, store: Any) -> None:
        """Such a sum becomes W, and A and B 0, as in Keras."""
        own = self._without_parts() if self.lora_enabled else []
        if not self.lora_enabled or len(store.keys()) != len(own):
            super().load_own_variables(store)  # type: ignore[misc]
            return
        for index, variable in enumerate(own):
            variable.assign(np.asarray(store[str(index)]))
        for part in self._lora_parts():
            part.assign(np.zeros(part.shape))

    def _without_parts(self) -> list[Variable]:
        parts = {id(each) for each in self._lora_parts()}
        return [each for each in self._own()[0] if id(each) not in parts]  # type: ignore[attr-defined]

"""A scale for the loss that keeps small gradients of half precision from becoming 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.keras import initializers
from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array, Variable


@optimizers.register("LossScaleOptimizer")
class LossScaleOptimizer(Optimizer):
    """Another optimizer, on a loss multiplied by a scale that finds itself.

    A gradient that is not finite halves the scale, and the step is left out; after
    ``dynamic_growth_steps`` good steps the scale doubles.

    Source: P. Micikevicius et al., "Mixed precision training", arXiv:1710.03740.
    """

    def __init__(
        self, inner_optimizer: Optimizer, initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000, name: str | None = None, **kwargs: Any,
    ) -> None:
        if any(value for value in kwargs.values()):
            raise ValueError(f"LossScaleOptimizer expects no {next(iter(kwargs))}: give it to the "
                             "inner optimizer.")
        super().__init__(0.0, name=name)
        self.inner_optimizer = inner_optimizer
        self.initial_scale, self.dynamic_growth_steps = initial_scale, dynamic_growth_steps

    def build(self, variables: Sequence[Variable]) -> None:
        self.step_counter = self.add_variable((), "zeros", "int32", name="step_counter")
        self.dynamic_scale = self.add_variable(
            (), initializers.Constant(self.initial_scale), "float32", name="dynamic_scale")
        self.inner_optimizer.build(variables)
        super().build(variables)

    @property
    def variables(self) -> list[Variable]:
        return [*super().variables, *self.inner_optimizer.variables]

    @property
    def iterations(self) -> Any:
        return self.inner_optimizer.iterations

    @property
    def learning_rate(self) -> Any:
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self.inner_optimizer.learning_rate = value

    def scale_loss(self, loss: Array) -> Array:
        return loss * (self.dynamic_scale.value if self.built else self.initial_scale)

    def apply(
        self, grads: Sequence[Array], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        if not self.built:
            self.build(list(trainable_variables or ()))
        variables = list(trainable_variables or self._trainable_variables)
        scale, counter = self.dynamic_scale.value, self.step_counter.value
        finite = jnp.all(jnp.asarray([jnp.all(jnp.isfinite(each)) for each in grads
                                      if each is not None]))
        grown = counter == self.dynamic_growth_steps - 1
        touched = [*variables, *self.inner_optimizer.variables]
        before = [each.value for each in touched]
        self.inner_optimizer.apply(
            [None if each is None else each / scale for each in grads], variables)
        for each, old in zip(touched, before, strict=True):
            each.assign(jnp.where(finite, each.value, old))
        self.step_counter.assign(jnp.where(finite & ~grown, counter + 1, 0))
        self.dynamic_scale.assign(
            scale * jnp.where(finite, jnp.where(grown, 2.0, 1.0), 0.5))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        self.inner_optimizer.finalize_variable_values(var_list)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "initial_scale": self.initial_scale,
                "inner_optimizer": serialize_keras_object(self.inner_optimizer),
                "dynamic_growth_steps": self.dynamic_growth_steps}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> LossScaleOptimizer:
        config = dict(config)
        inner = deserialize_keras_object(config.pop("inner_optimizer"), custom_objects)
        return cls(inner, **config)

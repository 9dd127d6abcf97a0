"""What an optimizer remembers: its own variables, the number of steps and the learning rate."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import numpy as np

from playground.keras import initializers
from playground.keras.config import floatx
from playground.keras.naming import name_scope
from playground.keras.optimizers.schedules import LearningRateSchedule
from playground.keras.variable import Array, Variable


class OptimizerState:
    """The variables of an optimizer: ``iteration``, ``learning_rate`` and what a subclass adds."""

    name: str
    built: bool
    gradient_accumulation_steps: int | None = None

    def _start(self, learning_rate: Any) -> None:
        self._variables: list[Variable] = []
        self._iterations = self.add_variable((), "zeros", "int32", name="iteration")
        self._learning_rate = learning_rate
        if not callable(learning_rate):
            rate = _checked_rate(learning_rate, type(self).__name__)
            self._learning_rate = self.add_variable(
                (), initializers.Constant(rate), floatx(), name="learning_rate")

    # ------------------------------------------------------------------ making them

    def add_variable(
        self, shape: Sequence[int], initializer: Any = "zeros", dtype: str | None = None,
        aggregation: str = "none", layout: Any = None, name: str | None = None,
    ) -> Variable:
        if not hasattr(self, "_variables"):
            raise RuntimeError(f"{type(self).__name__}.__init__ expects super().__init__(…) as its "
                               "first line.")
        with name_scope(self.name, self):
            variable = Variable(initializers.get(initializer), shape, dtype or floatx(),
                                trainable=False, name=name)
        self._variables.append(variable)
        return variable

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """A variable of the same shape as another one."""
        name = f"{reference_variable.path.replace('/', '_')}_{name or 'var'}"
        return self.add_variable(reference_variable.shape, initializer, reference_variable.dtype,
                                 name=name)

    def add_optimizer_variables(
        self, trainable_variables: Sequence[Variable], name: str | Sequence[str],
        initializer: Any = "zeros",
    ) -> Any:
        """One variable for each trainable one; a tuple of such lists for several names."""
        names = [name] if isinstance(name, str) else list(name)
        starts = initializer if isinstance(initializer, (list, tuple)) else (
            [initializer] * len(names))
        added: tuple[list[Variable], ...] = tuple([] for _ in names)
        for variable in trainable_variables:
            for each, start, to in zip(names, starts, added, strict=True):
                to.append(self.add_variable_from_reference(variable, each, start))
        return added[0] if isinstance(name, str) else added

    @property
    def variables(self) -> list[Variable]:
        """All of them: those added, and those that a subclass keeps as attributes."""
        known = {id(each) for each in self._variables}
        return [*self._variables, *(each for each in vars(self).values()
                                    if isinstance(each, Variable) and id(each) not in known)]

    def assign(self, variable: Variable, value: Any) -> None:
        variable.assign(value)

    def assign_add(self, variable: Variable, value: Any) -> None:
        variable.assign_add(value)

    def assign_sub(self, variable: Variable, value: Any) -> None:
        variable.assign_sub(value)

    # ------------------------------------------------------------------ steps and their size

    @property
    def iterations(self) -> Any:
        """How many steps have been taken."""
        if self.gradient_accumulation_steps:
            return self._iterations // self.gradient_accumulation_steps
        return self._iterations

    @property
    def learning_rate(self) -> Any:
        """The step size now: a variable, or what the schedule says for this step."""
        if isinstance(self._learning_rate, Variable):
            return self._learning_rate
        if isinstance(self._learning_rate, LearningRateSchedule):
            return self._learning_rate(self._iterations.value)
        return self._learning_rate()

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if callable(value) and not isinstance(value, Variable):
            if isinstance(self._learning_rate, Variable):
                self._variables = [each for each in self._variables
                                   if each is not self._learning_rate]
            self._learning_rate = value
        elif isinstance(self._learning_rate, Variable):
            self._learning_rate.assign(value)
        else:
            raise TypeError("This optimizer follows a schedule, so its learning rate cannot be "
                            "set. Make it with a number as learning_rate.")

    # ------------------------------------------------------------------ keeping and restoring

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Give every variable a new value, in the order of ``variables``."""
        if not self.built:
            raise ValueError(f"{self.name} has no variables yet. Call "
                             "optimizer.build(model.trainable_variables) first.")
        if len(weights) != len(self.variables):
            raise ValueError(f"{self.name} expects {len(self.variables)} arrays; "
                             f"got {len(weights)}.")
        for variable, value in zip(self.variables, weights, strict=True):
            variable.assign(value)

    def save_own_variables(self, store: MutableMapping[str, Any]) -> None:
        for index, variable in enumerate(self.variables):
            store[str(index)] = variable.numpy()

    def load_own_variables(self, store: Mapping[str, Any]) -> None:
        own = self.variables
        if len(store) != len(own):
            warnings.warn(f"The file has {len(store)} variables for {self.name}, which has "
                          f"{len(own)}: they are left out, and the optimizer starts anew.",
                          stacklevel=2)
            return
        for index, variable in enumerate(own):
            variable.assign(np.asarray(store[str(index)]))


def plain_rate(rate: Any) -> Array:
    """The array behind a learning rate, a variable or an array."""
    return rate.value if isinstance(rate, Variable) else rate


def _checked_rate(rate: Any, name: str) -> float:
    if isinstance(rate, bool) or not hasattr(rate, "__float__"):
        raise TypeError(f"{name} expects a number as learning_rate, as 0.001; got {rate!r}.")
    if not math.isfinite(rate) or rate < 0:
        raise ValueError(f"{name} expects a learning_rate of 0 or more; got {rate}.")
    return rate

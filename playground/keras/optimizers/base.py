"""What all optimizers share: their variables, clipping, weight decay, averaging, accumulation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from playground.fields import Number
from playground.keras import initializers
from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.naming import auto_name, name_scope
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array, StatelessScope, Variable
from playground.registry import Registry

optimizers: Registry[type[Optimizer]] = Registry("optimizer")


def learning_rate_field(default: float) -> Number:
    return Number(default=default, low=1e-5, high=10.0, scale="log", positional=True,
                  label="Learning rate", help="How far each step goes down the slope.")


def share_field(default: float, label: str, help: str, high: float = 0.9999) -> Number:
    return Number(default=default, low=0.0, high=high, step=0.001, label=label, help=help)


EPSILON_FIELD = Number(default=1e-7, low=1e-10, high=1.0, scale="log", label="Epsilon",
                       help="A small number that keeps the division from exploding.")


class Optimizer:
    """Base of all optimizers: takes gradients, changes variables.

    A subclass adds its own variables in ``build`` and changes one variable in ``update_step``.
    Every number is read when a step is computed and may be a traced one.

    Args:
        learning_rate: a number, a schedule (a function of the step number with a
            ``get_config``), or a function without arguments.
        weight_decay: every step multiplies the weights by 1 - learning_rate · weight_decay.
        clipnorm, clipvalue, global_clipnorm: the longest gradient of one variable, the largest
            single number, the longest gradient of all together; at most one of them.
        use_ema: whether an exponential moving average of the weights is kept.
        gradient_accumulation_steps: how many gradients are averaged for one step.
    """

    def __init__(
        self,
        learning_rate: Any,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        if sum(each is not None for each in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise ValueError("Only one of clipnorm, clipvalue and global_clipnorm can be set.")
        if gradient_accumulation_steps is not None and gradient_accumulation_steps < 2:
            raise ValueError("gradient_accumulation_steps expects a whole number of 2 or more; "
                             f"got {gradient_accumulation_steps}.")
        if use_ema and not 0 <= ema_momentum <= 1:
            raise ValueError(f"ema_momentum expects a number from 0 to 1; got {ema_momentum}.")
        self.name = name or auto_name(type(self).__name__)
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.use_ema, self.ema_momentum = use_ema, ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.built = False
        self._variables: list[Variable] = []
        self._trainable_variables: list[Variable] = []
        self._index: dict[int, int] = {}
        self._without_decay: Callable[[Variable], bool] = lambda variable: False
        self._iterations = self.add_variable((), "zeros", "int32", "iteration")
        self._learning_rate = learning_rate
        if not callable(learning_rate):
            rate = _checked_rate(learning_rate, type(self).__name__)
            self._learning_rate = self.add_variable(
                (), initializers.Constant(rate), floatx(), "learning_rate")

    # ------------------------------------------------------------------ its variables

    def build(self, variables: Sequence[Variable]) -> None:
        """Make its own variables for these trainable ones. A subclass calls it first."""
        self._trainable_variables = list(variables)
        self._index = {id(variable): index for index, variable in enumerate(variables)}
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._accumulated = self.add_optimizer_variables(variables, "gradient_accumulator")
        self.built = True

    def add_variable(
        self, shape: Sequence[int], initializer: Any = "zeros", dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
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
                                 name)

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
        return list(self._variables)

    @property
    def iterations(self) -> Any:
        """How many steps have been taken."""
        if self.gradient_accumulation_steps:
            return self._iterations // self.gradient_accumulation_steps
        return self._iterations

    @property
    def learning_rate(self) -> Any:
        if isinstance(self._learning_rate, Variable):
            return self._learning_rate
        if hasattr(self._learning_rate, "get_config"):  # a schedule
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

    # ------------------------------------------------------------------ a step

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """Change one variable by one step. A subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__} expects an update_step of its own.")

    def apply_gradients(self, grads_and_vars: Any) -> Variable:
        """One step from pairs of a gradient and its variable."""
        gradients, variables = zip(*grads_and_vars, strict=True)
        self.apply(gradients, variables)
        return self._iterations

    def apply(
        self, grads: Sequence[Array], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        """One step: change the variables by their gradients."""
        if trainable_variables is None:
            trainable_variables = self._trainable_variables
        elif not self.built:
            self.build(list(trainable_variables))
            self.built = True
        unknown = [each for each in trainable_variables if id(each) not in self._index]
        if unknown:
            raise ValueError(f"{self.name} was not built for the variable {unknown[0].path!r}. "
                             "A new set of variables expects a new optimizer.")
        if len(grads) != len(trainable_variables):
            raise ValueError(f"{self.name} expects a gradient for each of its "
                             f"{len(trainable_variables)} variables; got {len(grads)}.")
        pairs = [(gradient, variable) for gradient, variable
                 in zip(grads, trainable_variables, strict=True) if gradient is not None]
        if pairs:
            gradients, variables = zip(*pairs, strict=True)
            if self.loss_scale_factor is not None:
                gradients = [gradient / self.loss_scale_factor for gradient in gradients]
            self._apply(list(gradients), list(variables))
            for variable in variables:
                if variable.constraint is not None:
                    variable.assign(variable.constraint(variable.value))
        self._iterations.assign(self._iterations.value + 1)

    def _apply(self, gradients: list[Array], variables: list[Variable]) -> None:
        if self.gradient_accumulation_steps:
            self._accumulate(gradients, variables)
        else:
            self._step(gradients, variables)
        if self.use_ema:
            self._average()

    def _step(self, gradients: list[Array], variables: list[Variable]) -> None:
        gradients = self._clip(gradients)
        rate = jnp.asarray(self.learning_rate)
        if self.weight_decay is not None:
            for variable in variables:
                if not self._without_decay(variable):
                    variable.assign(variable.value - variable.value * self.weight_decay * rate)
        self.update_all(gradients, variables, rate)

    def update_all(
        self, gradients: list[Array], variables: list[Variable], learning_rate: Array
    ) -> None:
        """One step of every variable; where something is common to all, a subclass begins here."""
        for gradient, variable in zip(gradients, variables, strict=True):
            self.update_step(gradient, variable, learning_rate)

    def _accumulate(self, gradients: list[Array], variables: list[Variable]) -> None:
        """Add the gradients up; at every n-th step, step by their mean and start again."""
        n = self.gradient_accumulation_steps
        now = (self._iterations.value + 1) % n == 0
        sums = [self._accumulated[self._get_variable_index(each)] for each in variables]
        total = [gradient + each.value for gradient, each in zip(gradients, sums, strict=True)]
        touched = [*variables, *self._variables]
        before = [each.value for each in touched]
        self._step([each / n for each in total], variables)
        for each, old in zip(touched, before, strict=True):
            each.assign(jnp.where(now, each.value, old))
        for each, value in zip(sums, total, strict=True):
            each.assign(jnp.where(now, 0.0, value))

    def _average(self) -> None:
        momentum = jnp.where(jnp.asarray(self.iterations) != 0, self.ema_momentum, 0.0)
        for variable, average in zip(self._trainable_variables, self._averages, strict=True):
            average.assign(momentum * average.value + (1 - momentum) * variable.value)
        if self.ema_overwrite_frequency:
            now = (jnp.asarray(self.iterations) + 1) % self.ema_overwrite_frequency == 0
            for variable, average in zip(self._trainable_variables, self._averages, strict=True):
                variable.assign(jnp.where(now, average.value, variable.value))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """After training with ``use_ema``: the weights become their averages."""
        if self.use_ema:
            for variable, average in zip(self._trainable_variables, self._averages, strict=True):
                variable.assign(average.value)

    def _clip(self, gradients: list[Array]) -> list[Array]:
        if self.clipnorm is not None:
            return [_clip_by_norm(each, self.clipnorm) for each in gradients]
        if self.clipvalue is not None:
            return [jnp.clip(each, -self.clipvalue, self.clipvalue) for each in gradients]
        if self.global_clipnorm is not None:
            length = jnp.sqrt(sum(jnp.sum(jnp.square(each)) for each in gradients))
            scale = self.global_clipnorm / jnp.maximum(length, self.global_clipnorm)
            return [each * scale for each in gradients]
        return gradients

    def exclude_from_weight_decay(
        self, var_list: Sequence[Variable] | None = None, var_names: Sequence[str] | None = None
    ) -> None:
        """Leave these variables, or those with one of these words in their name, undecayed."""
        known, words = {id(each) for each in var_list or ()}, tuple(var_names or ())
        self._without_decay = lambda variable: id(variable) in known or any(
            word in variable.name for word in words)

    def stateless_apply(
        self, optimizer_variables: Sequence[Array], grads: Sequence[Array],
        trainable_variables: Sequence[Array],
    ) -> tuple[list[Array], list[Array]]:
        """One step as a pure function: values in, ``(trainable, optimizer)`` values out.

        Raises:
            ValueError: the optimizer is not built, or a list has another length.
        """
        if not self.built:
            raise ValueError(f"{self.name} is not built. Call optimizer.build(variables) first.")
        for given, own, word in ((optimizer_variables, self._variables, "optimizer"),
                                 (trainable_variables, self._trainable_variables, "trainable")):
            if len(given) != len(own):
                raise ValueError(f"{self.name} expects {len(own)} values of {word} variables; "
                                 f"got {len(given)}.")
        pairs = [*zip(self._trainable_variables, trainable_variables, strict=True),
                 *zip(self._variables, optimizer_variables, strict=True)]
        with StatelessScope(pairs) as scope:
            self.apply(grads)
        return ([scope.get_current_value(each) for each in self._trainable_variables],
                [scope.get_current_value(each) for each in self._variables])

    def assign(self, variable: Variable, value: Any) -> None:
        variable.assign(value)

    def assign_add(self, variable: Variable, value: Any) -> None:
        variable.assign_add(value)

    def assign_sub(self, variable: Variable, value: Any) -> None:
        variable.assign_sub(value)

    def scale_loss(self, loss: Array) -> Array:
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    def _get_variable_index(self, variable: Variable) -> int:
        return self._index[id(variable)]

    def get_config(self) -> dict[str, Any]:
        rate = self._learning_rate
        rate = float(rate.numpy()) if isinstance(rate, Variable) else serialize_keras_object(rate)
        return {"name": self.name, "learning_rate": rate, **{key: getattr(self, key) for key in (
            "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum",
            "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps")}}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Optimizer:
        return cls(**config)


def is_zero(value: Any) -> bool:
    """Whether a setting is a plain 0: a traced number may be anything, so it is not."""
    return isinstance(value, (int, float)) and value == 0


def _clip_by_norm(gradient: Array, longest: Any) -> Array:
    length = jnp.sqrt(jnp.sum(jnp.square(gradient)))
    return gradient * (longest / jnp.maximum(length, longest))


def _checked_rate(rate: Any, name: str) -> float:
    if isinstance(rate, bool) or not hasattr(rate, "__float__"):
        raise TypeError(f"{name} expects a number as learning_rate, as 0.001; got {rate!r}.")
    if not math.isfinite(rate) or rate < 0:
        raise ValueError(f"{name} expects a learning_rate of 0 or more; got {rate}.")
    return rate

"""What all optimizers share: one step with clipping, weight decay, averaging, accumulation."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.naming import auto_name
from playground.keras.optimizers import gradients as clipping
from playground.keras.optimizers.averaging import Averaging
from playground.keras.optimizers.state import plain_rate
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array, StatelessScope, Variable
from playground.registry import Registry, nearest

optimizers: Registry[type[Optimizer]] = Registry("optimizer")

_SHARED = ("weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum",
           "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps")


class Optimizer(Averaging):
    """Base of all optimizers: takes gradients, changes variables.

    A subclass adds its own variables in ``build`` and changes one variable in ``update_step``.
    Every number is read when a step is computed and may be a traced one.

    Args:
        learning_rate: a number, a schedule, or a function without arguments.
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
        **kwargs: Any,
    ) -> None:
        if kwargs.pop("decay", None) is not None:
            warnings.warn("decay does nothing any more; give a schedule as learning_rate, as "
                          "keras.optimizers.schedules.InverseTimeDecay.", stacklevel=3)
        if kwargs:
            raise _unknown_argument(type(self).__name__, next(iter(kwargs)))
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
        self._trainable_variables: list[Variable] = []
        self._index: dict[int, int] = {}
        self._without_decay: Callable[[Variable], bool] = lambda variable: False
        self._start(learning_rate)

    def build(self, variables: Sequence[Variable]) -> None:
        """Make its own variables for these trainable ones. A subclass calls it first."""
        self._trainable_variables = list(variables)
        self._index = {id(variable): index for index, variable in enumerate(variables)}
        self._build_means(variables)
        self.built = True

    # ------------------------------------------------------------------ a step

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """Change one variable by one step. A subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__} expects an update_step of its own.")

    def update_all(
        self, gradients: list[Array], variables: list[Variable], learning_rate: Array
    ) -> None:
        """One step of every variable; where something is common to all, a subclass begins here."""
        for gradient, variable in zip(gradients, variables, strict=True):
            self.update_step(gradient, variable, learning_rate)

    def apply_gradients(self, grads_and_vars: Any) -> Variable:
        """One step from pairs of a gradient and its variable."""
        gradients, variables = zip(*grads_and_vars, strict=True)
        self.apply(gradients, variables)
        return self._iterations

    def apply(
        self, grads: Sequence[Array], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        """One step: change the variables by their gradients."""
        if len(grads) == 0:
            return
        variables = self._stepped(grads, trainable_variables)
        pairs = [(gradient, variable) for gradient, variable in zip(grads, variables, strict=True)
                 if gradient is not None]
        if not pairs:
            raise ValueError(f"{self.name} got no gradient for any variable: the loss does not "
                             "depend on them.")
        if len(pairs) < len(variables):
            missing = [each.path for gradient, each in zip(grads, variables, strict=True)
                       if gradient is None]
            warnings.warn(f"{self.name} leaves {', '.join(missing)} as they are: they have no "
                          "gradient.", stacklevel=3)
        gradients, stepped = (list(each) for each in zip(*pairs, strict=True))
        if self.loss_scale_factor is not None:
            gradients = [gradient / self.loss_scale_factor for gradient in gradients]
        if self.gradient_accumulation_steps:
            self._accumulate(gradients, stepped)
        else:
            self._step(gradients, stepped)
        if self.use_ema:
            self._average()
        for variable in stepped:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable.value))
        self._iterations.assign(self._iterations.value + 1)

    def _stepped(
        self, grads: Sequence[Array], variables: Sequence[Variable] | None
    ) -> list[Variable]:
        """The variables that belong to these gradients, known to the optimizer."""
        if variables is None:
            if not self.built:
                raise ValueError(f"{self.name} is not built, so it does not know whose gradients "
                                 "these are. Call optimizer.build(variables) first.")
            variables = self._trainable_variables
        elif not self.built:
            self.build(list(variables))
            self.built = True
        unknown = [each for each in variables if id(each) not in self._index]
        if unknown:
            raise ValueError(f"{self.name} was not built for the variable {unknown[0].path!r}. "
                             "A new set of variables expects a new optimizer.")
        if len(grads) != len(variables):
            raise ValueError(f"{self.name} expects a gradient for each of its {len(variables)} "
                             f"variables; got {len(grads)}.")
        return list(variables)

    def _step(self, gradients: list[Array], variables: list[Variable]) -> None:
        gradients = self._clip(gradients)
        rate = jnp.asarray(plain_rate(self.learning_rate))
        for variable in variables:
            decay = self._decay_of(variable)
            if decay is not None and not self._without_decay(variable):
                variable.assign(variable.value - variable.value * decay * rate)
        self.update_all(gradients, variables, rate)

    def _clip(self, gradients: list[Array]) -> list[Array]:
        if self.clipnorm is not None:
            return [clipping.clip_by_norm(each, self.clipnorm) for each in gradients]
        if self.clipvalue is not None:
            return [clipping.clip_by_value(each, self.clipvalue) for each in gradients]
        if self.global_clipnorm is not None:
            return clipping.clip_by_global_norm(gradients, self.global_clipnorm)
        return gradients

    def _decay_of(self, variable: Variable) -> Any:
        """The weight decay of this variable, or None."""
        return self.weight_decay

    def exclude_from_weight_decay(
        self, var_list: Sequence[Variable] | None = None, var_names: Sequence[str] | None = None
    ) -> None:
        """Leave these variables, or those with one of these words in their name, undecayed."""
        if self.built:
            raise ValueError("exclude_from_weight_decay expects an optimizer that is not built "
                             "yet: call it right after making the optimizer.")
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
        own = self.variables
        for given, known, word in ((optimizer_variables, own, "optimizer"),
                                   (trainable_variables, self._trainable_variables, "trainable")):
            if len(given) != len(known):
                raise ValueError(f"{self.name} expects {len(known)} values of {word} variables; "
                                 f"got {len(given)}.")
        pairs = [*zip(self._trainable_variables, trainable_variables, strict=True),
                 *zip(own, optimizer_variables, strict=True)]
        with StatelessScope(pairs) as scope:
            self.apply(grads)
        return ([scope.get_current_value(each) for each in self._trainable_variables],
                [scope.get_current_value(each) for each in own])

    def scale_loss(self, loss: Array) -> Array:
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    def _get_variable_index(self, variable: Variable) -> int:
        return self._index[id(variable)]

    # ------------------------------------------------------------------ its configuration

    def get_config(self) -> dict[str, Any]:
        rate = self._learning_rate
        rate = float(rate.numpy()) if isinstance(rate, Variable) else serialize_keras_object(rate)
        return {"name": self.name, "learning_rate": rate,
                **{key: getattr(self, key) for key in _SHARED}}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> Optimizer:
        rate = deserialize_keras_object(config.get("learning_rate"), custom_objects)
        return cls(**config) if rate is None else cls(**{**config, "learning_rate": rate})


def _unknown_argument(kind: str, name: str) -> TypeError:
    near = nearest(name, ("learning_rate", "momentum", "name", *_SHARED))
    way_out = f"Did you mean {near!r}?" if near else f"All optimizers have {', '.join(_SHARED)}."
    return TypeError(f"{kind} has no argument {name!r}. {way_out}")

"""What all metrics share: variables that add up over batches, and a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras import initializers
from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.losses.base import Loss, masked_weight, same_rank
from playground.keras.masking import get_keras_mask
from playground.keras.naming import auto_name, name_scope
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array, StatelessScope, Variable
from playground.registry import Registry

metrics: Registry[Any] = Registry("metric")


class Metric:
    """Base of all metrics. A subclass writes ``update_state`` and ``result``.

    The ``stateless_`` forms do the same with values in and values out.
    """

    _direction: str | None = None  # "up": more is better; "down": less; None: it does not say

    def __init__(self, dtype: str | None = None, name: str | None = None) -> None:
        self.name = name or auto_name(type(self).__name__)
        self.dtype = dtype or floatx()
        self._variables: list[Variable] = []

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} expects an update_state of its own.")

    def result(self) -> Any:
        raise NotImplementedError(f"{type(self).__name__} expects a result of its own.")

    def reset_state(self) -> None:
        """Start again from 0."""
        for variable in self.variables:
            variable.assign(jnp.zeros(variable.shape, variable.dtype))

    @property
    def variables(self) -> list[Variable]:
        found = list(self._variables)
        known = {id(each) for each in found}
        for value in vars(self).values():
            if isinstance(value, Variable) and id(value) not in known:
                found.append(value)
            elif isinstance(value, Metric):
                found.extend(value.variables)
        return found

    def add_variable(
        self, shape: Sequence[int] = (), initializer: Any = "zeros", dtype: str | None = None,
        aggregation: str = "sum", name: str | None = None,
    ) -> Variable:
        if not hasattr(self, "_variables"):
            raise RuntimeError(f"{type(self).__name__}.__init__ expects super().__init__(name=…) "
                               "as its first line.")
        with name_scope(self.name, self):
            variable = Variable(initializers.get(initializer), shape, dtype or self.dtype,
                                trainable=False, aggregation=aggregation, name=name)
        self._variables.append(variable)
        return variable

    def add_weight(
        self, shape: Sequence[int] = (), initializer: Any = "zeros", dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
        return self.add_variable(shape, initializer or "zeros", dtype, name=name)

    def stateless_update_state(
        self, metric_variables: Sequence[Array], *args: Any, **kwargs: Any
    ) -> list[Array]:
        """The values of the variables after one more batch."""
        with StatelessScope(zip(self.variables, metric_variables, strict=True)) as scope:
            self.update_state(*args, **kwargs)
        return [scope.get_current_value(each) for each in self.variables]

    def stateless_result(self, metric_variables: Sequence[Array]) -> Any:
        with StatelessScope(zip(self.variables, metric_variables, strict=True)):
            return plain_result(self.result())

    def stateless_reset_state(self) -> list[Array]:
        with StatelessScope() as scope:
            self.reset_state()
            return [scope.get_current_value(each) for each in self.variables]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.update_state(*args, **kwargs)
        return self.result()

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "dtype": self.dtype}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Metric:
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


@metrics.register("Sum")
class Sum(Metric):
    """The (weighted) sum of all values."""

    def __init__(self, name: str | None = "sum", dtype: str | None = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), "zeros", name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        values, _ = by_sample(values, sample_weight, jnp.sum)
        self.total.assign(self.total.value + jnp.sum(values))

    def result(self) -> Array:
        return self.total.value


@metrics.register("Mean")
class Mean(Metric):
    """The (weighted) mean of all values."""

    def __init__(self, name: str | None = "mean", dtype: str | None = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), "zeros", name="total")
        self.count = self.add_variable((), "zeros", name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        values, sample_weight = by_sample(values, sample_weight, jnp.mean)
        count = values.size if sample_weight is None else jnp.sum(sample_weight)
        self.total.assign(self.total.value + jnp.sum(values))
        self.count.assign(self.count.value + count)

    def result(self) -> Array:
        return divide_no_nan(self.total.value, self.count.value)


class MeanMetricWrapper(Mean):
    """The mean of a function of (y_true, y_pred), which gives a value for each sample.

    What a mask on ``y_pred`` leaves out does not count.
    """

    def __init__(
        self, fn: Callable[..., Array], name: str | None = None, dtype: str | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(name, dtype)
        self._fn, self._arguments = fn, arguments
        if getattr(fn, "_is_loss", False) or isinstance(fn, Loss):
            self._direction = "down"

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        mask = get_keras_mask(y_pred)
        values = self._fn(y_true, y_pred, **self._arguments)
        super().update_state(values, masked_weight(sample_weight, mask, "sum"))

    def get_config(self) -> dict[str, Any]:
        given = {} if type(self) is not MeanMetricWrapper else {
            "fn": serialize_keras_object(self._fn)}
        return {**super().get_config(), **given, **serialize_keras_object(self._arguments)}


def by_sample(
    values: Any, sample_weight: Any, reduce: Callable[..., Array]
) -> tuple[Array, Array | None]:
    """One value a sample, weighted, and the weights in the same shape."""
    mask = get_keras_mask(values)
    values = jnp.asarray(values, floatx())
    if sample_weight is not None:
        sample_weight = masked_weight(sample_weight, mask, "sum")
        values, sample_weight = same_rank(values, jnp.asarray(sample_weight, floatx()))
        if values.ndim > sample_weight.ndim:
            values = reduce(values, axis=tuple(range(sample_weight.ndim, values.ndim)))
        sample_weight = jnp.broadcast_to(sample_weight, values.shape)
        values = values * sample_weight
        if sample_weight.ndim > 1:
            sample_weight = reduce(sample_weight, axis=tuple(range(1, sample_weight.ndim)))
    if values.ndim > 1:
        values = reduce(values, axis=tuple(range(1, values.ndim)))
    return values, sample_weight


def plain_result(result: Any) -> Any:
    """The result of a metric as arrays: an own one may give its variable itself."""
    if isinstance(result, dict):
        return {name: plain_result(each) for name, each in result.items()}
    return result.value if isinstance(result, Variable) else result


def divide_no_nan(a: Array, b: Array) -> Array:
    """a / b, and 0 where b is 0."""
    return jnp.where(b == 0, 0.0, a / jnp.where(b == 0, 1.0, b))

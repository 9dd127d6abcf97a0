"""What all losses share: a value for each sample, weighted and brought to one number."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from playground.fields import Field
from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.masking import get_keras_mask
from playground.keras.naming import auto_name
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array
from playground.registry import Registry

losses: Registry[type[Loss]] = Registry("loss")

REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none", None)


class Loss:
    """Base of all losses: ``loss(y_true, y_pred, sample_weight=None)`` gives one number.

    A subclass writes ``call(y_true, y_pred)``, which gives a number for each sample. What a mask
    on ``y_pred``, or on those numbers, leaves out does not count.

    Args:
        reduction: "sum_over_batch_size" (the mean), "sum", "mean_with_sample_weight" (divided by
            the sum of the weights), or None for the numbers themselves.
    """

    tasks: tuple[str, ...] = ()  # the kinds of task for which a menu offers it

    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: str | None = None,
    ) -> None:
        if reduction not in REDUCTIONS:
            raise ValueError(f"reduction expects one of {', '.join(map(str, REDUCTIONS))}; "
                             f"got {reduction!r}.")
        self.name = name or auto_name(type(self).__name__)
        self.reduction = reduction
        self.dtype = dtype or floatx()

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Array:
        mask = get_keras_mask(y_pred)
        y_true, y_pred = (tree.map_structure(self._to_array, tree.numbers_as_array(each))
                          for each in (y_true, y_pred))
        values = self.call(y_true, y_pred)  # (batch,)
        if values is None:
            raise ValueError(f"The loss {self.name!r} expects numbers of its function; got None. "
                             "Let it return the loss of every sample.")
        values = jnp.asarray(values)
        counted = get_keras_mask(values)
        if mask is not None and counted is not None:
            mask = jnp.logical_and(mask, counted)
        return reduce_weighted(values.astype(self.dtype), sample_weight, self.reduction,
                               counted if mask is None else mask)

    def call(self, y_true: Any, y_pred: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} expects a call(y_true, y_pred) of its "
                                  "own, that gives the loss of every sample.")

    def _to_array(self, value: Any) -> Array:
        value = jnp.asarray(value)
        return value if value.dtype == self.dtype else value.astype(self.dtype)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Loss:
        return cls(**config)


class LossFunctionWrapper(Loss):
    """A loss made of a function of (y_true, y_pred) and more arguments.

    The further arguments are attributes, read at every call: they may be traced numbers.
    """

    def __init__(
        self,
        fn: Callable[..., Array],
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: str | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(name, reduction, dtype)
        self.fn = fn
        self._arguments = tuple(arguments)
        for key, value in arguments.items():
            setattr(self, key, value)

    def call(self, y_true: Array, y_pred: Array) -> Array:
        y_true, y_pred = same_rank(y_true, y_pred)
        return self.fn(y_true, y_pred, **{key: getattr(self, key) for key in self._arguments})

    def get_config(self) -> dict[str, Any]:
        arguments = {key: getattr(self, key) for key in self._arguments}
        given = {} if type(self) is not LossFunctionWrapper else {
            "fn": serialize_keras_object(self.fn)}
        return {**super().get_config(), **given, **serialize_keras_object(arguments)}


def loss_of(
    name: str,
    *aliases: str,
    class_name: str,
    tasks: Sequence[str] = (),
    order: Sequence[str] = (),
    without: Sequence[str] = (),
    default_name: str | None = None,
    **fields: Field,
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Register a function of (y_true, y_pred, …) as a loss: its class is made and added.

    The class has the function's further arguments as its own, then ``reduction``, ``name`` and
    ``dtype``, as in Keras; ``order`` names them where Keras has another order, and ``without``
    those that the function has alone.
    """

    def add(function: Callable[..., Array]) -> Callable[..., Array]:
        arguments = list(inspect.signature(function).parameters.values())[2:]
        own = {each.name: each.default for each in arguments if each.name not in without}
        defaults = {**own, "reduction": "sum_over_batch_size",
                    "name": default_name or function.__name__, "dtype": None}
        positions = tuple(order) or tuple(defaults)

        def __init__(self: LossFunctionWrapper, *args: Any, **kwargs: Any) -> None:
            if len(args) > len(positions):
                raise TypeError(f"{class_name} expects at most {len(positions)} arguments; "
                                f"got {len(args)}.")
            given = {**dict(zip(positions, args, strict=False)), **kwargs}
            unknown = [key for key in given if key not in defaults]
            if unknown:
                raise TypeError(f"{class_name} has no argument {unknown[0]!r}. "
                                f"It has: {', '.join(defaults)}.")
            LossFunctionWrapper.__init__(self, function, **{**defaults, **given})

        __init__.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
            inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(inspect.Parameter(each, inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                default=defaults[each]) for each in positions)])
        made = type(class_name, (LossFunctionWrapper,), {
            "__init__": __init__, "__doc__": function.__doc__, "__module__": function.__module__,
            "tasks": tuple(tasks), "function": staticmethod(function)})
        losses.register(name, class_name, *aliases, **fields)(made)
        function._is_loss = True  # type: ignore[attr-defined]
        return function

    return add


def same_rank(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Both with the same number of axes, where one of them has a last axis of size 1 too few."""
    if y_true.ndim == y_pred.ndim + 1 and y_true.shape[-1] == 1:
        if y_pred.ndim == 1:
            return y_true, y_pred[:, None]
        return y_true[..., 0], y_pred
    if y_pred.ndim == y_true.ndim + 1 and y_pred.shape[-1] == 1:
        if y_true.ndim == 1:
            return y_true[:, None], y_pred
        return y_true, y_pred[..., 0]
    return y_true, y_pred


def masked_weight(sample_weight: Any, mask: Array | None, reduction: str | None) -> Any:
    """The weights, 0 where the mask is; for a mean, the rest weighs so much more.

    So the mean over all is the mean over those that the mask leaves.
    """
    if mask is None:
        return sample_weight
    counts = jnp.asarray(mask, floatx())
    if reduction in ("mean", "sum_over_batch_size"):
        counts = counts * counts.size / jnp.maximum(jnp.sum(counts), 1)
    if sample_weight is None:
        return counts
    counts, sample_weight = same_rank(counts, jnp.asarray(sample_weight, floatx()))
    if sample_weight.ndim < counts.ndim:
        sample_weight = sample_weight.reshape(
            sample_weight.shape + (1,) * (counts.ndim - sample_weight.ndim))
    return counts * sample_weight


def reduce_weighted(
    values: Array, sample_weight: Any, reduction: str | None, valid: Array | None = None
) -> Array:
    """The values times their weights, brought to one number; those not valid do not count."""
    sample_weight = masked_weight(sample_weight, valid, reduction)
    if sample_weight is not None:
        sample_weight = jnp.asarray(sample_weight, values.dtype)
        values, sample_weight = same_rank(values, sample_weight)
        values = values * sample_weight
    if reduction in (None, "none") or values.ndim == 0:
        return values
    if reduction == "sum":
        return jnp.sum(values)
    if reduction == "mean_with_sample_weight" and sample_weight is not None:
        total = jnp.sum(sample_weight)
        return jnp.where(total == 0, 0.0, jnp.sum(values) / jnp.where(total == 0, 1.0, total))
    return jnp.sum(values) / values.size

"""Metrics between numbers: mean errors, their root, and R²."""

from __future__ import annotations

import inspect
from typing import Any

from playground.keras import losses
from playground.keras.backend import jnp
from playground.keras.losses.base import same_rank
from playground.keras.metrics.base import Mean, MeanMetricWrapper, Metric, divide_no_nan, metrics
from playground.keras.variable import Array, Variable

_OF_LOSSES: dict[str, tuple[str, ...]] = {  # and which of the loss's settings the metric has
    "MeanSquaredError": (), "MeanAbsoluteError": (), "MeanAbsolutePercentageError": (),
    "MeanSquaredLogarithmicError": (), "LogCosh": (), "Hinge": (), "SquaredHinge": (),
    "CategoricalHinge": (), "KLDivergence": (), "Poisson": (),
    "BinaryCrossentropy": ("from_logits", "label_smoothing"),
    "CategoricalCrossentropy": ("from_logits", "label_smoothing", "axis"),
    "SparseCategoricalCrossentropy": ("from_logits", "ignore_class", "axis"),
}
_NAMES = {"LogCosh": ("LogCoshError", "logcosh")}  # where the metric is called differently


def metric_of_loss(class_name: str) -> str:
    """What the metric is called which is the mean of this loss."""
    return _NAMES.get(class_name, (class_name,))[0]


def _metric_of(class_name: str, settings: tuple[str, ...]) -> type[MeanMetricWrapper]:
    """The metric class of a loss: the mean of the loss's values."""
    function = losses.losses[class_name].function
    class_name, default_name = _NAMES.get(class_name, (class_name, function.__name__))
    defaults = {name: inspect.signature(function).parameters[name].default for name in settings}

    def __init__(
        self: MeanMetricWrapper, name: str = default_name, dtype: str | None = None,
        *args: Any, **given: Any,
    ) -> None:
        given = {**dict(zip(settings, args, strict=False)), **given}
        unknown = [key for key in given if key not in defaults]
        if unknown or len(args) > len(settings):
            raise TypeError(f"{class_name} expects the arguments "
                            f"{', '.join(('name', 'dtype', *settings))}; got "
                            f"{unknown[0] if unknown else f'{len(args) + 2} of them'}.")
        MeanMetricWrapper.__init__(self, function, name, dtype, **{**defaults, **given})
        for key, value in {**defaults, **given}.items():
            setattr(self, key, value)

    made = type(class_name, (MeanMetricWrapper,), {
        "__init__": __init__, "__doc__": f"The mean of {function.__name__} over all samples.",
        "__module__": __name__, "_direction": "down"})
    return metrics.register(class_name)(made)


for _name, _settings in _OF_LOSSES.items():
    _metric_of(_name, _settings)


@metrics.register("CosineSimilarity")
class CosineSimilarity(MeanMetricWrapper):
    """The mean cosine of the angle between label and prediction: 1 is the same direction."""

    _direction = "up"

    def __init__(
        self, name: str = "cosine_similarity", dtype: str | None = None, axis: int = -1
    ) -> None:
        super().__init__(_cosine, name, dtype, axis=axis)


def _cosine(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    return -losses.cosine_similarity(y_true, y_pred, axis)


@metrics.register("RootMeanSquaredError")
class RootMeanSquaredError(Mean):
    """√(mean((y - p)²)): in the unit of the labels."""

    _direction = "down"

    def __init__(self, name: str = "root_mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = same_rank(jnp.asarray(y_true, self.dtype), jnp.asarray(y_pred, self.dtype))
        super().update_state(jnp.square(y_pred - y_true), sample_weight)

    def result(self) -> Array:
        return jnp.sqrt(super().result())


@metrics.register("R2Score")
class R2Score(Metric):
    """R² = 1 - Σ(y - p)² / Σ(y - mean y)²: 1 is perfect, 0 no better than the mean.

    Args:
        class_aggregation: "uniform_average" or "variance_weighted_average" of the outputs' R²,
            or None for one each.
        num_regressors: number of inputs, for the adjusted R²; 0: not adjusted.
    """

    _direction = "up"

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str = "r2_score",
        dtype: str | None = None,
    ) -> None:
        super().__init__(dtype, name)
        if class_aggregation not in (None, "uniform_average", "variance_weighted_average"):
            raise ValueError("R2Score expects the class_aggregation 'uniform_average', "
                             f"'variance_weighted_average' or None; got {class_aggregation!r}.")
        if num_regressors < 0:
            raise ValueError(f"R2Score expects num_regressors of 0 or more; got {num_regressors}.")
        self.class_aggregation, self.num_regressors = class_aggregation, num_regressors
        self.num_samples = self.add_variable((), "zeros", name="num_samples")
        self.squared_sum: Variable | None = None

    def build(self, outputs: int) -> None:
        """Make the sums for so many outputs; the first batch does it by itself."""
        self.squared_sum, self.sum, self.total_mse, self.count = (
            self.add_variable((outputs,), "zeros", name=name)
            for name in ("squared_sum", "sum", "residual", "count"))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = same_rank(jnp.asarray(y_true, self.dtype), jnp.asarray(y_pred, self.dtype))
        if y_true.ndim != 2 or y_pred.ndim != 2:
            raise ValueError("R2Score expects labels and predictions of shape (batch, outputs); "
                             f"got {y_true.shape} and {y_pred.shape}.")
        if self.squared_sum is None:
            self.build(y_pred.shape[-1])
        weight = jnp.asarray(1 if sample_weight is None else sample_weight, self.dtype)
        weight = jnp.broadcast_to(weight[:, None] if weight.ndim == 1 else weight, y_true.shape)
        for variable, values in (
            (self.sum, y_true * weight), (self.squared_sum, y_true**2 * weight),
            (self.total_mse, (y_true - y_pred) ** 2 * weight), (self.count, weight),
        ):
            variable.assign(variable.value + jnp.sum(values, 0))
        self.num_samples.assign(self.num_samples.value + y_true.size)

    def result(self) -> Array:
        mean = self.sum.value / self.count.value
        total = self.squared_sum.value - self.sum.value * mean
        score = jnp.nan_to_num(1 - self.total_mse.value / total)
        if self.class_aggregation == "uniform_average":
            score = jnp.mean(score)
        elif self.class_aggregation is not None:
            score = jnp.sum(score * divide_no_nan(total, jnp.sum(total)))
        if self.num_regressors:
            n, p = self.num_samples.value, self.num_regressors
            score = 1 - (1 - score) * (n - 1) / (n - p - 1)
        return score

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "class_aggregation": self.class_aggregation,
                "num_regressors": self.num_regressors}

"""Layers that bring their inputs to mean 0 and variance 1, over the batch or over the features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Flag, Number
from playground.keras import constraints, initializers, regularizers
from playground.keras.backend import jnp, lax
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array, Variable

Shape = tuple[int | None, ...]

_EPSILON = Number(default=1e-3, low=1e-6, high=1.0, scale="log", label="Epsilon",
                  help="Added to the variance, so that the division never explodes.")
_CENTER = Flag(default=True, label="Center", restarts=True,
               help="Whether a learned number (beta) is added afterwards.")
_SCALE = Flag(default=True, label="Scale", restarts=True,
              help="Whether a learned factor (gamma) is applied afterwards.")
_PARTS = ("beta_initializer", "gamma_initializer", "beta_regularizer", "gamma_regularizer",
          "beta_constraint", "gamma_constraint")


class _Normalization(Layer):
    """Base of those with a learned factor gamma and a learned summand beta."""

    def __init__(
        self,
        center: bool,
        scale: bool,
        beta_initializer: Any,
        gamma_initializer: Any,
        beta_regularizer: Any,
        gamma_regularizer: Any,
        beta_constraint: Any,
        gamma_constraint: Any,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.supports_masking = True
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.gamma: Variable | None = None
        self.beta: Variable | None = None

    def add_gamma_and_beta(self, shape: Sequence[int]) -> None:
        if self.scale:
            self.gamma = self.add_weight(
                shape, self.gamma_initializer, name="gamma", autocast=False,
                regularizer=self.gamma_regularizer, constraint=self.gamma_constraint)
        if self.center:
            self.beta = self.add_weight(
                shape, self.beta_initializer, name="beta", autocast=False,
                regularizer=self.beta_regularizer, constraint=self.beta_constraint)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "center": self.center, "scale": self.scale,
                **{key: serialize(getattr(self, key)) for key in _PARTS}}


@layers.register(
    "BatchNormalization",
    momentum=Number(default=0.99, low=0.0, high=0.999, step=0.001, label="Momentum",
                    help="How slowly the mean and variance used outside training are updated."),
    epsilon=_EPSILON, center=_CENTER, scale=_SCALE,
)
class BatchNormalization(_Normalization):
    """Shifts and scales each feature so that a whole batch has one mean and one spread.

    y = γ (x - μ) / √(σ² + ε) + β, with mean μ and variance σ² of the batch.
    Outside training, μ and σ² are averages over past batches: they move by
    moving ← momentum · moving + (1 - momentum) · batch at each training step.

    Source: S. Ioffe and C. Szegedy, arXiv:1502.03167.
    """

    fits = ("vector",)

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        synchronized: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(center, scale, beta_initializer, gamma_initializer, beta_regularizer,
                         gamma_regularizer, beta_constraint, gamma_constraint, **settings)
        if synchronized:
            raise ValueError("BatchNormalization expects synchronized=False with JAX, as in Keras.")
        if renorm:
            raise ValueError("BatchNormalization does not renormalize here: it expects "
                             "renorm=False, and LayerNormalization suits small batches.")
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)

    def build(self, input_shape: Shape) -> None:
        features = input_shape[self.axis]
        self.add_gamma_and_beta((features,))
        self.moving_mean = self.add_weight(
            (features,), self.moving_mean_initializer, trainable=False, name="moving_mean")
        self.moving_variance = self.add_weight(
            (features,), self.moving_variance_initializer, trainable=False, name="moving_variance")
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: features})

    def call(self, inputs: Array, training: bool | None = None, mask: Array | None = None) -> Array:
        if training and self.trainable:
            mean, variance = self._moments(inputs, mask)
            for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving.assign(moving.value * self.momentum + batch * (1.0 - self.momentum))
        else:
            mean, variance = self.moving_mean.value, self.moving_variance.value
        shape = [1] * inputs.ndim
        shape[self.axis] = mean.shape[0]  # (1, …, features)
        factor = lax.rsqrt(variance + self.epsilon)
        if self.gamma is not None:
            factor = factor * self.gamma.value
        summand = -mean * factor
        if self.beta is not None:
            summand = summand + self.beta.value
        return inputs * factor.reshape(shape) + summand.reshape(shape)

    def _moments(self, inputs: Array, mask: Array | None) -> tuple[Array, Array]:
        """Mean and variance of every feature over the batch, without what is masked."""
        axes = tuple(axis for axis in range(inputs.ndim) if axis != self.axis % inputs.ndim)
        if mask is None:
            return jnp.mean(inputs, axes), jnp.var(inputs, axes)
        mask = jnp.broadcast_to(mask[..., None], inputs.shape)
        mean = jnp.mean(inputs, axes, where=mask)
        return mean, jnp.var(inputs, axes, where=mask)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis, "momentum": self.momentum,
                "epsilon": self.epsilon, "synchronized": False,
                "renorm": False, "renorm_clipping": None, "renorm_momentum": 0.99,
                "moving_mean_initializer": serialize(self.moving_mean_initializer),
                "moving_variance_initializer": serialize(self.moving_variance_initializer)}


@layers.register("LayerNormalization", epsilon=_EPSILON, center=_CENTER, scale=_SCALE)
class LayerNormalization(_Normalization):
    """Shifts and scales each sample so that its features have one mean and one spread.

    y = γ (x - μ) / √(σ² + ε) + β, with mean μ and variance σ² of each sample's features.

    Source: J. Ba et al., arXiv:1607.06450.
    """

    fits = ("vector",)

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        rms_scaling: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(center, scale, beta_initializer, gamma_initializer, beta_regularizer,
                         gamma_regularizer, beta_constraint, gamma_constraint, **settings)
        if rms_scaling:
            raise ValueError("LayerNormalization expects rms_scaling=False; RMSNormalization "
                             "divides by the root mean square.")
        self.axis = axis
        self.epsilon = epsilon

    def _axes(self, ndim: int) -> tuple[int, ...]:
        axes = self.axis if isinstance(self.axis, (list, tuple)) else (self.axis,)
        return tuple(sorted(axis % ndim for axis in axes))

    def build(self, input_shape: Shape) -> None:
        self.add_gamma_and_beta([input_shape[axis] for axis in self._axes(len(input_shape))])

    def call(self, inputs: Array) -> Array:
        axes = self._axes(inputs.ndim)
        shape = [size if axis in axes else 1 for axis, size in enumerate(inputs.shape)]
        mean = jnp.mean(inputs, axes, keepdims=True)
        factor = lax.rsqrt(jnp.var(inputs, axes, keepdims=True) + self.epsilon)
        if self.gamma is not None:
            factor = factor * self.gamma.value.reshape(shape)
        outputs = (inputs - mean) * factor
        return outputs if self.beta is None else outputs + self.beta.value.reshape(shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis, "epsilon": self.epsilon,
                "rms_scaling": False}

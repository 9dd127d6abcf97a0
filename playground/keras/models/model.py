"""A model: a layer that can be compiled, trained, evaluated and asked.

Everything that computes is a pure function of values (``stateless_call``, ``update``,
``train_step``); ``fit``, ``evaluate`` and ``predict`` put the values back into the variables.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from typing import Any

from playground.keras import optimizers, tree
from playground.keras.backend import jax, jnp
from playground.keras.layers.base import Layer
from playground.keras.layers.calling import calling
from playground.keras.metrics import Mean, Metric
from playground.keras.models import functional_config
from playground.keras.models.compiled import CompiledLoss, CompiledMetrics
from playground.keras.models.data import unpack
from playground.keras.models.functional_config import (
    is_built_like_functional,
    is_functional_config,
)
from playground.keras.models.saved import Saved
from playground.keras.models.trainer import Trainer
from playground.keras.registration import CustomObjectScope
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor, compute_output_spec
from playground.keras.variable import Array, StatelessScope, Variable

Values = Sequence[Array]


class Model(Trainer, Saved, Layer):
    """Base of all models. A subclass makes its layers in ``__init__`` and computes in ``call``."""

    def __new__(cls, *args: Any, **settings: Any) -> Any:
        if cls is Model and _has_inputs_and_outputs(args, settings):
            from playground.keras.models.functional import Functional

            return Functional.__new__(Functional, *args, **settings)
        return super().__new__(cls, *args, **settings)

    def __init__(self, *args: Any, **settings: Any) -> None:
        if _has_inputs_and_outputs(args, settings):  # of a subclass: it becomes one of Functional
            from playground.keras.models.functional import Functional

            _put_between(type(self), Functional)
            Functional.__init__(self, *args, **settings)
            return
        if args:
            raise TypeError(f"{type(self).__name__} expects inputs and outputs, or neither; got "
                            f"{len(args)} of them.")
        super().__init__(**settings)
        self.optimizer: optimizers.Optimizer | None = None
        self.compiled = False
        self.stop_training = False
        self.history: Any = None
        self._forget_programs()

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Model {type(self).__name__} expects a call(inputs) of its own.")

    def build(self, input_shape: Any = None) -> None:
        """Make all weights, by a dry run of ``call`` for inputs of this shape.

        Raises:
            ValueError: ``call`` does not work for it.
        """
        if input_shape is not None:
            inputs = tree.map_shape_structure(KerasTensor, input_shape)
            with calling(False):
                compute_output_spec(self.call, inputs)
        super().build(input_shape)

    build._of_the_base = True  # type: ignore[attr-defined]

    @property
    def layers(self) -> list[Layer]:
        return self._sublayers()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of this name, or at this place.

        Raises:
            ValueError: there is none.
        """
        if (name is None) == (index is None):
            raise ValueError("get_layer expects a name or an index.")
        if index is not None:
            if not -len(self.layers) <= index < len(self.layers):
                raise ValueError(f"{self.name} has {len(self.layers)} layers; got index {index}.")
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = ", ".join(layer.name for layer in self.layers)
        raise ValueError(f"{self.name} has no layer called {name!r}. It has: {names}.")

    def summary(
        self, line_length: int | None = None, positions: Any = None, print_fn: Any = None,
        expand_nested: bool = False, show_trainable: bool = False, layer_range: Any = None,
    ) -> None:
        """Print the table of layers, shapes and numbers of parameters, as Keras draws it."""
        from playground.keras.models.summary import summary_text

        text = summary_text(self, line_length, positions, expand_nested, show_trainable,
                            layer_range)
        (print_fn or print)(text)

    # ------------------------------------------------------------------ its configuration

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        if is_functional_config(config) and is_built_like_functional(cls):
            return functional_config.from_config(cls, config, custom_objects)
        with CustomObjectScope(custom_objects):
            return super().from_config(config)

    def build_from_config(self, config: dict[str, Any]) -> None:
        try:
            super().build_from_config(config)
        except (TypeError, ValueError, NotImplementedError) as error:
            warnings.warn(f"{self.name} is not built yet: its call does not work on shapes alone "
                          f"({error}). Call it on data before its weights are loaded.",
                          stacklevel=2)

    def to_json(self, **kwargs: Any) -> str:
        """The configuration as text: ``keras.models.model_from_json`` reads it."""
        return json.dumps(serialize_keras_object(self), **kwargs)

    # ------------------------------------------------------------------ compile

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Say how the model is trained: by what optimizer, on what loss, watched by what metrics.

        Raises:
            ValueError: an unknown name.
        """
        self.optimizer = optimizers.get(optimizer)
        self.loss = loss
        self._compiled_loss = CompiledLoss(loss, loss_weights)
        self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics)
        self._loss_tracker = Mean(name="loss")
        self.run_eagerly = run_eagerly
        self.steps_per_execution = steps_per_execution
        self.compiled = True
        self.stop_training = False
        self._forget_programs()

    @property
    def metrics(self) -> list[Metric]:
        """The loss's mean, the layers' metrics and those of ``compile``."""
        own = [each for each in super().metrics if each is not getattr(self, "_loss_tracker", 0)]
        if not self.compiled:
            return own
        return [self._loss_tracker, *own, *self._compiled_metrics.metrics]

    @property
    def metrics_names(self) -> list[str]:
        return [each.name for each in self.metrics]

    @property
    def metrics_variables(self) -> list[Variable]:
        return [variable for each in self.metrics for variable in each.variables]

    def reset_metrics(self) -> None:
        for each in self.metrics:
            each.reset_state()

    # ------------------------------------------------------------------ losses

    def loss_of(self, y: Any, y_pred: Any, sample_weight: Any = None) -> Array:
        """The compiled loss alone, without regularization: one number."""
        self._expect_compiled("loss_of")
        if self._compiled_loss.loss is None and not self._compiled_loss.by_shape:
            raise ValueError(f"{self.name} was compiled without a loss. Call "
                             "model.compile(loss=…), as 'mean_squared_error'.")
        return self._compiled_loss(y, y_pred, sample_weight)

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
        training: bool = True,
    ) -> Array:
        """The compiled loss and what layers and regularizers add. A subclass may write its own."""
        added = list(self.losses)
        if self.loss is not None or not added:
            added.insert(0, self.loss_of(y, y_pred, sample_weight))
        total = added[0]
        for each in added[1:]:
            total = total + each
        return total

    # ------------------------------------------------------------------ pure steps

    def _objective(
        self, trainable: Values, non_trainable: Values, metrics: Values,
        x: Any, y: Any, sample_weight: Any, training: bool,
    ) -> tuple[Array, tuple[Any, list[Array], list[Array]]]:
        """The loss as a function of the weights: what is differentiated."""
        watched = self.metrics_variables if metrics else []
        scope = self._bound(trainable, non_trainable)
        for pair in zip(watched, metrics, strict=True):
            scope.add_update(pair)
        with scope:
            y_pred = self(x, training=training)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight,
                                     training=training)
            if training:
                loss = self.optimizer.scale_loss(loss)
        state = [scope.get_current_value(each) for each in self.non_trainable_variables]
        return loss, (y_pred, state, [scope.get_current_value(each) for each in watched])

    def _step(
        self, trainable: Values, non_trainable: Values, optimizer_variables: Values,
        metrics: Values, x: Any, y: Any, sample_weight: Any,
    ) -> tuple[Array, Any, tuple[list[Array], list[Array], list[Array]], list[Array]]:
        slope = jax.value_and_grad(self._objective, has_aux=True)
        (loss, (y_pred, non_trainable, metrics)), gradients = slope(
            trainable, non_trainable, metrics, x, y, sample_weight, True)
        trainable, optimizer_variables = self.optimizer.stateless_apply(
            optimizer_variables, gradients, trainable)
        factor = self.optimizer.loss_scale_factor
        loss = loss if factor is None else loss / factor
        return loss, y_pred, (trainable, non_trainable, optimizer_variables), metrics

    def update(
        self, trainable: Values, non_trainable: Values, optimizer_variables: Values,
        x: Any, y: Any, sample_weight: Any = None,
    ) -> tuple[Array, tuple[list[Array], list[Array], list[Array]]]:
        """The one pure training step: forward, loss, gradient, optimizer; no metrics.

        Returns:
            the loss before the step, and the new (trainable, non_trainable, optimizer) values.
        """
        loss, _, state, _ = self._step(list(trainable), list(non_trainable),
                                       list(optimizer_variables), [], x, y, sample_weight)
        return loss, state

    def train_step(self, state: Any, data: Any) -> tuple[dict[str, Array], Any]:
        """One training step with metrics: ``(state, (x, y)) -> (logs, state)``, as Keras on JAX.

        The state is (trainable, non_trainable, optimizer, metrics) values.
        """
        trainable, non_trainable, optimizer_variables, metrics = state
        x, y, sample_weight = unpack(data)
        if type(self).update is not Model.update:
            y_pred, _ = self.stateless_call(trainable, non_trainable, x, training=False)
            loss, new = self.update(trainable, non_trainable, optimizer_variables, x, y,
                                    sample_weight)
        else:
            loss, y_pred, new, metrics = self._step(
                trainable, non_trainable, optimizer_variables, metrics, x, y, sample_weight)
        logs, metrics = self._watch(metrics, loss, x, y, y_pred, sample_weight)
        return logs, (*new, metrics)

    def test_step(self, state: Any, data: Any) -> tuple[dict[str, Array], Any]:
        """One batch of evaluation; the state is (trainable, non_trainable, metrics) values."""
        trainable, non_trainable, metrics = state
        x, y, sample_weight = unpack(data)
        loss, (y_pred, non_trainable, metrics) = self._objective(
            trainable, non_trainable, metrics, x, y, sample_weight, False)
        logs, metrics = self._watch(metrics, loss, x, y, y_pred, sample_weight)
        return logs, (trainable, non_trainable, metrics)

    def predict_step(self, state: Any, data: Any) -> tuple[Any, Any]:
        """The outputs for one batch; the state is (trainable, non_trainable) values."""
        trainable, non_trainable = state
        x, _, _ = unpack(data)
        return self.stateless_call(trainable, non_trainable, x, training=False)

    def _watch(
        self, metrics: Values, loss: Array, x: Any, y: Any, y_pred: Any, sample_weight: Any
    ) -> tuple[dict[str, Array], list[Array]]:
        """The metrics after one more batch: their results, and the values of their variables."""
        variables = self.metrics_variables
        with StatelessScope(zip(variables, metrics, strict=True)) as scope:
            count = jax.tree.leaves(x)[0].shape[0]
            self._loss_tracker.update_state(loss, jnp.asarray(count, "float32"))
            logs = self.compute_metrics(x, y, y_pred, sample_weight)
        return logs, [scope.get_current_value(each) for each in variables]

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the compiled metrics by one batch; gives all results. A subclass may extend it."""
        if y is not None:
            self._compiled_metrics.update_state(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        compiled = set(map(id, self._compiled_metrics.metrics))
        own = {each.name: each.result() for each in self.metrics if id(each) not in compiled}
        return {**own, **self._compiled_metrics.result()}


def _has_inputs_and_outputs(args: tuple[Any, ...], settings: dict[str, Any]) -> bool:
    return (len(args) == 2 or (len(args) == 1 and "outputs" in settings)
            or ("inputs" in settings and "outputs" in settings))


def _put_between(kind: type, functional: type) -> None:
    """Let a subclass of Model be one of Functional, as if it had been written so."""
    if issubclass(kind, functional):
        return
    for base in kind.__bases__:
        if base is not Model and issubclass(base, Model):
            _put_between(base, functional)
    kind.__bases__ = tuple(functional if base is Model else base for base in kind.__bases__)


def model_from_json(json_string: str, custom_objects: Any = None) -> Model:
    """The model that ``to_json`` wrote, with new weights.

    Args:
        custom_objects: own classes and functions by name.
    """
    return deserialize_keras_object(json.loads(json_string), custom_objects)

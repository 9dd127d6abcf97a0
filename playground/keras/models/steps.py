"""The pure steps of a model: values of its variables in, new values out. Nothing else changes.

``fit``, ``evaluate`` and ``predict`` compile them and put the values back into the variables; a
training loop of one's own may call them too. Their forms are those of Keras on JAX.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.layers.calling import mode
from playground.keras.models.compiling import Compiling
from playground.keras.models.data import unpack
from playground.keras.variable import Array, StatelessScope

Values = Sequence[Array]


class Steps(Compiling):
    """One training step, one step of evaluation, one of prediction. A subclass may rewrite them."""

    def compute_loss_and_updates(
        self, trainable_variables: Values, non_trainable_variables: Values,
        metrics_variables: Values, x: Any, y: Any, sample_weight: Any, training: bool = False,
        optimizer_variables: Values | None = None,
    ) -> tuple[Array, tuple[Array, Any, list[Array], list[Array]]]:
        """The loss as a function of the weights: what is differentiated.

        Returns:
            the loss, scaled where the optimizer asks for it, and (the loss itself, outputs,
            non-trainable values, values of the metrics' variables).
        """
        watched = self.metrics_variables
        values = metrics_variables or [jnp.zeros(each.shape, each.dtype) for each in watched]
        scope = self._bound(  # type: ignore[attr-defined]
            trainable_variables, non_trainable_variables)
        for pair in zip(watched, values, strict=True):
            scope.add_update(pair)
        with scope:
            y_pred = self(x, **self._mode(training))  # type: ignore[operator]
            loss = self._loss_for(x, y, y_pred, sample_weight, training)
        state = [scope.get_current_value(each)
                 for each in self.non_trainable_variables]  # type: ignore[attr-defined]
        metrics = [scope.get_current_value(each) for each in watched if metrics_variables]
        scaled = loss
        if training and self.optimizer is not None:
            with StatelessScope(zip(self.optimizer.variables, optimizer_variables or (),
                                    strict=bool(optimizer_variables))):
                scaled = self.optimizer.scale_loss(loss)
        return scaled, (loss, y_pred, state, metrics)

    def stateless_compute_loss(
        self, trainable_variables: Values, non_trainable_variables: Values,
        metrics_variables: Values, x: Any = None, y: Any = None, y_pred: Any = None,
        sample_weight: Any = None, training: bool = True,
    ) -> tuple[Array, tuple[Values, list[Array], list[Array]]]:
        """``compute_loss`` as a pure function: the loss, and the values of all three kinds."""
        scope = self._bound(  # type: ignore[attr-defined]
            trainable_variables, non_trainable_variables)
        for pair in zip(self.metrics_variables, metrics_variables, strict=True):
            scope.add_update(pair)
        with scope:
            loss = self._loss_for(x, y, y_pred, sample_weight, training)
        return loss, (
            trainable_variables,
            [scope.get_current_value(each)
             for each in self.non_trainable_variables],  # type: ignore[attr-defined]
            [scope.get_current_value(each) for each in self.metrics_variables])

    def _step(
        self, trainable: Values, non_trainable: Values, optimizer_variables: Values,
        metrics: Values, x: Any, y: Any, sample_weight: Any,
    ) -> tuple[Array, Any, tuple[list[Array], list[Array], list[Array]], list[Array]]:
        slope = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
        (_, (loss, y_pred, non_trainable, metrics)), gradients = slope(
            trainable, non_trainable, metrics, x, y, sample_weight, training=True,
            optimizer_variables=optimizer_variables)
        trainable, optimizer_variables = self.optimizer.stateless_apply(
            optimizer_variables, gradients, trainable)
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
        if type(self).update is not Steps.update:
            y_pred, _ = self.stateless_call(  # type: ignore[attr-defined]
                trainable, non_trainable, x, training=False)
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
        _, (loss, y_pred, non_trainable, metrics) = self.compute_loss_and_updates(
            trainable, non_trainable, metrics, x, y, sample_weight, training=False)
        logs, metrics = self._watch(metrics, loss, x, y, y_pred, sample_weight)
        return logs, (trainable, non_trainable, metrics)

    def predict_step(self, state: Any, data: Any) -> tuple[Any, Any]:
        """The outputs for one batch; the state is (trainable, non_trainable) values."""
        trainable, non_trainable = state
        x, _, _ = unpack(data)
        return self.stateless_call(  # type: ignore[attr-defined]
            trainable, non_trainable, x, **self._mode(False))

    def _mode(self, training: bool) -> dict[str, bool]:
        return mode(self, training)

    def _watch(
        self, metrics: Values, loss: Array, x: Any, y: Any, y_pred: Any, sample_weight: Any
    ) -> tuple[dict[str, Array], list[Array]]:
        """The metrics after one more batch: their results, and the values of their variables."""
        variables = self.metrics_variables
        with StatelessScope(zip(variables, metrics, strict=True)) as scope:
            count = jax.tree.leaves(x)[0].shape[0]
            self._loss_tracker.update_state(loss, sample_weight=jnp.asarray(count, "float32"))
            logs = self.compute_metrics(x, y, y_pred, sample_weight)
        return logs, [scope.get_current_value(each) for each in variables]

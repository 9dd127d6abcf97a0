"""What happens before the first step: whatever is not built yet is built on a first batch."""

from __future__ import annotations

from typing import Any

from playground.keras import tree
from playground.keras.backend import jax
from playground.keras.models import checks
from playground.keras.models.batches import ArrayBatches, Batches
from playground.keras.models.data import unpack
from playground.keras.models.steps import Steps
from playground.keras.symbolic import KerasTensor, compute_output_spec
from playground.keras.variable import StatelessScope, Variable


class Building(Steps):
    """The model, its losses and metrics, and the variables of its optimizer."""

    _output_specs: Any = None  # the shapes of the outputs, as the first batch showed them

    def _prepare(self, batches: Batches) -> bool:
        """Build what is not built, and check the labels.

        Returns:
            whether a batch was looked at.
        """
        unbuilt = [each for each in (self._compiled_loss, self._compiled_metrics)
                   if each is not None and not each.built]
        look = bool(unbuilt) or self._is_unbuilt()
        if look:
            first = batches.first()
            self._build_on(unpack(first)[0])
            if unbuilt:
                self._look_at(first)
            checks.check_softmax(self._flatten_layers())  # type: ignore[attr-defined]
            checks.check_logits(self._compiled_loss, getattr(self, "outputs", []))
        if isinstance(batches, ArrayBatches) and self._compiled_loss is not None:
            checks.check_numbers(batches.data.x, batches.data.y)
        if isinstance(batches, ArrayBatches) and self._output_specs is not None:
            checks.check_labels(self._compiled_loss, batches.data.y, self._output_specs)
        trainable = self.trainable_variables  # type: ignore[attr-defined]
        if self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(trainable)
        frozen = tuple(id(each) for each in trainable)
        if self._programs_for not in (None, frozen):
            self._forget_programs()
        self._programs_for = frozen
        return look

    def _is_unbuilt(self) -> bool:
        return not all(layer.built for layer in self._flatten_layers())  # type: ignore[attr-defined]

    def _build_on(self, x: Any) -> None:
        """Build what is not built by a call without numbers: nothing is drawn or counted."""
        if self.built and not self._is_unbuilt():  # type: ignore[attr-defined]
            return
        inputs = tree.map_structure(
            lambda each: None if each is None else KerasTensor(each.shape, each.dtype), x)
        compute_output_spec(self, inputs, training=False)

    def _look_at(self, batch: Any) -> None:
        """Trace the losses and metrics once, without numbers: they build themselves by shapes."""
        x, y, sample_weight = (_specs(each) for each in unpack(batch))

        def forward(x: Any) -> Any:
            with StatelessScope():
                return self(x, training=False)  # type: ignore[operator]

        def look(x: Any, y: Any, y_pred: Any, sample_weight: Any) -> None:
            with StatelessScope():
                if self._compiled_metrics is not None:
                    self.compute_metrics(x, y, y_pred, sample_weight)
                if self._compiled_loss is not None:
                    self._loss_for(x, y, y_pred, sample_weight, training=False)

        self._output_specs = jax.eval_shape(forward, x)
        jax.eval_shape(look, x, y, self._output_specs, sample_weight)

    def build_metrics(self, x: Any, y: Any) -> None:
        """Build what was compiled, losses and metrics, for batches of these shapes and types."""
        self._look_at((x, y))

    # ------------------------------------------------------------------ states

    def _training_variables(self) -> tuple[list[Variable], ...]:
        return (self.trainable_variables, self.non_trainable_variables,  # type: ignore[attr-defined]
                self.optimizer.variables, self.metrics_variables)

    def _testing_variables(self) -> tuple[list[Variable], ...]:
        return (self.trainable_variables, self.non_trainable_variables,  # type: ignore[attr-defined]
                self.metrics_variables)

    def _predicting_variables(self) -> tuple[list[Variable], ...]:
        return self.trainable_variables, self.non_trainable_variables  # type: ignore[attr-defined]


def values_of(variables: tuple[list[Variable], ...]) -> tuple[list[Any], ...]:
    return tuple([each.value for each in part] for part in variables)


def assign_to(variables: tuple[list[Variable], ...], state: Any) -> None:
    """Put the values of a state into the variables."""
    for part, values in zip(variables, state, strict=True):
        for variable, value in zip(part, values, strict=True):
            variable._value = value


def _specs(value: Any) -> Any:
    return tree.map_structure(lambda each: None if each is None else jax.ShapeDtypeStruct(
        each.shape, jax.dtypes.canonicalize_dtype(each.dtype)), value)

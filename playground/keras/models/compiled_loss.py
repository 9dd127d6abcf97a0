"""The loss of a model: one for each output that has one, weighted and added up."""

from __future__ import annotations

from typing import Any

from playground.keras import losses as losses_module
from playground.keras import tree
from playground.keras.losses import Loss
from playground.keras.metrics import Mean, Metric
from playground.keras.models import compiled
from playground.keras.models.spreading import Names, laid_out, names_of, spread
from playground.keras.variable import Array, Variable


class CompiledLoss:
    """Σ weight · loss over the outputs.

    Args:
        loss: a name, a function of (y_true, y_pred) or an object for every output; or a list, or
            a dict by the outputs' names, of these; None for an output without a loss.
        loss_weights: the factors, in the same form.
        output_names: what the model calls its outputs.
    """

    def __init__(
        self, loss: Any, loss_weights: Any = None, output_names: Names | None = None
    ) -> None:
        self.user_loss, self.user_loss_weights = loss, loss_weights
        self.output_names = output_names
        self.names: list[str | None] = []
        self.losses: list[Loss | None] = []  # one for each output
        self.weights: list[Any] = []
        self._means: dict[int, Metric] = {}  # of each output's loss, where there are several
        self.metrics: list[Metric] = []  # the same, in the order of the losses
        self.built = False
        for each in _entries(loss):
            if not compiled.is_crossentropy(each):
                losses_module.get(each)  # an unknown name is told now, not in fit
        for each in tree.flatten(loss_weights):
            if isinstance(each, (str, Metric)) or callable(each):
                raise ValueError(
                    f"compile expects numbers as loss_weights, its third argument; got {each!r}. "
                    "Give metrics by name: compile(optimizer, loss, metrics=[…]).")

    @property
    def loss(self) -> Loss | None:
        """The loss of a model with one output, or the first."""
        return next((each for each in self.losses if each is not None), None)

    @property
    def variables(self) -> list[Variable]:
        return [variable for each in self.metrics for variable in each.variables]

    def build(self, y: Any, y_pred: Any) -> None:
        """Find out which loss is for which output, from arrays or their shapes."""
        outputs = tree.flatten(y_pred)
        self.names = names_of(y_pred, self.output_names)
        given = spread("loss", self.user_loss, y_pred, self.names, compiled.is_one_loss)
        self.weights = spread("loss_weights", self.user_loss_weights, y_pred, self.names,
                              lambda each: not tree.is_nested(each))
        labels = self._labels(y, y_pred, [each is not None for each in given])
        self.losses = [
            None if loss is None else compiled.loss_for(loss, _shape(label), _shape(output))
            for loss, label, output in zip(given, labels, outputs, strict=True)]
        wanted = {place: Mean(name=f"{self.names[place] or loss.name}_loss")
                  for place, loss in enumerate(self.losses) if loss is not None}
        self._means = wanted if len(wanted) > 1 else {}
        self.metrics = [self._means[place] for place in sorted(self._means, key=self._asked)]
        self.built = True

    def _asked(self, place: int) -> int:
        """Where in the dict of losses the output comes: ``evaluate`` gives them in this order."""
        names = list(self.user_loss) if isinstance(self.user_loss, dict) else []
        return names.index(self.names[place]) if self.names[place] in names else len(names)

    def __call__(self, y: Any, y_pred: Any, sample_weight: Any = None) -> Array | None:
        """The loss for these labels and outputs, or None when no output has one."""
        values = self.each(y, y_pred, sample_weight)
        outputs = tree.flatten(y_pred)
        for place, mean in self._means.items():
            mean.update_state(values[place], sample_weight=outputs[place].shape[0])
        return self.total(values)

    def total(self, values: list[Array | None]) -> Array | None:
        """Σ weight · loss, for the losses that ``each`` gives."""
        total = None
        for value, weight in zip(values, self.weights, strict=True):
            if value is not None:
                value = value if weight is None else value * weight
                total = value if total is None else total + value
        return total

    def each(self, y: Any, y_pred: Any, sample_weight: Any = None) -> list[Array | None]:
        """Every output's own loss, not weighted, in their flat order; None where it has none."""
        if not self.built:
            self.build(y, y_pred)
        outputs = tree.flatten(y_pred)
        labels = self._labels(y, y_pred, [each is not None for each in self.losses])
        weights = self._sample_weights(sample_weight, y_pred)
        for place, loss in enumerate(self.losses):
            if loss is not None and labels[place] is None:
                raise ValueError(f"The output {self.names[place]!r} has a loss, but there are no "
                                 "labels for it. Give y for it, or the loss None.")
        return [None if loss is None else loss(*given)
                for loss, *given in zip(self.losses, labels, outputs, weights, strict=True)]

    def _labels(self, y: Any, y_pred: Any, wanted: list[bool]) -> list[Any]:
        if y is None:
            raise ValueError("The model is compiled with a loss, so it expects labels; got no y. "
                             "Call fit(x, y), or give batches (x, y).")
        return laid_out("the labels y", y, y_pred, self.names, wanted)

    def _sample_weights(self, sample_weight: Any, y_pred: Any) -> list[Any]:
        if sample_weight is None or not tree.is_nested(sample_weight):
            return [sample_weight] * len(self.names)
        return laid_out("sample_weight", sample_weight, y_pred, self.names,
                        [each is not None for each in self.losses])


def _shape(value: Any) -> tuple[int | None, ...]:
    return () if value is None else tuple(value.shape)


def _entries(loss: Any) -> list[Any]:
    if compiled.is_one_loss(loss):
        return [loss]
    parts = loss.values() if isinstance(loss, dict) else loss
    return [entry for each in parts for entry in _entries(each)]

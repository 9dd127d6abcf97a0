"""The metrics of ``compile``: for each output its own, with the names that Keras gives them."""

from __future__ import annotations

from typing import Any

from playground.keras import metrics as metrics_module
from playground.keras import tree
from playground.keras.metrics import Metric
from playground.keras.metrics.base import plain_result
from playground.keras.models import compiled
from playground.keras.models.spreading import Names, laid_out, names_of, spread
from playground.keras.naming import names_kept
from playground.keras.variable import Variable


class CompiledMetrics(Metric):
    """All metrics of a model as one, whose result is a dict.

    Args:
        metrics: a list for a model with one output; for several, a list or a dict with metrics,
            or lists of them, for each.
        weighted_metrics: those that the sample weights count for, in the same form.
    """

    def __init__(
        self, metrics: Any, weighted_metrics: Any, output_names: Names | None = None
    ) -> None:
        super().__init__(name="compile_metrics")
        self._given = {"metrics": metrics, "weighted_metrics": weighted_metrics}
        self.output_names = output_names
        for word, given in self._given.items():
            if given is not None and not isinstance(given, (list, tuple, dict)):
                raise ValueError(f"compile expects {word} as a list, as [{given!r}]; "
                                 f"got {given!r}.")
            with names_kept():
                for each in _entries(given):
                    if not compiled.is_accuracy(each):
                        metrics_module.get(each)  # an unknown name is told now, not in fit
        self._of: list[tuple[int, Metric, bool]] = []  # output's place, metric, weighted or not
        self._prefixes: list[str | None] = []
        self.names: list[str | None] = []
        self.built = False

    def build(self, y: Any, y_pred: Any) -> None:
        """Make the metrics for each output, from arrays or their shapes."""
        outputs = tree.flatten(y_pred)
        self.names = names_of(y_pred, self.output_names)
        self._prefixes = self.names if len(outputs) > 1 else [None]
        spreads = {word: spread_metrics(word, given, y_pred, self.names)
                   for word, given in self._given.items()}
        wanted = [any(each[place] for each in spreads.values()) for place in range(len(outputs))]
        self.built = True
        if not any(wanted):  # metrics=[]: then there may be no labels either
            return
        labels = self._laid_out("the labels y", y, y_pred, wanted)
        self._of = [
            (place, compiled.metric_for(metric, tuple(labels[place].shape),
                                        tuple(outputs[place].shape)), word != "metrics")
            for word, each in spreads.items() for place, metrics in enumerate(each)
            for metric in metrics]

    @property
    def metrics(self) -> list[Metric]:
        return [metric for _, metric, _ in self._of]

    @property
    def variables(self) -> list[Variable]:
        return [variable for each in self.metrics for variable in each.variables]

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        if not self.built:
            self.build(y_true, y_pred)
        if not self._of:
            return
        outputs = tree.flatten(y_pred)
        watched = {place for place, _, _ in self._of}
        wanted = [place in watched for place in range(len(outputs))]
        labels = self._laid_out("the labels y", y_true, y_pred, wanted)
        weights = [sample_weight] * len(outputs)
        if tree.is_nested(sample_weight):
            weights = self._laid_out("sample_weight", sample_weight, y_pred, wanted)
        for place, metric, weighted in self._of:
            settings = {"sample_weight": weights[place]} if weighted else {}
            metric.update_state(labels[place], outputs[place], **settings)

    def result(self) -> dict[str, Any]:
        """The results by name; a name that comes again gets a number, or ``weighted_``."""
        results: dict[str, Any] = {}
        counts: dict[str, int] = {}
        for place, metric, weighted in self._of:
            prefix = f"{self._prefixes[place]}_" if self._prefixes[place] else ""
            name = f"{prefix}{metric.name}"
            if weighted and name in counts:
                name = f"{prefix}weighted_{metric.name}"
            number = counts.get(name, 0)
            counts[name] = number + 1
            results[f"{name}_{number}" if number else name] = plain_result(metric.result())
        return results

    def reset_state(self) -> None:
        for each in self.metrics:
            each.reset_state()

    def _laid_out(self, what: str, given: Any, y_pred: Any, wanted: list[bool]) -> list[Any]:
        if given is None:
            raise ValueError("The model is compiled with metrics, so it expects labels; got no y.")
        return laid_out(what, given, y_pred, self.names, wanted)


def spread_metrics(word: str, given: Any, y_pred: Any, names: Names) -> list[list[Any]]:
    """The list of metrics of each output."""
    if not given:
        return [[] for _ in names]
    if len(names) == 1:
        return [_entries(given)]
    if isinstance(given, (list, tuple)) and compiled.is_one_metric(given) and (
            len(given) != len(names)):
        raise ValueError(
            f"compile expects {word} for each of the {len(names)} outputs, as a list of lists or "
            f"a dict by name; got a list of {len(given)}.")
    return [_entries(each) for each in spread(word, given, y_pred, names, compiled.is_one_metric)]


def _entries(metrics: Any) -> list[Any]:
    if metrics is None:
        return []
    if isinstance(metrics, (list, tuple)):
        return [entry for each in metrics for entry in _entries(each)]
    if isinstance(metrics, dict) and not compiled.is_one_metric(metrics):
        return [entry for each in metrics.values() for entry in _entries(each)]
    return [metrics]

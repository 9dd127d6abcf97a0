"""``compile``: by what optimizer a model is trained, on what loss, watched by what metrics."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

from playground.keras import optimizers, tree
from playground.keras.backend import jnp
from playground.keras.metrics import Mean, Metric
from playground.keras.metrics.base import plain_result
from playground.keras.models.compiled_loss import CompiledLoss
from playground.keras.models.compiled_metrics import CompiledMetrics
from playground.keras.models.loop import Pace
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array, Variable


class Compiling:
    """The part of a model that knows its optimizer, its losses and its metrics."""

    optimizer: Any = None
    loss: Any = None
    compiled = False
    run_eagerly = False
    jit_compile: Any = True
    steps_per_execution = 1
    stop_training = stop_evaluating = stop_predicting = False
    _compiled_loss: CompiledLoss | None = None
    _compiled_metrics: CompiledMetrics | None = None
    _loss_tracker: Mean | None = None
    _compile_config: SimpleNamespace | None = None

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
        """Say how the model is trained.

        Args:
            optimizer: a name or an object.
            loss: a name, a function of (y_true, y_pred) or an object; a list or a dict of them
                for several outputs.
            loss_weights: what each output's loss is multiplied by.
            metrics: a list of names, functions and objects; for several outputs a list of lists
                or a dict.
            weighted_metrics: metrics that the sample weights count for.
            run_eagerly: whether steps run in Python, for a debugger; slow.
            auto_scale_loss: whether models in half precision get a LossScaleOptimizer.
            steps_per_execution: how many steps there are between two calls of the callbacks.

        Raises:
            ValueError: an unknown name.
        """
        names = getattr(self, "output_names", None)
        self.optimizer = optimizers.get(optimizer)
        half = self.dtype_policy.name == "mixed_float16"  # type: ignore[attr-defined]
        if auto_scale_loss and half and not isinstance(
                self.optimizer, optimizers.LossScaleOptimizer):
            self.optimizer = optimizers.LossScaleOptimizer(
                self.optimizer, name="loss_scale_optimizer")
        self.loss = loss
        self._compiled_loss = None if loss is None else CompiledLoss(loss, loss_weights, names)
        self._compiled_metrics = None
        if metrics is not None or weighted_metrics is not None:
            self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics, names)
        self._loss_tracker = Mean(name="loss")
        self.run_eagerly, self.steps_per_execution = run_eagerly, steps_per_execution
        self.jit_compile = not run_eagerly if jit_compile == "auto" else jit_compile
        self._compile_config = SimpleNamespace(
            optimizer=self.optimizer, loss=loss, loss_weights=loss_weights, metrics=metrics,
            weighted_metrics=weighted_metrics, run_eagerly=run_eagerly,
            steps_per_execution=steps_per_execution, jit_compile=self.jit_compile)
        self.compiled = True
        self.stop_training = False
        self._forget_programs()

    def get_compile_config(self) -> dict[str, Any]:
        """The arguments of ``compile`` in plain form."""
        return serialize_keras_object(vars(self._compile_config)) if self.compiled else {}

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile with the arguments that ``get_compile_config`` gave, and build the optimizer."""
        self.compile(**deserialize_keras_object(config))
        if self.optimizer is not None and self.built:  # type: ignore[attr-defined]
            self.optimizer.build(self.trainable_variables)  # type: ignore[attr-defined]

    # ------------------------------------------------------------------ metrics

    @property
    def metrics(self) -> list[Metric]:
        """The loss's mean, the metrics of ``compile``, the outputs' losses, and the layers' own."""
        compiled: list[Metric] = []
        if self._loss_tracker is not None:
            compiled.append(self._loss_tracker)
        if self._compiled_metrics is not None:
            compiled.append(self._compiled_metrics)
        if self._compiled_loss is not None:
            compiled += self._compiled_loss.metrics
        given = self._compiled_metrics.metrics if self._compiled_metrics is not None else []
        known = {id(each) for each in (*compiled, *given)}
        own = [each for layer in self._flatten_layers()  # type: ignore[attr-defined]
               if layer is self or not isinstance(layer, Compiling)
               for each in layer._held(Metric) if id(each) not in known]
        return [*compiled, *{id(each): each for each in own}.values()]

    @property
    def metrics_names(self) -> list[str]:
        return [each.name for each in self.metrics]

    @property
    def metrics_variables(self) -> list[Variable]:
        return [variable for each in self.metrics for variable in each.variables]

    def reset_metrics(self) -> None:
        for each in self.metrics:
            each.reset_state()

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the compiled metrics by one batch; gives all results. A subclass may extend it."""
        if self._compiled_metrics is not None:
            self._compiled_metrics.update_state(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """The results of all metrics by name."""
        results: dict[str, Any] = {}
        for each in self.metrics:
            value = plain_result(each.result())
            results.update(value if isinstance(value, dict) else {each.name: value})
        return results

    # ------------------------------------------------------------------ the loss

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
        training: bool = True,
    ) -> Array:
        """The compiled loss and what layers and regularizers add. A subclass may write its own."""
        added = [jnp.sum(each) for each in self.losses]  # type: ignore[attr-defined]
        if self._compiled_loss is not None:
            loss = self._compiled_loss(y, y_pred, sample_weight)
            if loss is not None:
                added.insert(0, loss)
        return sum(added[1:], added[0]) if added else jnp.zeros(())

    def loss_of(self, y: Any, y_pred: Any, sample_weight: Any = None) -> Array:
        """The compiled loss alone, without regularization: one number."""
        self._expect_compiled("loss_of")
        if self._compiled_loss is None:
            raise ValueError(f"{self.name} was compiled without a loss. Call "  # type: ignore[attr-defined]
                             "model.compile(loss=…), as 'mean_squared_error'.")
        return self._compiled_loss.total(self._compiled_loss.each(y, y_pred, sample_weight))

    @property
    def output_losses(self) -> list[Any]:
        """The loss object of each output, once a loss was computed; None where it has none."""
        return list(self._compiled_loss.losses) if self._compiled_loss is not None else []

    def losses_of(self, y: Any, y_pred: Any, sample_weight: Any = None) -> list[Array | None]:
        """The compiled loss of every output alone, not weighted; None where it has none."""
        self._expect_compiled("losses_of")
        if self._compiled_loss is None:
            return [None] * len(tree.flatten(y_pred))
        return self._compiled_loss.each(y, y_pred, sample_weight)

    def _loss_for(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any, training: bool
    ) -> Array:
        """``compute_loss``, which a subclass may have written without ``training``."""
        takes = "training" in inspect.signature(self.compute_loss).parameters
        settings = {"training": training} if takes else {}
        return self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, **settings)

    # ------------------------------------------------------------------ underneath

    def _expect_compiled(self, method: str) -> None:
        if not self.compiled:
            raise RuntimeError(
                f"{self.name} is not compiled yet: call "  # type: ignore[attr-defined]
                f"model.compile(optimizer=…, loss=…) before model.{method}(…).")

    def _program(self, name: str, make: Any) -> Any:
        key = name, self.run_eagerly
        if key not in self._programs:
            self._programs[key] = make()
        return self._programs[key]

    def _forget_programs(self) -> None:
        """Compile again at the next step: the steps have changed."""
        self._programs: dict[tuple[str, bool], Any] = {}
        self._programs_for: Any = None
        self._pace = Pace()

"""What a layer owns: variables, seed generators, sublayers, metrics; and the losses it adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras import constraints, initializers, regularizers, tree
from playground.keras.config import is_float, standardize_dtype
from playground.keras.layers.arguments import shown
from playground.keras.layers.holding import Holding, unique
from playground.keras.metrics.base import Metric
from playground.keras.naming import current_path, name_scope
from playground.keras.random import SeedGenerator
from playground.keras.variable import Array, StatelessScope, Variable, stateless_scope


class Weights(Holding):
    """The part of a layer that owns: what lies in its attributes, and in lists and dicts there."""

    name: str
    built: bool
    _path: str | None
    variable_dtype: str
    _trainable: bool

    def add_weight(
        self,
        shape: Sequence[int] | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """A new variable of this layer: ``glorot_uniform`` at first, unless said otherwise."""
        self._check_initialized()
        if isinstance(shape, str):
            raise ValueError(f"add_weight expects the name as name={shape!r}, by keyword.")
        dtype = self.variable_dtype if dtype is None else standardize_dtype(dtype)
        if initializer is None:
            initializer = "glorot_uniform" if is_float(dtype) else "zeros"
        shape = (shape,) if isinstance(shape, (int, np.integer)) else shape or ()
        scope = self.name if current_path() else self._path or self.name
        with name_scope(scope, self):
            variable = Variable(initializers.get(initializer), shape, dtype,
                                trainable=trainable, autocast=autocast, aggregation=aggregation,
                                name=name)
        variable.overwrite_with_gradient = overwrite_with_gradient
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        if not self._trainable:
            variable.trainable = False
        self._own_variables.append(variable)
        return variable

    add_variable = add_weight

    # ------------------------------------------------------------------ what there is

    @property
    def variables(self) -> list[Variable]:
        """All variables: its own, the states of its seed generators, and its sublayers'."""
        own, seeds = self._own()
        return unique([*own, *seeds, *(each for layer in self._sublayers()
                                       for each in layer.variables)])

    @property
    def weights(self) -> list[Variable]:
        """All variables but the states of seed generators."""
        own, _ = self._own()
        return unique([*own, *(each for layer in self._sublayers() for each in layer.weights)])

    @property
    def trainable_variables(self) -> list[Variable]:
        return [each for each in self.variables if each.trainable] if self.trainable else []

    @property
    def non_trainable_variables(self) -> list[Variable]:
        return [each for each in self.variables if not (self.trainable and each.trainable)]

    @property
    def trainable_weights(self) -> list[Variable]:
        return [each for each in self.weights if each.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Variable]:
        return [each for each in self.weights if not (self.trainable and each.trainable)]

    @property
    def trainable(self) -> bool:
        """Whether training changes its weights; setting it sets that of all its sublayers."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for variable in self._held(Variable):
            if variable.made_trainable:  # moving statistics never become trainable
                variable.trainable = self._trainable
        for layer in self._sublayers():
            layer.trainable = value

    @property
    def metrics(self) -> list[Metric]:
        """The metrics that it and its sublayers hold."""
        return unique([each for layer in self._flatten_layers() for each in layer._held(Metric)])

    @property
    def metrics_variables(self) -> list[Variable]:
        return [variable for each in self.metrics for variable in each.variables]

    # ------------------------------------------------------------------ their values

    def get_weights(self) -> list[np.ndarray]:
        """The weights as NumPy arrays, trainable ones first."""
        return [each.numpy() for each in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Give every weight a new value, in the order of ``get_weights``.

        Raises:
            ValueError: another number of arrays, or a shape that does not fit.
        """
        own = self.weights
        if not hasattr(weights, "__len__"):
            raise ValueError(f"{self.name} expects a list of {len(own)} arrays of weights, as "
                             f"get_weights() gives it; got {shown(weights)}.")
        if len(own) != len(weights):
            raise ValueError(f"{self.name} expects {len(own)} arrays of weights; "
                             f"got {len(weights)}.")
        for variable, value in zip(own, weights, strict=True):
            if tuple(np.shape(value)) != variable.shape:
                raise ValueError(f"{variable.path} expects the shape {variable.shape}; "
                                 f"got {tuple(np.shape(value))}.")
            variable.assign(value)

    def count_params(self) -> int:
        """The number of numbers in its weights.

        Raises:
            ValueError: the layer is not built, so its weights do not exist yet.
        """
        if not self.built:
            raise ValueError(f"{self.name} has no weights yet. Call it on data or "
                             "build(input_shape) first.")
        return sum(each.size for each in self.weights)

    def save_own_variables(self, store: dict[str, Any]) -> None:
        """Put the values of its own variables, not its sublayers', into ``store``, by number."""
        for index, variable in enumerate(self._own()[0]):
            store[str(index)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Take the values of its own variables out of ``store``.

        Raises:
            ValueError: there are more or fewer values than variables.
        """
        own = self._own()[0]
        if len(store.keys()) != len(own):
            why = "" if self.built or own else " The layer is not built: call it on data first."
            raise ValueError(f"{self.name} has {len(own)} variables of its own; the file has "
                             f"{len(store.keys())} for it.{why}")
        for index, variable in enumerate(own):
            variable.assign(np.asarray(store[str(index)]))

    # ------------------------------------------------------------------ losses

    def add_loss(self, loss: Any) -> None:
        """Add a number computed in ``call`` to what training makes small."""
        scope = stateless_scope()
        for each in tree.flatten(loss):
            if scope is None:
                self._losses.append(each)
            elif scope.collect_losses:
                scope.add_loss(each)

    @property
    def losses(self) -> list[Array]:
        """What the last call added, of this layer and its sublayers, and the regularization."""
        scope = stateless_scope()
        if scope is not None:
            added = list(scope.losses)
        else:
            added = [loss for layer in self._flatten_layers() for loss in layer._losses]
        return added + [each.regularizer(each.value) for each in self.trainable_weights
                        if each.regularizer is not None]

    def _clear_losses(self) -> None:
        for layer in self._flatten_layers():
            layer._losses.clear()

    # ------------------------------------------------------------------ as a pure function

    def _bound(
        self, trainable_variables: Sequence[Array], non_trainable_variables: Sequence[Array],
    ) -> StatelessScope:
        """A scope in which its variables have these values."""
        pairs = []
        for own, given, word in (
            (self.trainable_variables, trainable_variables, "trainable"),
            (self.non_trainable_variables, non_trainable_variables, "non-trainable"),
        ):
            if len(own) != len(given):
                raise ValueError(f"{self.name} expects the values of {len(own)} {word} variables; "
                                 f"got {len(given)}.")
            pairs += zip(own, given, strict=True)
        return StatelessScope(pairs, collect_losses=True)

    # ------------------------------------------------------------------ underneath

    def _own(self) -> tuple[list[Variable], list[Variable]]:
        """Its variables, those made trainable first, and the states of its seed generators."""
        held = self._held(Variable)
        held.sort(key=lambda each: not each.made_trainable)  # a stable sort: else as they came
        return held, [each.state for each in self._held(SeedGenerator)]

    def _sublayers(self) -> list[Any]:
        return self._held(Holding)

    def _flatten_layers(self, include_self: bool = True, recursive: bool = True) -> list[Any]:
        """It, its sublayers, and theirs."""
        found: dict[int, Any] = {}
        waiting: list[Any] = [self]
        while waiting:
            layer = waiting.pop(0)
            if id(layer) not in found:
                found[id(layer)] = layer
                if recursive or layer is self:
                    waiting = layer._sublayers() + waiting
        return list(found.values())[not include_self:]

    def _check_initialized(self) -> None:
        if "_own_variables" not in vars(self):
            raise RuntimeError(f"{type(self).__name__}.__init__ expects super().__init__() as its "
                               "first line.")

"""The base of all layers: it owns variables and sublayers, builds itself, and is called."""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from playground.keras import constraints, initializers, regularizers
from playground.keras.backend import jax, jnp
from playground.keras.config import dtype_name
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.symbolic import KerasTensor
from playground.keras.metrics.base import Metric
from playground.keras.naming import auto_name, name_scope
from playground.keras.random import SeedGenerator
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array, StatelessScope, Variable, stateless_scope
from playground.registry import Registry

layers: Registry[type[Layer]] = Registry("layer")

_local = threading.local()


class Layer:
    """Base of all layers.

    A subclass makes its weights in ``build(input_shape)`` with ``add_weight`` and computes in
    ``call(inputs)``; ``training`` and ``mask`` are handed to ``call`` when it asks for them.

    Args:
        activity_regularizer: what the layer's output costs.
        trainable: whether its weights are changed by training.
        dtype: the type of its weights.
        name: its name; by itself ``dense``, ``dense_1``, …
    """

    fits: tuple[str, ...] = ()  # kinds of input for which the playground's stack offers the layer

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if "input_dim" in kwargs:
            kwargs["input_shape"] = (kwargs.pop("input_dim"),)
        shape = kwargs.pop("input_shape", None)
        self._input_shape_arg = None if shape is None else _as_shape(shape, type(self).__name__)
        if kwargs:
            raise _unknown_argument(type(self), next(iter(kwargs)))
        if name is not None and (not isinstance(name, str) or "/" in name):
            raise ValueError(f"{type(self).__name__} expects a name without a slash; got {name!r}.")
        self.name = name or auto_name(type(self).__name__)
        self._dtype = dtype_name(dtype)
        self.autocast = autocast
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.input_spec: InputSpec | None = None
        self.supports_masking = False
        self.built = False
        self._trainable = trainable
        self._own_variables: list[Variable] = []
        self._losses: list[Array] = []
        self._build_shape: Any = None
        self._output_shape: Any = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls):
            cls.build = _recorded(cls.build)  # type: ignore[method-assign]

    # ------------------------------------------------------------------ what a subclass writes

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape; its first entry, the batch, is None."""
        self._build_shape = input_shape
        self.built = True

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Layer {type(self).__name__} expects a call(inputs) of its own.")

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output for inputs of this shape; found by a dry run of ``call``."""
        return _dry_run(self, input_shape)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return previous_mask

    # ------------------------------------------------------------------ its weights

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
        name: str | None = None,
    ) -> Variable:
        """A new variable of this layer: ``glorot_uniform`` at first, unless said otherwise."""
        self._check_initialized()
        if isinstance(shape, str):
            raise ValueError(f"add_weight expects the name as name={shape!r}, by keyword.")
        dtype = dtype_name(dtype) if dtype is not None else self._dtype
        if initializer is None:
            initializer = "glorot_uniform" if "float" in dtype else "zeros"
        with name_scope(self.name, self):
            variable = Variable(initializers.get(initializer), shape or (), dtype,
                                trainable=trainable, autocast=autocast, aggregation=aggregation,
                                name=name)
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        self._own_variables.append(variable)
        return variable

    add_variable = add_weight

    @property
    def variables(self) -> list[Variable]:
        """All variables: its own, the states of its seed generators, and its sublayers'."""
        own, seeds = self._own()
        return _unique([*own, *seeds, *(each for layer in self._sublayers()
                                        for each in layer.variables)])

    @property
    def weights(self) -> list[Variable]:
        """All variables but the states of seed generators."""
        own, _ = self._own()
        return _unique([*own, *(each for layer in self._sublayers() for each in layer.weights)])

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
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for variable in self._held(Variable):
            if variable.made_trainable:  # moving statistics never become trainable
                variable.trainable = self._trainable
        for layer in self._sublayers():
            layer.trainable = value

    def get_weights(self) -> list[np.ndarray]:
        """The weights as NumPy arrays, trainable ones first."""
        return [each.numpy() for each in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Give every weight a new value, in the order of ``get_weights``.

        Raises:
            ValueError: another number of arrays, or a shape that does not fit.
        """
        own = self.weights
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

    # ------------------------------------------------------------------ calling it

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._check_initialized()
        if args and any(isinstance(each, KerasTensor) for each in _flat(args[0])):
            return self._symbolic(*args, **kwargs)
        args = tuple(_tree(self._to_array, each) for each in args)
        if args:
            self._check_input(args[0])
            self._build_for(_tree(lambda each: (None, *each.shape[1:]), args[0]))
        training = kwargs.get("training")
        if training is None:
            training = getattr(_local, "training", None)
        parameters = _call_parameters(type(self))
        if "training" in parameters:
            if training is not None:
                kwargs["training"] = training
        elif "**" not in parameters:
            kwargs.pop("training", None)
        with name_scope(self.name, self), _training(training):
            outputs = self.call(*args, **kwargs)
        self.built = True
        if self.activity_regularizer is not None:
            for each in _flat(outputs):
                self.add_loss(self.activity_regularizer(each) / (each.shape[0] if each.ndim else 1))
        return outputs

    def _symbolic(self, inputs: Any, **kwargs: Any) -> Any:
        shapes = _tree(lambda each: each.shape, inputs)
        self._check_input(inputs)
        self._build_for(shapes)
        shape = self.compute_output_shape(shapes)
        return KerasTensor(shape, self.compute_dtype)

    def _build_for(self, shape: Any) -> None:
        if self.built:
            if self._build_shape is None:  # a layer without weights
                self._build_shape = shape
        else:
            with name_scope(self.name, self):
                self.build(shape)
            self.built = True

    def stateless_call(
        self,
        trainable_variables: Sequence[Array],
        non_trainable_variables: Sequence[Array],
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> Any:
        """The layer as a pure function: ``(outputs, non_trainable)``, or with the losses.

        Raises:
            ValueError: the layer is not built, or a list has another length.
        """
        if not self.built:
            raise ValueError(f"{self.name} is not built. Call it on data first.")
        with self._bound(trainable_variables, non_trainable_variables) as scope:
            outputs = self(*args, **kwargs)
            losses = self.losses if return_losses else None
        state = [scope.get_current_value(each) for each in self.non_trainable_variables]
        return (outputs, state, losses) if return_losses else (outputs, state)

    def _bound(
        self, trainable_variables: Sequence[Array], non_trainable_variables: Sequence[Array]
    ) -> StatelessScope:
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

    # ------------------------------------------------------------------ losses

    def add_loss(self, loss: Any) -> None:
        """Add a number computed in ``call`` to what training makes small."""
        scope = stateless_scope()
        for each in _flat(loss):
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

    # ------------------------------------------------------------------ the rest

    @property
    def dtype(self) -> str:
        return self._dtype

    variable_dtype = compute_dtype = input_dtype = dtype

    @property
    def path(self) -> str:
        own = self._own()[0]
        return own[0].path.rsplit("/", 1)[0] if own else self.name

    @property
    def metrics(self) -> list[Metric]:
        return [value for layer in self._flatten_layers()
                for value in vars(layer).values() if isinstance(value, Metric)]

    @property
    def input_shape(self) -> Any:
        return self._build_shape

    @property
    def output_shape(self) -> Any:
        if self._build_shape is None:
            raise AttributeError(f"{self.name} has no output shape yet: it is not built.")
        return self.compute_output_shape(self._build_shape)

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = {
            "name": self.name,
            "trainable": self._trainable,
            "dtype": {"module": "keras", "class_name": "DTypePolicy",
                      "config": {"name": self._dtype}, "registered_name": None},
        }
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = serialize_keras_object(self.activity_regularizer)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Layer:
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    def _own(self) -> tuple[list[Variable], list[Variable]]:
        """Its variables, those made trainable first, and the states of its seed generators."""
        held = self._held(Variable)
        held.sort(key=lambda each: not each.made_trainable)  # a stable sort: else as they came
        return held, [each.state for each in self._held(SeedGenerator)]

    def _sublayers(self) -> list[Layer]:
        return self._held(Layer)

    def _flatten_layers(self) -> list[Layer]:
        found: list[Layer] = []
        waiting: list[Layer] = [self]
        while waiting:
            layer = waiting.pop(0)
            if layer not in found:
                found.append(layer)
                waiting = layer._sublayers() + waiting
        return found

    def _held(self, kind: type) -> list[Any]:
        """What the layer holds of this kind: in its attributes, and in lists and dicts there."""
        return _unique([each for value in vars(self).values() for each in _flat(value)
                        if isinstance(each, kind)])

    def _to_array(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, Variable):
            value = value.value
        if not hasattr(value, "dtype"):
            value = np.asarray(value)
        if value.dtype == object or value.dtype.kind in "US":
            raise ValueError(f"{self.name} expects numbers; got an array of {value.dtype}.")
        if self.autocast and jnp.issubdtype(value.dtype, jnp.floating):
            return jnp.asarray(value, self._dtype)
        return jnp.asarray(value)

    def _check_input(self, inputs: Any) -> None:
        if self.input_spec is not None:
            self.input_spec.check(inputs, self)

    def _check_initialized(self) -> None:
        if not hasattr(self, "_own_variables"):
            raise RuntimeError(f"{type(self).__name__}.__init__ expects super().__init__() as its "
                               "first line.")


class _training:
    """Hands ``training`` on to the layers that are called within."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __enter__(self) -> None:
        self._before = getattr(_local, "training", None)
        _local.training = self._value

    def __exit__(self, *error: Any) -> None:
        _local.training = self._before


def _recorded(build: Callable[..., None]) -> Callable[..., None]:
    """``build``, within the layer's name scope; afterwards the layer is built."""

    @functools.wraps(build)
    def build_and_record(self: Layer, input_shape: Any = None, *args: Any, **kwargs: Any) -> None:
        with name_scope(self.name, self):
            if len(inspect.signature(build).parameters) > 1:
                build(self, input_shape, *args, **kwargs)
            else:
                build(self)
        if input_shape is not None:
            self._build_shape = input_shape
        self.built = True

    return build_and_record


@functools.cache
def _call_parameters(kind: type[Layer]) -> frozenset[str]:
    parameters = inspect.signature(kind.call).parameters.values()
    names = {each.name for each in parameters}
    if any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters):
        names.add("**")
    return frozenset(names)


def _dry_run(layer: Layer, input_shape: Any) -> Any:
    """The output shape, by tracing the call twice with two sizes of the batch."""
    def shape_for(batch: int) -> Any:
        inputs = _tree(lambda shape: jax.ShapeDtypeStruct(
            tuple(batch if size is None else size for size in shape), layer.compute_dtype),
            input_shape, leaf=_is_shape)

        def run(given: Any) -> Any:
            with StatelessScope():
                return layer(given, training=False)

        return jax.tree.map(lambda each: each.shape, jax.eval_shape(run, inputs))

    one, other = shape_for(83), shape_for(89)
    if _is_shape(one):
        return tuple(a if a == b else None for a, b in zip(one, other, strict=True))
    return _tree(lambda shape: (None, *shape[1:]), one, leaf=_is_shape)


def _is_shape(value: Any) -> bool:
    return isinstance(value, (tuple, list)) and all(
        each is None or isinstance(each, (int, np.integer)) for each in value)


def _as_shape(shape: Any, where: str) -> tuple[int | None, ...]:
    if isinstance(shape, (int, np.integer)):
        shape = (shape,)
    if not _is_shape(shape):
        raise ValueError(f"{where} expects input_shape as a tuple of whole numbers, as (784,); "
                         f"got {shape!r}.")
    return tuple(shape)


def _tree(
    function: Callable[[Any], Any], value: Any, leaf: Callable[[Any], bool] | None = None
) -> Any:
    """``function`` of every leaf of nested lists, tuples and dicts."""
    if leaf is not None and leaf(value):
        return function(value)
    if isinstance(value, dict):
        return {key: _tree(function, each, leaf) for key, each in value.items()}
    if isinstance(value, (list, tuple)) and (leaf or any(hasattr(each, "shape") for each in value)):
        return type(value)(_tree(function, each, leaf) for each in value)
    return function(value)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _flat(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _unique(things: Sequence[Any]) -> list[Any]:
    return list({id(each): each for each in things}.values())


def _unknown_argument(kind: type, name: str) -> TypeError:
    from difflib import get_close_matches

    known = [each for each in inspect.signature(kind.__init__).parameters if each != "self"]
    known = [*known, "name", "dtype", "trainable", "activity_regularizer"]
    near = get_close_matches(name, known, n=1)
    way_out = f"Did you mean {near[0]!r}?" if near else (
        f"It has: {', '.join(dict.fromkeys(known))}.")
    return TypeError(f"{kind.__name__} has no argument {name!r}. {way_out}")


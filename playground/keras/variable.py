"""A variable: a named array that training changes; and the scope in which nothing is changed.

Layers own variables and read them like arrays. Inside a ``StatelessScope`` a variable stands for
another value, and what is assigned goes into the scope: that turns a stateful layer into a pure
function, which JAX can differentiate, compile and loop over.
"""

from __future__ import annotations

import math
import operator
import sys
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp
from playground.keras.config import array_dtype, is_float, standardize_dtype
from playground.keras.naming import auto_name, current_path

Array = Any  # a jax.Array, or a tracer of one
Shape = tuple[int, ...]

_local = threading.local()


class StatelessScope:
    """Within it, variables have the values of ``state_mapping``; assigning changes the scope only.

    Args:
        state_mapping: pairs of a variable and the value it has within the scope.
        collect_losses: whether ``add_loss`` within the scope is kept in ``scope.losses``.
        initialize_variables: of no effect: a variable gets its value when it is first read.
    """

    def __init__(
        self, state_mapping: Iterable[tuple[Variable, Array]] | None = None,
        collect_losses: bool = False, initialize_variables: bool = True,
    ) -> None:
        self._values = {id(variable): value for variable, value in state_mapping or ()}
        self.collect_losses = collect_losses
        self.losses: list[Array] = []

    def get_current_value(self, variable: Variable) -> Array | None:
        """The value of the variable in this scope, or None when the scope does not know it."""
        return self._values.get(id(variable))

    def add_update(self, update: tuple[Variable, Array]) -> None:
        variable, value = update
        self._values[id(variable)] = value

    def add_loss(self, loss: Array) -> None:
        self.losses.append(loss)

    def __enter__(self) -> StatelessScope:
        _scopes().append(self)
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _scopes().pop()


def stateless_scope() -> StatelessScope | None:
    """The innermost open scope of this thread, or None."""
    scopes = _scopes()
    return scopes[-1] if scopes else None


class autocast_scope:  # noqa: N801  (used as a function)
    """Within it, variables of floating-point numbers are read in this type; None: in their own."""

    def __init__(self, dtype: str | None) -> None:
        self._dtype = dtype

    def __enter__(self) -> None:
        self._before = getattr(_local, "dtype", None)
        _local.dtype = self._dtype

    def __exit__(self, *error: Any) -> None:
        _local.dtype = self._before


class at_most_numbers:  # noqa: N801  (used as a function)
    """Within it, new variables hold at most so many numbers together.

    A few letters in a file or a text can ask for a million times a million.
    """

    def __init__(self, most_numbers: int) -> None:
        self._most = most_numbers

    def __enter__(self) -> None:
        self._before = getattr(_local, "room", None)
        _local.room = self._most

    def __exit__(self, *error: Any) -> None:
        _local.room = self._before


class without_values(at_most_numbers):  # noqa: N801  (used as a function)
    """The same, and they are only described: they read as zeros, no first value is computed.

    For models out of files, whose values come from there.
    """

    def __enter__(self) -> None:
        super().__enter__()
        self._described = getattr(_local, "described", False)
        _local.described = True

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        _local.described = self._described


def _count(variable: Variable) -> None:
    room = getattr(_local, "room", None)
    if room is None:
        return
    _local.room = room - variable.size
    if _local.room < 0:
        raise ValueError(f"the weights are too large: {variable.path} has the shape "
                         f"{variable.shape}")


def _scopes() -> list[StatelessScope]:
    if not hasattr(_local, "scopes"):
        _local.scopes = []
    return _local.scopes


class Variable:
    """An array with a name that can be assigned. Its first value is computed when it is first read.

    Args:
        initializer: a function ``(shape, dtype) -> array``, its name, or the first value itself.
        shape: the shape; may be left out when the first value is given.
        dtype: the type of its numbers; ``floatx()`` when left out.
        trainable: whether gradient descent changes it.
        aggregation, synchronization, layout: of no effect, for one device computes.
        name: its name in the layer: ``"kernel"``.
    """

    def __init__(
        self,
        initializer: Callable[..., Array] | Any,
        shape: Iterable[int] | None = None,
        dtype: str | None = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str = "none",
        synchronization: str = "auto",
        name: str | None = None,
        layout: Any = None,
    ) -> None:
        _let_jax_know()
        self.name = name or auto_name(type(self).__name__)
        self.path = current_path(self.name)
        self.trainable = self.made_trainable = trainable
        self.autocast = autocast
        self.aggregation, self.synchronization = aggregation, synchronization
        self.regularizer: Callable[[Array], Array] | None = None
        self.constraint: Callable[[Array], Array] | None = None
        if isinstance(initializer, (str, dict)):
            from playground.keras import initializers

            initializer = initializers.get(initializer)
        if not callable(initializer):
            value = initializer if hasattr(initializer, "shape") else np.asarray(initializer)
            if shape is None:
                shape = value.shape
            dtype = dtype or array_dtype(value.dtype)
            initializer = _Given(value)
        elif shape is None:
            raise ValueError(f"Variable {self.name!r} expects a shape beside its initializer; "
                             "got none.")
        self.initializer = initializer
        self.shape = _checked_shape(shape, self.name)
        self.dtype = standardize_dtype(dtype)
        _count(self)
        self._value: Array | None = None

    @property
    def value(self) -> Array:
        """The array: of the innermost stateless scope that knows the variable, or its own.

        In a layer that computes in another type than it keeps its weights in, in that type.
        """
        value = self._found()
        wanted = getattr(_local, "dtype", None)
        if wanted is not None and self.autocast and wanted != self.dtype and is_float(self.dtype):
            return value.astype(array_dtype(wanted))
        return value

    def _found(self) -> Array:
        for scope in reversed(_scopes()):
            value = scope.get_current_value(self)
            if value is not None:
                return value
        if self._value is None:
            dtype = array_dtype(self.dtype)
            if getattr(_local, "described", False):
                return jnp.zeros(self.shape, dtype)
            with jax.ensure_compile_time_eval():  # first read while tracing: still a plain array
                value = self.first_value()
            if isinstance(value, jax.core.Tracer):
                return value
            self._value = value
        return self._value

    @property
    def is_fresh(self) -> bool:
        """Whether nobody has read or set it yet: its first value is not drawn."""
        return self._value is None

    def first_value(self) -> Array:
        """What the initializer draws."""
        dtype = array_dtype(self.dtype)
        return jnp.asarray(self.initializer(self.shape, dtype=dtype), dtype)

    def assign(self, value: Any) -> Array:
        """Give the variable a new value of the same shape.

        Raises:
            ValueError: the value has another shape.
        """
        value = self._array(value)
        if value.shape != self.shape:
            raise ValueError(f"Variable {self.path!r} expects a value of shape {self.shape}; "
                             f"got one of shape {tuple(value.shape)}.")
        scope = stateless_scope()
        if scope is not None:
            scope.add_update((self, value))
        else:
            self._value = value
        return value

    def assign_add(self, value: Any) -> Array:
        return self.assign(self._found() + self._array(value))

    def assign_sub(self, value: Any) -> Array:
        return self.assign(self._found() - self._array(value))

    def _array(self, value: Any) -> Array:
        return jnp.asarray(_plain(value), array_dtype(self.dtype))

    def numpy(self) -> np.ndarray:
        return np.asarray(self.value)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.value, dtype=dtype)

    def __jax_array__(self) -> Array:
        return self.value

    def __getitem__(self, index: Any) -> Array:
        return self.value[index]

    def __len__(self) -> int:
        return self.shape[0]

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        value = "" if self._value is None else f", value={np.asarray(self._value)}"
        return f"<Variable path={self.path}, shape={self.shape}, dtype={self.dtype}{value}>"

    __hash__ = object.__hash__


class _Given:
    """An initializer that gives the value it was made with."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, shape: Shape, dtype: str | None = None) -> Array:
        return jnp.broadcast_to(jnp.asarray(self.value, dtype), shape)


def _checked_shape(shape: Iterable[int], name: str) -> Shape:
    sizes = tuple(shape)
    if any(not isinstance(size, (int, np.integer)) or size < 0 for size in sizes):
        raise ValueError(f"Variable {name!r} expects a shape of whole numbers, each known; "
                         f"got {sizes}.")
    return tuple(int(size) for size in sizes)


def _forward(function: Callable[[Any, Any], Any]) -> Callable[[Variable, Any], Array]:
    return lambda self, other: function(self.value, _plain(other))


def _reflected(function: Callable[[Any, Any], Any]) -> Callable[[Variable, Any], Array]:
    return lambda self, other: function(_plain(other), self.value)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Variable) else value


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Variable, f"__{_name}__", _forward(getattr(operator, _name)))
    setattr(Variable, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Variable, f"__{_name}__", _forward(getattr(operator, _name)))
Variable.__neg__ = lambda self: -self.value  # type: ignore[attr-defined]
Variable.__abs__ = lambda self: abs(self.value)  # type: ignore[attr-defined]
Variable.__hash__ = object.__hash__  # type: ignore[method-assign]


def _let_jax_know() -> None:
    """Variables may be arguments of ``jax.jit`` and ``jax.grad``: each stands for its value.

    Done as soon as JAX is there; nothing is imported for it.
    """
    if "jax" in sys.modules and not getattr(Variable, "_is_pytree", False):
        Variable._is_pytree = True  # type: ignore[attr-defined]
        jax.tree_util.register_pytree_node(
            Variable, lambda variable: ((variable.value,), None), lambda _, values: values[0])

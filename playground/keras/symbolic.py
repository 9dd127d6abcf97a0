"""A tensor without numbers: a shape and a type, from which models are built.

A layer or an operation called on one computes nothing. It says of what shape its output would be,
and remembers the call as a ``Node``; a model is then found by going back from its outputs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground.keras import tree
from playground.keras.backend import jax
from playground.keras.config import array_dtype, standardize_dtype
from playground.keras.naming import auto_name
from playground.keras.variable import StatelessScope

_SIZES = (240, 720)  # two sizes for what may have any: far apart, so no division makes them equal


class KerasTensor:
    """Stands for an array that is not there yet; None in its shape is any size.

    Args:
        shape: the whole shape, the batch first.
        dtype: the type of the numbers.
        record_history: whether calls on it are remembered.
    """

    _keras_history: Any = None  # (operation, number of its call, number of the output)
    _keras_mask: Any = None

    def __init__(
        self,
        shape: Iterable[int | None],
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
    ) -> None:
        if sparse or ragged:
            raise ValueError("KerasTensor expects sparse=False and ragged=False: arrays here are "
                             "dense. Give it a plain shape.")
        self.shape = tuple(None if size is None else int(size) for size in shape)
        self.dtype = standardize_dtype(dtype)
        self.sparse = self.ragged = False
        self.record_history = record_history
        self.name = name or auto_name(type(self).__name__)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def reshape(self, newshape: Any) -> KerasTensor:
        return _operation("reshape")(self, newshape)

    def squeeze(self, axis: Any = None) -> KerasTensor:
        return _operation("squeeze")(self, axis)

    def __getitem__(self, key: Any) -> KerasTensor:
        return _operation("get_item")(self, key)

    def __round__(self, ndigits: int | None = None) -> KerasTensor:
        return _operation("round")(self, ndigits or 0)

    def __iter__(self) -> Any:
        raise TypeError(_no_numbers("be looped over"))

    def __bool__(self) -> bool:
        raise TypeError(_no_numbers("be true or false"))

    def __int__(self) -> int:
        raise ValueError(_no_numbers("become an int"))

    def __float__(self) -> float:
        raise ValueError(_no_numbers("become a float"))

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError(_no_numbers("become a NumPy array") + " Use keras.ops or a layer on it.")

    def __jax_array__(self) -> Any:
        raise ValueError(_no_numbers("be given to a function of JAX") + " Use keras.ops, or write "
                         "a Layer with the function in its call(inputs).")

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"

    __hash__ = object.__hash__


def is_keras_tensor(x: Any) -> bool:
    return isinstance(x, KerasTensor)


def any_symbolic_tensors(args: Any = (), kwargs: Any = None) -> bool:
    """Whether a KerasTensor is anywhere among the arguments."""
    for each in (*args, *(kwargs or {}).values()):
        if isinstance(each, KerasTensor):
            return True
        if tree.is_nested(each) and any(map(is_keras_tensor, tree.leaves(each))):
            return True
    return False


def compute_output_spec(function: Any, *args: Any, **kwargs: Any) -> Any:
    """KerasTensors of the shapes and types that ``function`` would give for these arguments.

    It is traced without numbers, None being a size of which nothing is known. What must know it,
    as a loop over it does, is traced with two sizes: one of the output that differs is None.
    """
    flat = tree.flatten((args, kwargs))
    places = [place for place, each in enumerate(flat) if isinstance(each, KerasTensor)]

    def run(*arrays: Any) -> Any:
        filled = list(flat)
        for place, array in zip(places, arrays, strict=True):
            filled[place] = array
        args_, kwargs_ = tree.pack_sequence_as((args, kwargs), filled)
        with StatelessScope():
            return function(*args_, **kwargs_)

    def traced(size: Any) -> Any:
        given = [jax.ShapeDtypeStruct(tuple(size if each is None else each for each in x.shape),
                                      array_dtype(x.dtype)) for x in (flat[at] for at in places)]
        return jax.eval_shape(run, *given)

    if all(None not in flat[at].shape for at in places):
        return tree.map_structure(_as_tensor, traced(1))
    try:
        return tree.map_structure(_as_tensor, traced(_unknown_size()))
    except Exception:  # the reason, if it is not the size, comes again below
        return tree.map_structure(_common, *map(traced, _SIZES))


def _unknown_size() -> Any:
    """A size of which JAX knows only that it is none of an axis that is stretched or dropped."""
    from jax import export

    return export.symbolic_shape("(any_size)", constraints=["any_size >= 2"])[0]


def _as_tensor(array: Any) -> KerasTensor | None:
    if array is None:
        return None
    return KerasTensor(known_sizes(array.shape), array.dtype.name)


def known_sizes(shape: Iterable[Any]) -> tuple[int | None, ...]:
    """The shape, with None for the sizes that are not known while a call is traced."""
    return tuple(size if isinstance(size, int) else None for size in shape)


def _common(one: Any, other: Any) -> KerasTensor | None:
    if one is None:
        return None
    if len(one.shape) != len(other.shape):
        raise ValueError("The number of axes of the output depends on the size of the input.")
    return KerasTensor([a if a == b else None for a, b in zip(one.shape, other.shape, strict=True)],
                       one.dtype.name)


def _operation(name: str) -> Any:
    import playground.keras.ops  # noqa: F401  (registers them)
    from playground.keras.ops.base import operations

    return operations[name]


def _no_numbers(what: str) -> str:
    return (f"A KerasTensor has a shape and a type but no numbers yet, so it cannot {what}: it is "
            "what a model is built from.")


def _binary(name: str) -> Any:
    return lambda self, other: _operation(name)(self, other)


def _reflected(name: str) -> Any:
    return lambda self, other: _operation(name)(other, self)


for _symbol, _name in {
    "add": "add", "sub": "subtract", "mul": "multiply", "matmul": "matmul",
    "truediv": "true_divide", "floordiv": "floor_divide", "mod": "mod", "pow": "power",
    "and": "logical_and", "or": "logical_or", "xor": "logical_xor",
}.items():
    setattr(KerasTensor, f"__{_symbol}__", _binary(_name))
    setattr(KerasTensor, f"__r{_symbol}__", _reflected(_name))
for _symbol, _name in {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal",
                       "ne": "not_equal"}.items():  # == stays: is it the same tensor
    setattr(KerasTensor, f"__{_symbol}__", _binary(_name))
for _symbol, _name in {"neg": "negative", "abs": "absolute", "invert": "logical_not"}.items():
    setattr(KerasTensor, f"__{_symbol}__", lambda self, _name=_name: _operation(_name)(self))

"""Shapes and types of what keras.ops and operators give, worked out by rule: nothing is computed.

The rules are those of Keras's ``compute_output_spec``; None is the size of a batch. What has no
rule here is not known.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground import keras
from playground.code.reader.keras_names import ACTIVATIONS
from playground.keras.config import standardize_dtype

Shape = tuple[int | None, ...]
Given = Mapping[str, Any]  # the arguments by name, with the shapes of tensors in their place
LARGEST = 2**31  # of a size

_ALIKE = frozenset((*ACTIVATIONS, *"""
abs absolute arccos arcsin arctan cast ceil clip cos cosh erf exp exp2 expm1 flip
floor full_like isfinite isinf isnan log log10 log1p log2 logical_not nan_to_num negative normalize
ones_like reciprocal roll round rsqrt sign sin sinh sort argsort sqrt square stop_gradient tan tril
triu zeros_like
""".split()))
_STRETCHED = frozenset("""
add arctan2 divide divide_no_nan equal floor_divide greater greater_equal hypot less less_equal
logical_and logical_or logical_xor maximum minimum mod multiply not_equal power remainder subtract
true_divide where
""".split())
_REDUCED = frozenset("""
all amax amin any argmax argmin count_nonzero logsumexp max mean median min prod std sum var
""".split())
_TRUTHS = frozenset("""
all any equal greater greater_equal isfinite isinf isnan less less_equal logical_and logical_not
logical_or logical_xor not_equal < <= > >= == !=
""".split())
_PLACES = frozenset("argmax argmin argsort count_nonzero".split())


def shapes_of_op(name: str, args: tuple[Any, ...], kwargs: Given) -> list[Shape]:
    """The shapes of all that ``keras.ops.<name>`` gives, ``Shape`` standing for each tensor.

    Raises:
        ValueError, TypeError, KeyError: it is not known, or they do not fit together.
    """
    if name in _ALIKE:
        return [_checked((*args, *kwargs.values())[0])]
    given = inspect.signature(getattr(keras.ops, name)).bind(*args, **kwargs)
    given.apply_defaults()
    values = list(given.arguments.values())
    if name in _STRETCHED:
        return [together([each for each in values if each is not None])]
    if name in _REDUCED:
        return [_reduced(_checked(values[0]), given.arguments["axis"], given.arguments["keepdims"])]
    found = _RULES[name](**given.arguments)
    return [_checked(each) for each in (found if isinstance(found, list) else [found])]


def together(shapes: Sequence[Any]) -> Shape:
    """What an operator makes of arrays of these shapes: 1 is stretched; a number has none."""
    shapes = [() if isinstance(each, (int, float)) else _checked(each) for each in shapes]
    sizes = max(map(len, shapes))
    padded = [(1,) * (sizes - len(each)) + each for each in shapes]
    return tuple(map(_common, zip(*padded, strict=True)))


def type_of_op(name: str, types: Sequence[str], args: Sequence[Any], kwargs: Given) -> str:
    """The type of what an operation or an operator gives, from those of the tensors.

    Raises:
        ValueError: it is not known.
    """
    if name in _TRUTHS:
        return "bool"
    if name in _PLACES:
        return "int32"
    if name == "cast":
        wanted = kwargs.get("dtype", args[1] if len(args) > 1 else None)
        return standardize_dtype(wanted)
    if name == "one_hot" and not isinstance(kwargs.get("dtype"), str):
        return "float32"
    if set(types[name == "where":]) == {"float32"}:
        return "float32"
    if name in ("[]", "reshape", "transpose", "expand_dims", "squeeze", "concatenate", "repeat",
                "flip", "take") and len(set(types)) == 1:
        return types[0]
    raise ValueError("a type that no rule tells")


# ---------------------------------------------------------------------- rules

def _common(sizes: tuple[int | None, ...]) -> int | None:
    known = {each for each in sizes if each not in (1, None)}
    if len(known) > 1:
        raise ValueError("sizes that do not go together")
    return known.pop() if known else None if None in sizes else 1


def _reduced(x: Shape, axis: Any, keepdims: bool) -> Shape:
    gone = set(range(len(x))) if axis is None else _axes(axis, len(x))
    if keepdims:
        return tuple(1 if k in gone else size for k, size in enumerate(x))
    return tuple(size for k, size in enumerate(x) if k not in gone)


def _axes(axis: Any, count: int) -> set[int]:
    return {_axis(each, count) for each in (axis if isinstance(axis, (list, tuple)) else [axis])}


def _axis(axis: Any, count: int) -> int:
    if not isinstance(axis, int) or not -count <= axis < count:
        raise ValueError("an axis that is not there")
    return axis % count


def _total(x: Shape) -> int | None:
    return None if None in x else math.prod(x)


def _reshape(x: Shape, newshape: Any) -> Shape:
    wanted = tuple(newshape) if isinstance(newshape, (list, tuple)) else (newshape,)
    wanted = tuple(-1 if each is None else each for each in wanted)
    rest, total = math.prod(each for each in wanted if each != -1), _total(x)
    if wanted.count(-1) > 1 or not rest or total is not None and (
            total % rest if -1 in wanted else total != rest):
        raise ValueError("a shape that does not fit")
    return tuple((None if total is None else total // rest) if each == -1 else each
                 for each in wanted)


def _transpose(x: Shape, axes: Any) -> Shape:
    order = tuple(range(len(x)))[::-1] if axes is None else tuple(
        _axis(each, len(x)) for each in axes)
    if sorted(order) != list(range(len(x))):
        raise ValueError("axes that are not all of them")
    return tuple(x[each] for each in order)


def _moveaxis(x: Shape, source: Any, destination: Any) -> Shape:
    if not isinstance(source, int) or not isinstance(destination, int):
        raise ValueError("several axes")
    order = [k for k in range(len(x)) if k != _axis(source, len(x))]
    order.insert(_axis(destination, len(x)), _axis(source, len(x)))
    return tuple(x[each] for each in order)


def _expand_dims(x: Shape, axis: Any) -> Shape:
    count = len(x) + (len(axis) if isinstance(axis, (list, tuple)) else 1)
    fresh, left = _axes(axis, count), iter(x)
    if count - len(fresh) != len(x):
        raise ValueError("an axis twice")
    return tuple(1 if k in fresh else next(left) for k in range(count))


def _squeeze(x: Shape, axis: Any) -> Shape:
    gone = {k for k, size in enumerate(x) if size == 1} if axis is None else _axes(axis, len(x))
    if any(x[each] not in (1, None) for each in gone):
        raise ValueError("an axis that is not 1 long")
    return tuple(size for k, size in enumerate(x) if k not in gone)


def _concatenate(xs: Sequence[Shape], axis: int) -> Shape:
    place = _axis(axis, len(xs[0]))
    sizes = [each[place] for each in xs]
    return tuple((None if None in sizes else sum(sizes)) if k == place else _common(column)
                 for k, column in enumerate(zip(*xs, strict=True)))


def _stack(x: Sequence[Shape], axis: int) -> Shape:
    whole = [_common(column) for column in zip(*x, strict=True)]
    whole.insert(_axis(axis, len(whole) + 1), len(x))
    return tuple(whole)


def _split(x: Shape, indices_or_sections: Any, axis: int) -> list[Shape]:
    place, parts = _axis(axis, len(x)), indices_or_sections
    size = x[place]
    if isinstance(parts, int):
        if size is None or parts < 1 or size % parts:
            raise ValueError("parts that do not come out even")
        sizes = [size // parts] * min(parts, 1000)
    else:
        ends = [0, *parts, size]
        sizes = [each - before for before, each in zip(ends, ends[1:])]
    return [(*x[:place], each, *x[place + 1:]) for each in sizes]


def _repeat(x: Shape, repeats: Any, axis: Any) -> Shape:
    if not isinstance(repeats, int):
        raise ValueError("repeats of each")
    x, place = ((_total(x),), 0) if axis is None else (x, _axis(axis, len(x)))
    return tuple(size * repeats if k == place and size is not None else size
                 for k, size in enumerate(x))


def _tile(x: Shape, repeats: Any) -> Shape:
    times = tuple(repeats) if isinstance(repeats, (list, tuple)) else (repeats,)
    count = max(len(x), len(times))
    x, times = (1,) * (count - len(x)) + x, (1,) * (count - len(times)) + times
    return tuple(None if size is None else size * each for size, each in zip(x, times))


def _pad(x: Shape, pad_width: Any, **_: Any) -> Shape:
    pairs = [(pad_width, pad_width)] if isinstance(pad_width, int) else [
        (each, each) if isinstance(each, int) else tuple(each) for each in pad_width]
    pairs = pairs * len(x) if len(pairs) == 1 else pairs
    return tuple(None if size is None else size + sum(pair)
                 for size, pair in zip(x, pairs, strict=True))


def _matmul(x1: Shape, x2: Shape) -> Shape:
    if len(x1) < 2 or len(x2) < 2:
        raise ValueError("a row or a column")
    _common((x1[-1], x2[-2]))
    return (*together([x1[:-2], x2[:-2]]), x1[-2], x2[-1])


def _one_hot(x: Shape, num_classes: int, axis: int, **_: Any) -> Shape:
    sizes = list(x)
    sizes.insert(_axis(axis, len(x) + 1), num_classes)
    return tuple(sizes)


def _take(x: Shape, indices: Any, axis: Any) -> Shape:
    if isinstance(indices, tuple) and None not in indices:
        raise ValueError("a row of places, or the shape of a tensor")
    places = () if isinstance(indices, int) else (len(indices),) if isinstance(
        indices, list) else indices
    if axis is None:
        return places
    place = _axis(axis, len(x))
    return (*x[:place], *places, *x[place + 1:])


_RULES: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(("cumprod", "cumsum"),
                    lambda x, axis, **_: (_total(x),) if axis is None else x),
    "broadcast_to": lambda x, shape: tuple(shape), "concatenate": _concatenate,
    "expand_dims": _expand_dims, "matmul": _matmul, "moveaxis": _moveaxis, "one_hot": _one_hot,
    "pad": _pad, "ravel": lambda x: (_total(x),), "repeat": _repeat, "reshape": _reshape,
    "split": _split, "squeeze": _squeeze, "stack": _stack,
    "swapaxes": lambda x, axis1, axis2: _transpose(x, [
        {axis1 % len(x): axis2, axis2 % len(x): axis1}.get(k, k) for k in range(len(x))]),
    "take": _take, "tile": _tile, "transpose": _transpose}


def _checked(shape: Any) -> Shape:
    if not isinstance(shape, tuple) or not all(
            each is None or isinstance(each, int) and 0 <= each < LARGEST for each in shape):
        raise ValueError("sizes that are none")
    return shape

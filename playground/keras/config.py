"""Numbers that hold for the whole package, as in Keras: ``floatx`` and ``epsilon``."""

from __future__ import annotations

_EPSILON = 1e-7
_FLOATX = "float32"


def epsilon() -> float:
    """The small number that keeps logarithms and quotients finite: 1e-7."""
    return _EPSILON


def floatx() -> str:
    """The type of a number when nothing else is said: ``"float32"``."""
    return _FLOATX


def dtype_name(dtype: object | None) -> str:
    """The plain name of a type: ``"float32"`` for None, ``np.float32``, ``float`` and its name."""
    if dtype is None:
        return _FLOATX
    if isinstance(dtype, dict):  # Keras writes a dtype policy into a configuration
        dtype = dtype["config"]["name"]
    if isinstance(dtype, str):
        return {"float": _FLOATX, "int": "int32", "float64": _FLOATX, "int64": "int32"}.get(
            dtype, dtype)
    if dtype in (float, int, bool):
        return {float: _FLOATX, int: "int32", bool: "bool"}[dtype]  # type: ignore[index]
    import numpy

    return dtype_name(numpy.dtype(dtype).name)

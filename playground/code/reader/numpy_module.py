"""NumPy as far as it computes: arrays of numbers whose sizes are checked before they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.code.reader.data import Data
from playground.code.reader.values import Module

ELEMENTWISE = """
abs absolute add arctan arctan2 ceil clip cos cosh divide equal exp exp2 expm1 floor floor_divide
greater greater_equal hypot isfinite isinf isnan less less_equal log log10 log1p log2 logical_and
logical_not logical_or maximum minimum mod multiply negative not_equal power reciprocal round sign
sin sinh sqrt square subtract tan tanh true_divide where
""".split()
REDUCED = """
all any argmax argmin argsort cumprod cumsum max mean median min prod std sum var
""".split()
SHAPED = """
array asarray concatenate diag expand_dims flip full_like hstack moveaxis ones_like ravel reshape
roll sort squeeze stack swapaxes transpose unique vstack zeros_like
""".split()
MADE = "arange eye full identity linspace ones zeros".split()
TIMES = "repeat tile outer matmul dot".split()
TYPES = "float32 float64 float16 int32 int64 int8 uint8 int16 uint16 uint32".split()


def numpy_functions() -> list[Callable[..., Any]]:
    return [getattr(np, name) for name in (*ELEMENTWISE, *REDUCED, *SHAPED, *MADE, *TIMES)]


def numpy_module() -> Module:
    """NumPy's numbers; its random numbers and its files are data, which are not there."""
    names = (*ELEMENTWISE, *REDUCED, *SHAPED, *MADE, *TIMES)
    return Module("numpy", {
        **{name: getattr(np, name) for name in names}, **dict(zip(TYPES, TYPES)),
        "pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None, "bool_": "bool",
        "random": Data("numpy.random"), "load": Data("numpy.load"), "linalg": Data("numpy.linalg"),
        **{name: Data(f"numpy.{name}") for name in (
            "loadtxt", "genfromtxt", "savez", "save", "savetxt", "set_printoptions", "testing",
            "meshgrid", "bincount", "histogram", "percentile", "array_equal", "ndarray")}})

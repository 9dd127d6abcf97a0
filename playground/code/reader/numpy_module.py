"""NumPy as far as it computes: functions of arrays of numbers.

Its random numbers and its files are data, which are not there while a text is read.
"""

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
all any argmax argmin argsort cumprod cumsum max mean median min prod sort std sum unique var
""".split()
SHAPED = """
array asarray expand_dims flip full_like moveaxis ones_like ravel reshape roll squeeze swapaxes
transpose zeros_like
""".split()
JOINED = "concatenate hstack stack vstack".split()
MADE = "arange eye full identity linspace ones zeros".split()
GROWING = "dot matmul outer repeat tile".split()
TYPES = "float32 float64 float16 int32 int64 int8 uint8 int16 uint16 uint32".split()
_ELSEWHERE = """
random load loadtxt genfromtxt savez save savetxt set_printoptions linalg testing meshgrid bincount
histogram percentile array_equal ndarray
""".split()


def numpy_functions() -> dict[str, Callable[..., Any]]:
    names = (*ELEMENTWISE, *REDUCED, *SHAPED, *JOINED, *MADE, *GROWING)
    return {name: getattr(np, name) for name in names}


def numpy_module() -> Module:
    return Module("numpy", {
        **numpy_functions(), **dict(zip(TYPES, TYPES)), "bool_": "bool",
        "pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None,
        **{name: Data(f"numpy.{name}") for name in _ELSEWHERE}})

"""What the network is told about each point: its inputs, their squares, product and sines."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Sequence

import numpy as np

from playground.registry import Registry

features: Registry = Registry("feature")


def feature(name: str, *, label: str, inputs: int, help: str) -> Callable[[Callable], Callable]:
    """Register the decorated function of x (n, inputs); its one expression is its ``code``.

    Args:
        label: how the diagram writes it.
        inputs: how many inputs a data set must have for it.
        help: the tooltip.
    """

    def add(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
        function.label = label
        function.inputs = inputs
        function.help = help
        function.code = _expression(function)
        return features.register(name)(function)

    return add


def _expression(function: Callable) -> str:
    """What the function returns, as its source says it."""
    definition = ast.parse(inspect.getsource(function)).body[0]
    return ast.unparse(definition.body[-1].value)


@feature("x1", label="X₁", inputs=1, help="The first input: left to right.")
def x1(x: np.ndarray) -> np.ndarray:
    return x[:, 0]


@feature("x2", label="X₂", inputs=2, help="The second input: bottom to top.")
def x2(x: np.ndarray) -> np.ndarray:
    return x[:, 1]


@feature("x1_squared", label="X₁²", inputs=1, help="The first input times itself.")
def x1_squared(x: np.ndarray) -> np.ndarray:
    return x[:, 0] ** 2


@feature("x2_squared", label="X₂²", inputs=2, help="The second input times itself.")
def x2_squared(x: np.ndarray) -> np.ndarray:
    return x[:, 1] ** 2


@feature("x1x2", label="X₁X₂", inputs=2,
         help="The product of both inputs: positive where their signs are the same.")
def x1x2(x: np.ndarray) -> np.ndarray:
    return x[:, 0] * x[:, 1]


@feature("sin_x1", label="sin X₁", inputs=1, help="A wave along the first input.")
def sin_x1(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0])


@feature("sin_x2", label="sin X₂", inputs=2, help="A wave along the second input.")
def sin_x2(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 1])


def columns(names: Sequence[str], x: np.ndarray) -> np.ndarray:
    """The features of x (n, inputs) by name, float32 (n, len(names))."""
    return np.stack([features[name](x) for name in names], axis=1).astype(np.float32)

"""EinsumDense: a Dense layer whose sums are written in Einstein's notation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from playground.keras import activations, constraints, initializers, regularizers
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.low_rank import LowRank
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array

Shape = tuple[int | None, ...]

_FORMS = (r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)",
          r"(?P<left>\.\.\.)([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)",
          r"([a-zA-Z]{2,})(?P<right>\.\.\.),([a-zA-Z]+)->([a-zA-Z]+)\.\.\.")


class _Shapes(NamedTuple):
    """What an equation makes of an input shape."""

    kernel: tuple[int, ...]
    bias: tuple[int, ...] | None
    output: Shape
    inputs: tuple[int, ...]  # the axes of the kernel that are summed over
    outputs: tuple[int, ...]  # the others


@layers.register("EinsumDense")
class EinsumDense(LowRank, Layer):
    """y = activation(einsum(equation, x, W) + b)

    Args:
        equation: of input, kernel and output: ``"abc,cd->abd"`` is a Dense layer on sequences.
            ``...`` stands for any axes, in front or behind.
        output_shape: the shape of the output without the batch; None where it follows.
        bias_axes: the letters of the output along which there is a bias; None: there is none.
    """

    def __init__(
        self,
        equation: str,
        output_shape: int | Sequence[int | None],
        activation: Any = None,
        bias_axes: str | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        gptq_unpacked_column_size: int | None = None,
        quantization_config: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        if (gptq_unpacked_column_size, quantization_config) != (None, None):
            raise ValueError("EinsumDense expects gptq_unpacked_column_size and "
                             "quantization_config as None: quantized weights are not there.")
        self.lora_rank, self.lora_alpha = lora_rank, lora_alpha or lora_rank
        self.equation = equation
        self.partial_output_shape = (
            (output_shape,) if isinstance(output_shape, int) else tuple(output_shape))
        self.bias_axes = bias_axes
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def build(self, input_shape: Shape) -> None:
        shapes = self._shapes(input_shape)
        self.input_spec = InputSpec(ndim=len(input_shape))
        self.kernel = self.add_weight(
            shapes.kernel, self._for_axes(shapes), name="kernel",
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = None if shapes.bias is None else self.add_weight(
            shapes.bias, self.bias_initializer, name="bias",
            regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        if self.lora_rank is not None:
            self.enable_lora(self.lora_rank, self.lora_alpha)

    def call(self, inputs: Array, training: Any = None) -> Array:
        x = jnp.einsum(self.equation, inputs, self._sum(self.kernel))
        if self.bias is not None:
            x = x + self.bias.value
        return self.activation(x)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self._shapes(input_shape).output

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "equation": self.equation,
                  "output_shape": self.partial_output_shape, "bias_axes": self.bias_axes,
                  "activation": activations.serialize(self.activation), **self._lora_config()}
        return config | {key: serialize(getattr(self, key)) for key in (
            "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
            "activity_regularizer", "kernel_constraint", "bias_constraint")}

    def _for_axes(self, shapes: _Shapes) -> Any:
        """The initializer, told which axes of the kernel are inputs and which are outputs."""
        given = self.kernel_initializer
        if not isinstance(given, initializers.VarianceScaling) or None not in (
                given.input_axes, given.output_axes):
            return given
        return type(given).from_config({
            **given.get_config(), "seed": given.seed,
            "input_axes": shapes.inputs, "output_axes": shapes.outputs})

    def _shapes(self, input_shape: Shape) -> _Shapes:
        found = next(filter(None, (re.fullmatch(each, self.equation) for each in _FORMS)), None)
        if found is None:
            raise ValueError(f"{self.name} (EinsumDense) expects an equation as 'ab,bc->ac', "
                             f"'...b,bc->...c' or 'ab...,bc->ac...'; got {self.equation!r}.")
        x, kernel, y = (each for each in found.groups() if each not in ("...", None))
        input_shape = tuple(input_shape)
        more = len(input_shape) - len(x)  # the axes that ... stands for
        left = "left" in found.groupdict()
        if left:
            ahead, behind = input_shape[:more], ()
            sizes = dict(zip(x, input_shape[more:], strict=True))
            output = (*input_shape[:max(more, 1)], *self.partial_output_shape)
        else:
            ahead, behind = (), input_shape[len(x):]
            sizes = dict(zip(x, input_shape, strict=False))
            output = (input_shape[0], *self.partial_output_shape, *behind)
        given = dict(zip(y, output[len(ahead):], strict=False))
        self._check_letters(x, kernel, y, sizes, given)
        bias = None
        if self.bias_axes is not None:
            first = min(map(y.index, self.bias_axes))
            bias = (*(given[each] if each in self.bias_axes else 1 for each in y[first:]),
                    *[1] * len(behind))
        return _Shapes(
            tuple(given[each] if each in given else sizes[each] for each in kernel), bias, output,
            tuple(at for at, each in enumerate(kernel) if each not in given),
            tuple(at for at, each in enumerate(kernel) if each in given))

    def _check_letters(
        self, x: str, kernel: str, y: str, sizes: dict[str, Any], given: dict[str, Any]
    ) -> None:
        who = f"{self.name} (EinsumDense) with the equation {self.equation!r}"
        for each in set(x) & set(given):
            if given[each] is not None and given[each] != sizes.get(each):
                raise ValueError(f"{who} expects one size for {each!r}; got {sizes.get(each)} in "
                                 f"the input and {given[each]} in output_shape.")
        for each in y:
            if each not in x + kernel:
                raise ValueError(f"{who} expects {each!r} of the output in the input or in the "
                                 "kernel too.")
        for each in kernel:
            if each not in x + y:
                raise ValueError(f"{who} expects {each!r} of the kernel in the input or in the "
                                 "output too.")
        for each in self.bias_axes or "":
            if each not in y:
                raise ValueError(f"{who} expects bias_axes of letters of the output; got "
                                 f"{each!r}.")

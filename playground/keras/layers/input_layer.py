"""The beginning of a model: the shape of one sample, and the type of its numbers."""

from __future__ import annotations

from typing import Any

from playground.keras.config import standardize_dtype
from playground.keras.layers.arguments import as_shape
from playground.keras.layers.base import Layer, layers
from playground.keras.node import Node
from playground.keras.symbolic import KerasTensor

Shape = tuple[int | None, ...]


@layers.register("InputLayer")
class InputLayer(Layer):
    """Says what goes into a model.

    Args:
        shape: the shape of one sample, without the batch.
        batch_size: how many samples a batch has; any number by itself.
        batch_shape: the whole shape, in place of the two.
        input_tensor: a KerasTensor that shall be the beginning.
        optional: whether None may be given.
    """

    def __init__(
        self,
        shape: Any = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Any = None,
        input_tensor: KerasTensor | None = None,
        optional: bool = False,
        name: str | None = None,
        **settings: Any,
    ) -> None:
        shape = settings.pop("input_shape", shape)
        batch_shape = settings.pop("batch_input_shape", batch_shape)
        super().__init__(name=name, **settings)
        if sparse or ragged:
            raise ValueError("Input expects sparse=False and ragged=False: arrays here are dense.")
        if input_tensor is not None:
            _expect_the_same(input_tensor, shape, batch_size, batch_shape, dtype)
        else:
            input_tensor = KerasTensor(_batch_shape(shape, batch_size, batch_shape), dtype,
                                       name=name)
        self.batch_shape: Shape = input_tensor.shape
        self._dtype = input_tensor.dtype
        self.optional = optional
        self.supports_masking = True
        self._build_shapes = {"input_shape": self.batch_shape}
        self.built = True
        Node(self, outputs=input_tensor)

    @property
    def dtype(self) -> str:
        return self._dtype

    input_dtype = compute_dtype = dtype

    def call(self, inputs: Any) -> Any:
        return inputs

    def compute_output_shape(self, input_shape: Any = None) -> Shape:
        return self.batch_shape

    def get_build_config(self) -> None:
        return None

    def get_config(self) -> dict[str, Any]:
        return {"batch_shape": self.batch_shape, "dtype": self.dtype, "sparse": False,
                "ragged": False, "name": self.name, "optional": self.optional}


def Input(  # noqa: N802  (Keras's name)
    shape: Any = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: KerasTensor | None = None,
    optional: bool = False,
    **settings: Any,
) -> KerasTensor:
    """The beginning of a model: ``Input((784,))`` for samples of 784 numbers."""
    return InputLayer(shape, batch_size, dtype, sparse, ragged, batch_shape, tensor, optional,
                      name, **settings).output


def _batch_shape(shape: Any, batch_size: int | None, batch_shape: Any) -> Shape:
    if batch_shape is not None:
        if shape is not None or batch_size is not None:
            raise ValueError("Input expects batch_shape alone, or shape and batch_size; got both.")
        return tuple(batch_shape)
    if shape is None:
        raise ValueError("Input expects the shape of one sample, as Input((784,)).")
    if isinstance(batch_size, float) or isinstance(batch_size, str):
        raise ValueError(f"Input expects batch_size as a whole number; got {batch_size!r}.")
    return (batch_size, *as_shape(shape, "Input"))


def _expect_the_same(
    tensor: Any, shape: Any, batch_size: int | None, batch_shape: Any, dtype: Any
) -> None:
    if not isinstance(tensor, KerasTensor):
        raise ValueError(f"Input expects tensor as a KerasTensor; got {type(tensor).__name__}.")
    for name, said, has in (
        ("shape", shape if shape is None else tuple(shape), tensor.shape[1:]),
        ("batch_size", batch_size, tensor.shape[0] if tensor.shape else None),
        ("batch_shape", batch_shape if batch_shape is None else tuple(batch_shape), tensor.shape),
        ("dtype", dtype if dtype is None else standardize_dtype(dtype), tensor.dtype),
    ):
        if said is not None and said != has:
            raise ValueError(f"Input expects {name} as its tensor has it, {has}; got {said}.")

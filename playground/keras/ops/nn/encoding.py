"""Whole numbers as rows of 0 and 1; and two measures of pictures and waves."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp, lax
from playground.keras.config import dtype_name
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op(class_name="OneHot")
def one_hot(
    x: Array, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False
) -> Array:
    """1 at the place of the number along a new axis, 0 elsewhere; all 0 when it is outside."""
    _expect_dense(sparse, "one_hot")
    return jax.nn.one_hot(jnp.asarray(x), num_classes, axis=axis, dtype=dtype_name(dtype))


@op(class_name="MultiHot")
def multi_hot(
    inputs: Array, num_classes: int | None = None, axis: int = -1, dtype: Any = None,
    sparse: bool = False, **kwargs: Any,
) -> Array:
    """1 at the places of all numbers of a row, 0 elsewhere.

    Raises:
        ValueError: no number of classes.
    """
    _expect_dense(sparse, "multi_hot")
    count = kwargs.get("num_tokens") if num_classes is None else num_classes  # its old name
    if count is None:
        raise ValueError("multi_hot expects num_classes, the length of a row; got None.")
    x = jnp.asarray(inputs).astype("int32")
    rows = jax.nn.one_hot(x, count, axis=axis, dtype=dtype_name(dtype))
    return jnp.max(rows, axis=1 if x.ndim > 1 else 0)


@op
def polar(abs_: Array, angle: Array) -> Array:
    """The complex number of this size and angle."""
    size, angle = jnp.asarray(abs_), jnp.asarray(angle)
    return lax.complex(size * jnp.cos(angle), size * jnp.sin(angle))


@op(class_name="PSNR")
def psnr(x1: Array, x2: Array, max_val: float) -> Array:
    """20 log10(max_val) - 10 log10(mean (x1 - x2)²): how alike two pictures are, in decibels.

    Raises:
        ValueError: the shapes differ.
    """
    x1, x2 = jnp.asarray(x1), jnp.asarray(x2)
    if x1.shape != x2.shape:
        raise ValueError(f"psnr expects two arrays of one shape; got {x1.shape} and {x2.shape}.")
    return 20 * jnp.log10(max_val) - 10 * jnp.log10(jnp.mean(jnp.square(x1 - x2)))


def _expect_dense(sparse: bool, who: str) -> None:
    if sparse:
        raise ValueError(f"{who} expects sparse=False: arrays here are dense.")

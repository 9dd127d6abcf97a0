"""Blocks of pictures as rows, and back; depth as space, and back."""

from __future__ import annotations

from collections.abc import Sequence

from playground.keras.backend import jnp, lax
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format, numbers
from playground.keras.variable import Array

Pair = int | Sequence[int]


@op
def unfold(
    x: Array, kernel_size: Pair, dilation: Pair = 1, padding: Pair = 0, stride: Pair = 1
) -> Array:
    """All blocks of a picture, one a column: (batch, channels · block, blocks).

    Shapes: x (batch, channels, height, width).
    """
    x = jnp.asarray(x)
    block, apart, edges, step = (numbers(each, 2) for each in (kernel_size, dilation, padding,
                                                               stride))
    blocks = lax.conv_general_dilated_patches(
        x, block, step, [(each, each) for each in edges], rhs_dilation=apart,
        dimension_numbers=("NCHW", "OIHW", "NCHW"))
    return blocks.reshape(*blocks.shape[:2], -1)


@op
def fold(
    x: Array, output_size: Pair, kernel_size: Pair, dilation: Pair = 1, padding: Pair = 0,
    stride: Pair = 1,
) -> Array:
    """The picture whose places are the sums of the blocks over them: ``unfold`` transposed.

    Shapes: x (batch, channels · block, blocks); out (batch, channels, height, width).
    """
    x = jnp.asarray(x)
    (rows, columns), (down, across) = (numbers(each, 2) for each in (kernel_size, stride))
    (gap_y, gap_x), (edge_y, edge_x) = (numbers(each, 2) for each in (dilation, padding))
    height, width = (size + 2 * edge for size, edge in zip(numbers(output_size, 2),
                                                           (edge_y, edge_x), strict=True))
    count_y = (height - gap_y * (rows - 1) - 1) // down + 1
    count_x = (width - gap_x * (columns - 1) - 1) // across + 1
    channels = x.shape[1] // (rows * columns)
    blocks = x.reshape(x.shape[0], channels, rows, columns, count_y, count_x)
    picture = jnp.zeros((x.shape[0], channels, height, width), x.dtype)
    for row in range(rows):
        for column in range(columns):
            top, left = row * gap_y, column * gap_x
            picture = picture.at[:, :, top:top + count_y * down:down,
                                 left:left + count_x * across:across].add(
                blocks[:, :, row, column])
    return picture[:, :, edge_y:height - edge_y, edge_x:width - edge_x]


@op(class_name="DepthToSpace")
def depth_to_space(x: Array, block_size: int, data_format: str = "channels_last") -> Array:
    """Channels as blocks of pixels: height and width grow by ``block_size``."""
    x, size = jnp.asarray(x), block_size
    if checked_format(data_format, "depth_to_space") == "channels_last":
        n, h, w, c = x.shape
        x = x.reshape(n, h, w, size, size, c // size**2).transpose(0, 1, 3, 2, 4, 5)
        return x.reshape(n, h * size, w * size, -1)
    n, c, h, w = x.shape
    x = x.reshape(n, c // size**2, size, size, h, w).transpose(0, 1, 4, 2, 5, 3)
    return x.reshape(n, -1, h * size, w * size)


@op(class_name="SpaceToDepth")
def space_to_depth(x: Array, block_size: int, data_format: str = "channels_last") -> Array:
    """Blocks of pixels as channels: height and width shrink by ``block_size``."""
    x, size = jnp.asarray(x), block_size
    if checked_format(data_format, "space_to_depth") == "channels_last":
        n, h, w, c = x.shape
        x = x.reshape(n, h // size, size, w // size, size, c).transpose(0, 1, 3, 2, 4, 5)
        return x.reshape(n, h // size, w // size, -1)
    n, c, h, w = x.shape
    x = x.reshape(n, c, h // size, size, w // size, size).transpose(0, 1, 3, 5, 2, 4)
    return x.reshape(n, -1, h // size, w // size)

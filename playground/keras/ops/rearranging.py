"""Axes named in words: ``rearrange(images, "b h w c -> b (h w) c")``."""

from __future__ import annotations

import math
import re
from typing import Any

from playground.keras.ops.numpy.shaping import reshape, transpose
from playground.keras.variable import Array


def rearrange(tensor: Array, pattern: str, **axes_lengths: int) -> Array:
    """The same numbers with their axes split, moved and joined, as the pattern says.

    Left of the arrow are the axes as they are, right as they shall be; axes in brackets are one.
    An array, or a KerasTensor of which at most one size is unknown.

    Args:
        axes_lengths: the sizes of axes in brackets on the left; one of a bracket may be left out.

    Raises:
        ValueError: the sides have different names, or the sizes do not fit.

    Source: A. Rogozhnikov, "Einops", ICLR 2022.
    """
    if pattern.count("->") != 1:
        raise ValueError(f"rearrange expects a pattern with one '->'; got {pattern!r}.")
    before, after = (_groups(side) for side in pattern.split("->"))
    names, wanted = ([name for group in side for name in group] for side in (before, after))
    if sorted(names) != sorted(wanted) or len(set(names)) != len(names):
        raise ValueError("rearrange expects each name once on both sides of the arrow; "
                         f"got {pattern!r}.")
    shape = tuple(tensor.shape)
    if len(before) != len(shape):
        raise ValueError(f"rearrange expects {len(before)} axes for {pattern!r}; "
                         f"got the shape {shape}.")
    sizes: dict[str, int] = {}
    for group, size in zip(before, shape, strict=True):
        sizes |= _split(group, size, axes_lengths, pattern)
    apart = reshape(tensor, [sizes[name] for name in names])
    moved = transpose(apart, [names.index(name) for name in wanted])
    return reshape(moved, [_joined([sizes[name] for name in group]) for group in after])


def _groups(side: str) -> list[list[str]]:
    """``b (h w) c`` -> [["b"], ["h", "w"], ["c"]]."""
    parts = re.findall(r"\([^()]*\)|[^\s()]+", side)
    if "".join(parts).replace(" ", "") != side.replace(" ", ""):
        raise ValueError(f"rearrange expects brackets that open and close; got {side.strip()!r}.")
    return [part.strip("()").split() for part in parts]


def _split(
    group: list[str], size: int | None, given: dict[str, Any], pattern: str
) -> dict[str, int]:
    """The size of every axis of one bracket; -1 for one that is not known yet."""
    known = {name: given[name] for name in group if name in given}
    missing = [name for name in group if name not in given]
    rest = None if size is None else size / math.prod(known.values())
    if len(missing) > 1 or (rest is not None and rest != int(rest)) or (
            not missing and rest not in (None, 1)):
        raise ValueError(f"rearrange expects sizes for all but one of ({' '.join(group)}) that "
                         f"make {size}, in {pattern!r}; got {given}.")
    return known | {name: -1 if rest is None else int(rest) for name in missing}


def _joined(sizes: list[int]) -> int:
    return -1 if -1 in sizes else math.prod(sizes)

"""What a node keeps of a setting: plain values, and the words that stand for objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.code.graph import Row, Source, Value
from playground.code.graph_records import Function, Made
from playground.code.reader import NotUnderstood
from playground.code.reader.data import Data
from playground.code.reader.values import is_written_function, name_of
from playground.fields import Call
from playground.keras.layers import layers


def plain_value(
    value: Any, inner: Callable[[Any], Value], text_of: Callable[[Any], str]
) -> Value:
    """What a node keeps of a setting.

    Args:
        inner: does the same for what is within it.
        text_of: the text of a function of the text's own.

    Raises:
        NotUnderstood: it is not known while the graph is read.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return Row(tuple(map(inner, value)))
    if isinstance(value, tuple):
        return tuple(map(inner, value))
    if isinstance(value, Made):
        path = f"keras.layers.{value.kind}" if value.kind in layers and not value.own else (
            value.kind)
        return Call(path, tuple(map(inner, value.args)),
                    tuple((key, inner(each)) for key, each in value.kwargs.items()))
    if isinstance(value, Function):
        return Source(f"keras.{value.kind}")
    if isinstance(value, slice):
        return Source(_slice_text(value))
    if value is ...:
        return Source("...")
    if is_written_function(value):
        return Source(text_of(value))
    if isinstance(value, Data):
        raise NotUnderstood("A setting is not known while the graph is read: it comes from data or "
                            "from a shape. Write the number itself.")
    raise NotUnderstood(f"{name_of(value)} is no setting that the graph can keep. Write it as a "
                        "number, a text or a list.")


def _slice_text(value: slice) -> str:
    parts = ["" if each is None else repr(each) for each in (value.start, value.stop)]
    return ":".join(parts) + (f":{value.step!r}" if value.step is not None else "")

"""The JSON in a file: read within bounds, before anything is made of it."""

from __future__ import annotations

import json
from typing import Any

MOST_BYTES = 16 * 2**20
MOST_DEPTH = 120  # lists and dicts in one another: a model in a model in a model … takes 5 each
MOST_LAYERS = 2_000  # about 5 ms each; the largest of keras.applications have 1,000


def parse(text: bytes | str, what: str) -> dict[str, Any]:
    """The dict that a JSON text describes.

    Raises:
        ValueError: it is too large or nested too deep, is no JSON or describes no dict.
    """
    if len(text) > MOST_BYTES:
        raise ValueError(f"{what} has {len(text):,} characters; at most {MOST_BYTES:,} are read")
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(f"{what} is nested more than {MOST_DEPTH} deep") from None
    except ValueError as error:  # also of bytes that are no text
        raise ValueError(f"{what} is not JSON ({error})") from None
    if not isinstance(value, dict):
        raise ValueError(f"{what} is expected to describe an object; it holds "
                         f"a {type(value).__name__}")
    _check(value, what)
    return value


def _check(value: Any, what: str) -> None:
    layers, level, depth = 0, [value], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError(f"{what} is nested more than {MOST_DEPTH} deep")
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                layers += len(each["layers"]) if isinstance(each.get("layers"), list) else 0
                each = each.values()
            inner += [one for one in each if isinstance(one, (dict, list))]
        level = inner
    if layers > MOST_LAYERS:
        raise ValueError(f"{what} describes {layers:,} layers; at most {MOST_LAYERS:,} are made")

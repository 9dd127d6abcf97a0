"""A snapshot as one binary message: a header that names the arrays, then the raw arrays.

Four bytes hold the header's length (little-endian), then comes the header (JSON, padded with spaces
to a multiple of eight), then every array, little-endian, padded to eight bytes. The header's
``arrays`` lists name, dtype, shape and offset from the header's end.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict
from typing import Any

import numpy as np

from playground.training.snapshot import Snapshot

_WIRE = {"f": "<f4", "i": "<i4", "u": "<u4", "b": "|u1"}


def pack(snapshot: Snapshot) -> bytes:
    """The message for one snapshot."""
    described, chunks, offset = [], [], 0
    for name, array in snapshot.arrays.items():
        wire = np.ascontiguousarray(array, _wire_type(array.dtype))
        raw = wire.tobytes()
        described.append({
            "name": name, "dtype": wire.dtype.str[1:], "shape": wire.shape, "offset": offset})
        chunks += [raw, bytes(-len(raw) % 8)]
        offset += len(raw) + -len(raw) % 8
    header = asdict(Snapshot(**{**snapshot.__dict__, "arrays": {}}))
    header["arrays"] = described
    text = json.dumps(_finite(header), separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return b"".join([struct.pack("<I", len(text)), text, *chunks])


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays of a message, as the browser reads them."""
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4:4 + length])
    arrays = {}
    for each in header["arrays"]:
        count = math.prod(each["shape"])
        arrays[each["name"]] = np.frombuffer(
            message, each["dtype"], count, 4 + length + each["offset"]).reshape(each["shape"])
    return header, arrays


def _wire_type(dtype: np.dtype) -> str:
    return dtype.str if dtype.kind in "iu" and dtype.itemsize == 1 else _WIRE[dtype.kind]


def _finite(value: Any) -> Any:
    """The same with null for every number that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return value

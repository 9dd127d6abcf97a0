"""A picture's pixels as the bytes of a PNG file. Source: ISO/IEC 15948."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import numpy as np

_KINDS = {1: 0, 2: 4, 3: 2, 4: 6}  # channels -> the format's number for what they mean


def png(pixels: np.ndarray) -> bytes:
    """The file of a picture.

    Args:
        pixels: (height, width, channels) uint8: grey, grey and opacity, red green blue, or these
            and opacity.
    """
    height, width, channels = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # 0: the row as it is
    header = struct.pack(">IIBBBBB", width, height, 8, _KINDS[channels], 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", header) + _part(b"IDAT", zlib.compress(rows))
            + _part(b"IEND", b""))


def data_uri(pixels: np.ndarray) -> str:
    """The picture as an address that holds all of it, for a page."""
    return "data:image/png;base64," + b64encode(png(pixels)).decode()


def _part(name: bytes, content: bytes) -> bytes:
    return (struct.pack(">I", len(content)) + name + content
            + struct.pack(">I", zlib.crc32(name + content)))

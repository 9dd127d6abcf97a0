"""A long text as a few characters of a link, and back: compressed, in the letters of URLs."""

from __future__ import annotations

import base64
import binascii
import zlib

LONGEST_PACKED = 16_000  # characters of a link; every browser and server takes that many


def pack(text: str) -> str:
    """The text in letters, digits, ``-`` and ``_``."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeezer.compress(text.encode()) + squeezer.flush()
    return base64.urlsafe_b64encode(squeezed).decode().rstrip("=")


def unpack(packed: str, longest: int) -> str:
    """The text that ``pack`` made this of.

    Args:
        longest: characters that the text may have; nothing larger is ever unpacked.

    Raises:
        ValueError: a sentence, when it is not of ``pack``, cut off or longer than that.
    """
    if len(packed) > LONGEST_PACKED:
        raise ValueError(f"the code in a link has at most {LONGEST_PACKED:,} letters; this one has "
                         f"{len(packed):,}. Send the code as a file instead.")
    try:
        squeezed = base64.b64decode(packed + "=" * (-len(packed) % 4), b"-_", validate=True)
        opener = zlib.decompressobj(-zlib.MAX_WBITS)
        raw = opener.decompress(squeezed, 4 * longest)
        if opener.unconsumed_tail:
            raise ValueError(f"the code is longer than {longest:,} characters.")
        if not opener.eof:
            raise ValueError("the end of the link is missing. Copy it whole.")
        return raw.decode()
    except (binascii.Error, zlib.error, UnicodeError):
        raise ValueError("the code in the link is damaged. Copy the link again, whole.") from None

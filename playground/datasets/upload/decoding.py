"""From the bytes of a file that somebody chose to its text, or to a sentence about what it is."""

from __future__ import annotations

import codecs

LARGEST = 10_000_000  # bytes of one file
ENCODINGS = ("utf-8", "utf-16", "latin-1")

_OTHER_FILES = (
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (.xlsx, .ods)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document (.xls, .doc)"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
)
_LOOKED_AT = 65_536  # bytes: enough to tell text from what is none


def sized(data: bytes) -> bytes:
    """The bytes as they are, when there are some and not too many.

    Raises:
        ValueError: a sentence.
    """
    if not data:
        raise ValueError("The file is empty; choose one with something in it.")
    if len(data) > LARGEST:
        raise ValueError(f"A file may have up to {LARGEST / 1e6:.0f} MB; this one has "
                         f"{len(data) / 1e6:.1f} MB. A part of it may be enough.")
    return data


def encoding_of(data: bytes) -> str:
    """The encoding that the bytes are in: their mark says it, or they are read as it without fault.

    Raises:
        ValueError: a sentence, when this is not text.
    """
    for start, what in _OTHER_FILES:
        if data.startswith(start):
            raise ValueError(f"A table is read from a text file (CSV); this is {what}. "
                             "Save or export it as CSV.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _every_other(data):
        return "utf-16"
    if _control_share(data[:_LOOKED_AT]) > 0.01:
        raise ValueError("A table is read from a text file (CSV); this one holds bytes that are no "
                         "text. Export the table as CSV.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def text_of(data: bytes, encoding: str) -> str:
    """The text of the bytes, whatever is in them; NUL and other control characters are left out."""
    if encoding == "utf-16":
        big = data.startswith(codecs.BOM_UTF16_BE) or _every_other(data) == "big"
        text = data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
    elif encoding == "latin-1":
        text = data.decode("cp1252", errors="replace")  # what is called Latin-1 mostly is this
    else:
        text = data.decode("utf-8", errors="replace")
    return text.lstrip("\ufeff").translate(_NO_CONTROLS)


_NO_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}


def _every_other(data: bytes) -> str:
    """Whether every other byte is 0, as in UTF-16 without its mark: "big", "little" or ""."""
    start = data[:_LOOKED_AT]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = 0.3 * len(start) / 2
    if odd > enough and not even:
        return "little"
    return "big" if even > enough and not odd else ""


def _control_share(start: bytes) -> float:
    return sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start) / max(1, len(start))

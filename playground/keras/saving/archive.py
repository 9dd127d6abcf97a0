"""A ``.keras`` file: a zip archive of a few known parts.

Reading is careful: the table of contents is bounded before it is read, names are those that Keras
writes, and sizes are bounded by what is declared before anything is unpacked, and by what comes.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

METADATA, CONFIGURATION, WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
ASSETS = "assets/"
MOST_BYTES = 2**30  # of all parts together, unpacked
MOST_PARTS = 2_000
_MOST_CONTENTS = 2**20  # bytes of the table of contents


class Archive:
    """The parts of a ``.keras`` file, read from an open binary file.

    Raises:
        ValueError: it is no such file, damaged, too large, or has parts that do not belong there.
    """

    def __init__(self, file: BinaryIO) -> None:
        check_contents(file)
        with readable("its table of contents"):
            self._zip = zipfile.ZipFile(file)
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS:
            raise ValueError(f"it has {len(parts):,} parts; at most {MOST_PARTS:,} are read")
        if len({part.orig_filename for part in parts}) < len(parts):
            raise ValueError("it has two parts of the same name")
        total = sum(part.file_size for part in parts)
        if total > MOST_BYTES:
            raise ValueError(f"it holds {total / 2**30:.1f} GB unpacked; at most "
                             f"{MOST_BYTES // 2**30} GB are read")
        for part in parts:
            _check_part(part)
        self._sizes = {part.filename: part.file_size for part in parts if not part.is_dir()}

    def read(self, name: str) -> bytes:
        """What is in a part.

        Raises:
            ValueError: there is no such part, or it is damaged.
        """
        if name not in self._sizes:
            raise ValueError(f"it has no part '{name}'")
        with readable(f"its part '{name}'"), self._zip.open(name) as part:
            content = part.read(self._sizes[name] + 1)
            if len(content) != self._sizes[name]:
                raise ValueError(f"its part '{name}' is said to have {self._sizes[name]:,} bytes; "
                                 f"it has {len(content):,}")
        return content

    def assets(self) -> dict[str, bytes]:
        """The files beside the weights, by their names within ``assets``."""
        return {name.removeprefix(ASSETS): self.read(name) for name in self._sizes
                if name.startswith(ASSETS)}


@contextmanager
def readable(what: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
            struct.error, OSError, UnicodeDecodeError, IndexError, OverflowError) as error:
        raise ValueError(f"{what} is damaged or cut short ({error})") from error


def check_contents(file: BinaryIO) -> None:
    """Bound the table of contents: zipfile reads it as a whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 42))
    end = file.read(42)[-42:]
    if len(end) < 22 or end[-22:-18] != b"PK\x05\x06":  # Keras writes nothing behind this record
        raise ValueError("it is not a zip archive, or it is cut short")
    count, length = struct.unpack("<HL", end[-12:-6])
    if end[:4] == b"PK\x06\x07" or count > MOST_PARTS or length > _MOST_CONTENTS:
        raise ValueError(f"its table of contents is too long; at most {MOST_PARTS:,} parts are "
                         "read")


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename
    known = name in (METADATA, CONFIGURATION, WEIGHTS)
    if not known:
        inside = name.removeprefix(ASSETS)
        known = name.startswith(ASSETS) and len(name) < 1_000 and "\\" not in name and all(
            32 <= ord(each) != 127 for each in name) and all(
            each not in ("", ".", "..") and ":" not in each
            for each in inside.removesuffix("/").split("/")) or name == ASSETS
    if not known:
        raise ValueError(f"it has a part {name[:80]!r}, which no model file has")
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ValueError(f"its part {name!r} is a link, not a file")
    if part.flag_bits & 1:
        raise ValueError(f"its part {name!r} is encrypted")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"its part {name!r} is compressed in a way that Keras does not use")

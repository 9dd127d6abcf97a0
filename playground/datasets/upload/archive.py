"""The files in a ZIP archive that somebody chose, read in memory and counted while they inflate.

Nothing is written to a disk, so no name can lead anywhere; still, a name that climbs, starts at a
root or is a link is not read. What an archive says of its sizes is not believed.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from playground.datasets.upload.decoding import sized

MOST_ENTRIES = 10_000
LARGEST_ENTRY = 10_000_000  # bytes, inflated
LARGEST_WHOLE = 100_000_000
DEEPEST = 8  # folders in folders
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others inflate without a bound
_NOT_MEANT = {"__macosx", "thumbs.db", "desktop.ini"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
           RuntimeError, IndexError, OverflowError)


@dataclass(frozen=True)
class Entry:
    """One file of an archive: its folders and name, and its bytes.

    They are None where they were not asked for, cannot be read, or are too many.
    """

    path: PurePosixPath
    data: bytes | None


def entries(data: bytes, endings: Container[str]) -> Iterator[Entry]:
    """The files of an archive one after the other, in the order of their names.

    Args:
        endings: of the names of those that are read, such as ".png".

    Raises:
        ValueError: a sentence, when it is no archive, or too much comes out of it.
    """
    infos = _listed(data)
    left = LARGEST_WHOLE
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for path, info in infos:
            if path.suffix.lower() not in endings:
                yield Entry(path, None)
                continue
            inflated = _inflated(archive, info, min(left, LARGEST_ENTRY) + 1)
            left -= len(inflated or b"")
            if left < 0:
                raise ValueError(f"A ZIP file may unpack to {LARGEST_WHOLE / 1e6:.0f} MB; more "
                                 "comes out of this one. Choose fewer or smaller pictures.")
            too_large = inflated is not None and len(inflated) > LARGEST_ENTRY
            yield Entry(path, None if too_large else inflated)


def _listed(data: bytes) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """What there is to read, without what an operating system adds of its own."""
    if not sized(data).startswith(b"PK"):
        raise ValueError("Pictures are read from a ZIP file; this is none. Put one folder a class "
                         "into a ZIP file.")
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:  # before a single one of them is looked at
        raise ValueError(f"A ZIP file may hold {MOST_ENTRIES:,} files; this one has more.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except _BROKEN:
        raise ValueError("The ZIP file is damaged or incomplete; make it again.") from None
    if any(info.flag_bits & 1 for info in infos):
        raise ValueError("The ZIP file is locked with a password; make one without.")
    known = [(_path(info), info) for info in infos]
    kept = [(path, info) for path, info in known if path is not None]
    return sorted(kept, key=lambda each: each[0])


def _path(info: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where an entry lies in the archive; None for what is no plain file inside it."""
    name = info.filename.replace("\\", "/")
    path = PurePosixPath(name)
    parts = path.parts
    link = stat.S_ISLNK(info.external_attr >> 16)
    if (name.endswith("/") or link or not parts or len(parts) > DEEPEST
            or path.is_absolute() or ".." in parts or ":" in name):
        return None
    if any(part.startswith(".") or part.casefold() in _NOT_MEANT for part in parts):
        return None
    return path


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """At most so many bytes of an entry; None when it cannot be read."""
    if info.compress_type not in _READABLE:
        return None
    try:
        with archive.open(info) as file:
            return file.read(most)
    except _BROKEN:
        return None

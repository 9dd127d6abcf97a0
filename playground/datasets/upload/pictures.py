"""Pictures in a ZIP file, one folder a class, as arrays of one size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from playground.datasets.upload.archive import entries

if TYPE_CHECKING:
    from PIL.Image import Image

SIZES = ("28", "32", "64")  # pixels on a side
COLOURS = ("grey", "colour")
LEAST_PICTURES, MOST_PICTURES = 10, 5_000
LEAST_CLASSES, MOST_CLASSES = 2, 50
MOST_PIXELS = 25_000_000  # of one picture, checked before it is decoded
ALL_PIXELS = 500_000_000  # of all of them: some seconds of decoding
LONGEST_NAME = 30
_FORMATS = ("PNG", "JPEG", "GIF", "BMP")
_ENDINGS = {".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp"}
_PARTS = {"train", "training", "test", "testing", "val", "valid", "validation", "eval"}


@dataclass(frozen=True)
class Album:
    """Pictures of one size with the class of each.

    Args:
        x: (n, size, size, 1 or 3) uint8.
        y: (n,) int32.
        notes: sentences about what was left out.
    """

    x: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_album(data: bytes, *, size: int = 28, colour: str = "grey") -> Album:
    """The pictures of a ZIP file: every one as a square of ``size`` pixels, classes by folder.

    They are stretched to the square, as Keras's own reader of folders does. What is transparent
    becomes white; of an animation the first picture counts.

    Raises:
        ValueError: a sentence, when these are no pictures that a model can learn from.
    """
    pictures: list[tuple[PurePosixPath, np.ndarray]] = []
    others = unreadable = 0
    pixels = ALL_PIXELS
    for entry in entries(data, _ENDINGS):
        if entry.path.suffix.lower() not in _ENDINGS:
            others += 1
            continue
        picture, walked = _picture(entry.data, size, colour)
        pixels -= walked
        if pixels < 0:
            raise ValueError("The pictures have more than 500 million pixels together; make "
                             "them smaller first.")
        if picture is None:
            unreadable += 1
            continue
        pictures.append((entry.path, picture))
        if len(pictures) > MOST_PICTURES:
            raise ValueError(f"A ZIP file may hold up to {MOST_PICTURES:,} pictures; this one has "
                             "more. A part of them may be enough.")
    if not pictures:
        raise ValueError("There is no picture in the ZIP file that can be read; PNG, JPEG, GIF and "
                         "BMP are, one folder a class.")
    return _album(pictures, _notes(others, unreadable))


def _album(
    pictures: Sequence[tuple[PurePosixPath, np.ndarray]], notes: Sequence[str]
) -> Album:
    names = _classes([path for path, _ in pictures])
    alone = sum(name is None for name in names)
    kept = [(name, x) for name, (_, x) in zip(names, pictures) if name is not None]
    counts = Counter(name for name, _ in kept)
    if len(counts) < LEAST_CLASSES:
        raise ValueError("The pictures must lie in folders, one a class and at least two of them; "
                         + (f"all lie in {next(iter(counts))!r}." if counts else "none does."))
    if len(counts) > MOST_CLASSES:
        raise ValueError(f"There may be up to {MOST_CLASSES} folders, one a class; the ZIP file "
                         f"has {len(counts):,}.")
    if len(kept) < LEAST_PICTURES:
        raise ValueError(f"A model needs at least {LEAST_PICTURES} pictures to learn from; the "
                         f"ZIP file has {len(kept)}.")
    classes = tuple(sorted(counts, key=lambda name: (name.casefold(), name)))
    more = [f"{alone:,} pictures lie in no class's folder and are left out."] if alone else []
    few = [name for name in classes if counts[name] == 1]
    if few:
        more.append(f"Of {', '.join(few[:3])} there is only one picture: none is left to test it.")
    places = {name: place for place, name in enumerate(classes)}
    return Album(np.stack([x for _, x in kept]),
                 np.array([places[name] for name, _ in kept], np.int32),
                 classes, (*notes, *more))


def _classes(paths: Sequence[PurePosixPath]) -> list[str | None]:
    """The class of every picture: the first folder that tells pictures apart."""
    folders = [path.parts[:-1] for path in paths]
    level = 0
    while {each[level: level + 1] for each in folders} == {folders[0][level: level + 1]} \
            and any(len(each) > level + 1 for each in folders):
        level += 1  # one folder around all the others
    if {part.lower() for each in folders for part in each[level: level + 1]} <= _PARTS \
            and all(len(each) > level + 1 for each in folders):
        level += 1  # parts of the whole: here the training share decides
    return [_name(each[level]) if len(each) > level else None for each in folders]


def _name(folder: str) -> str:
    plain = "".join(each if each.isprintable() else " " for each in folder)
    return " ".join(plain.split())[:LONGEST_NAME].strip() or "without a name"


def _notes(others: int, unreadable: int) -> list[str]:
    notes = []
    if others:
        notes.append(f"{others:,} files are no pictures and are left out.")
    if unreadable:
        notes.append(f"{unreadable:,} pictures cannot be read, or are too large, and are left out.")
    return notes


def _picture(data: bytes | None, size: int, colour: str) -> tuple[np.ndarray | None, int]:
    """A picture (size, size, 1 or 3) uint8, and how many pixels were decoded for it."""
    from PIL import Image  # only who uploads pictures waits for it

    walked = 0
    try:
        with Image.open(BytesIO(data or b""), formats=_FORMATS) as image:
            walked = image.width * image.height
            if not 0 < walked <= MOST_PIXELS:
                return None, 0
            image.draft(image.mode, (size, size))  # a JPEG may be decoded smaller
            return _square(image, size, colour), image.width * image.height
    except Exception:  # noqa: BLE001 - a decoder fails in many ways on what is not meant for it
        return None, walked


def _square(image: Image, size: int, colour: str) -> np.ndarray:
    from PIL import Image as images
    from PIL import ImageOps

    image.load()
    image = ImageOps.exif_transpose(image)  # a telephone held upright says so, and turns nothing
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits a pixel: the upper 8 of them
        image = images.fromarray((np.asarray(image).clip(0, 65_535) // 257).astype(np.uint8))
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = images.new("RGBA", image.size, "white")
        image = images.alpha_composite(paper, image)
    image = image.convert("L" if colour == "grey" else "RGB")
    image = image.resize((size, size), images.Resampling.BILINEAR, reducing_gap=3.0)
    return np.asarray(image, np.uint8).reshape(size, size, -1)

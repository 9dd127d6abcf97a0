"""Pictures of one's own: what a link says of them, and the pictures once the file is there."""

from __future__ import annotations

from collections.abc import Sequence

from playground.datasets.registry import (
    IMAGE,
    Card,
    Data,
    Form,
    Need,
    Settings,
    datasets,
    describe,
    described,
    register_by_part,
)
from playground.datasets.splitting import split
from playground.datasets.upload.coding import Arrays
from playground.datasets.upload.description import listed
from playground.datasets.upload.known import FILE, digest_of, plain_name
from playground.datasets.upload.lent import shelf
from playground.datasets.upload.pictures import (
    COLOURS,
    LEAST_CLASSES,
    MOST_CLASSES,
    SIZES,
    read_album,
)
from playground.fields import Choice, Part, Text, default_part

MOST_OF_CLASSES = 800  # characters in a link


def _classes(text: str) -> str:
    count = len(text.split("*"))
    if not LEAST_CLASSES <= count <= MOST_CLASSES:
        raise ValueError(f"there are {LEAST_CLASSES} to {MOST_CLASSES} classes, written like "
                         f"cat*dog; got {count}.")
    return text


_FIELDS = {
    **FILE,
    "classes": Text(
        label="Classes", default="first*second", longest=2000, form=_classes, restarts=True,
        help="The names of the folders, one a class."),
    "size": Choice(
        label="Size", default=SIZES[0], options=SIZES, restarts=True,
        help="How many pixels wide and high every picture becomes."),
    "colour": Choice(
        label="Colour", default=COLOURS[0], options=COLOURS, restarts=True,
        help="Whether a pixel is one number, its brightness, or three: red, green and blue."),
}


class Pictures:
    """Pictures of your own, from a ZIP file: they stay on the server, for you alone."""

    def __init__(self, part: Part) -> None:
        names = part.classes.split("*")
        classes = tuple(name.strip() or f"class {place}" for place, name in enumerate(names, 1))
        key = f"{part.digest} {part.size} {part.colour} {len(classes)}"
        self.shape = (int(part.size), int(part.size), 1 if part.colour == "grey" else 3)
        describe(self, title=part.file or "Your own pictures", kind=IMAGE, classes=classes,
                 card=_card(part), adjusts=("share", "data_seed"), share=80)
        self.needs = Need(part.file, part.digest, key, "ZIP")

    def form(self, settings: Settings) -> Form:
        """One picture."""
        return Form(IMAGE, self.shape)

    def load(self, settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """The pictures, once their file was lent.

        Raises:
            ValueError: a sentence that asks for the file.
        """
        arrays = shelf.arrays(self.needs)
        train, test = split(arrays["y"], share, seed)
        return Data(arrays["x"][train], arrays["y"][train], arrays["x"][test], arrays["y"][test])


def pictures_part(
    file: str, data: bytes, classes: Sequence[str], *, size: str = SIZES[0],
    colour: str = COLOURS[0],
) -> Part:
    """The place in an experiment of the pictures in a file, which are of these classes."""
    return default_part(datasets, "own_pictures").replace(
        file=plain_name(file), digest=digest_of(data), size=size, colour=colour,
        classes=listed(classes, MOST_OF_CLASSES))


def pictures_arrays(part: Part, data: bytes) -> Arrays:
    """The arrays to be lent for a part, from the bytes of its file.

    Raises:
        ValueError: a sentence, when they are not what was described.
    """
    album = read_album(data, size=int(part.size), colour=part.colour)
    count = len(described(part).class_names)
    if len(album.classes) != count:
        raise ValueError(f"The ZIP file has {len(album.classes)} folders of pictures and the "
                         f"experiment {count} classes. It is made for another file.")
    return {"x": album.x, "y": album.y}


def _card(part: Part) -> Card:
    return Card(
        what="Pictures that were brought along, one folder a class. Which class is it?",
        source=f"{part.file}, SHA-256 {part.digest}…" if part.file else "a ZIP file of your own",
        licence="their owner's",
        note=f"Every picture is stretched to {part.size} × {part.size} pixels.")


register_by_part("own_pictures", Pictures, _FIELDS)

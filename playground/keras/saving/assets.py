"""Files beside the weights: the words of a vocabulary. Each object has a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


class AssetWriter:
    """Folders for objects to write their files into; afterwards they are ``files``."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()

    def make(self, path: str) -> str:
        """The folder of the object at this path."""
        folder = Path(self._folder.name, path)
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The name of every file, as ``layers/string_lookup/vocabulary.txt``, and what is in it."""
        root = Path(self._folder.name)
        for file in sorted(each for each in root.rglob("*") if each.is_file()):
            yield file.relative_to(root).as_posix(), file.read_bytes()

    def __enter__(self) -> AssetWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        self._folder.cleanup()


class AssetReader:
    """Puts files back into folders. Their names are checked before: none leads outside."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        for name, content in files.items():
            file = Path(self._folder.name, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def get(self, path: str) -> str:
        """The folder of the object at this path; an empty one when the file has none."""
        folder = Path(self._folder.name, path)
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder)

    def __enter__(self) -> AssetReader:
        return self

    def __exit__(self, *error: Any) -> None:
        self._folder.cleanup()

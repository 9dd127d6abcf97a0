"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO


@contextmanager
def whole_file(path: Any) -> Iterator[BinaryIO]:
    """A file to write into, which takes the name ``path`` at the end and only if all went well.

    Raises:
        FileNotFoundError: the folder does not exist.
        IsADirectoryError: there is a folder of this name.
    """
    path = Path(os.fspath(path))
    if path.is_dir():
        raise IsADirectoryError(f"'{path}' is a folder. Give the name of a file in it.")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder '{path.parent}' to write '{path.name}' into. "
                                "Make it first.")
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with open(beside, "x+b") as file:
            yield file
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def check_overwrite(path: Any, overwrite: bool) -> None:
    """Raises FileExistsError when the file is there and shall stay. (Keras asks at the prompt.)"""
    if not overwrite and os.path.exists(path):
        raise FileExistsError(f"'{path}' exists already. Give another name, or overwrite=True.")

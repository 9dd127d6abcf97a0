"""How a link names a file that does not travel with it, and knows it again."""

from __future__ import annotations

import hashlib
import re

from playground.fields import Text

DIGITS = 16  # hexadecimal ones of a file's SHA-256 that a link holds
LONGEST_NAME = 60


def digest_of(data: bytes) -> str:
    """How the SHA-256 of a file begins."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def plain_name(file: str) -> str:
    """A file's name without folders and without what cannot be printed."""
    name = file.replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    if len(plain) <= LONGEST_NAME:
        return plain
    return plain[: LONGEST_NAME - 9] + "…" + plain[-8:]  # its ending says what it is


def _digest(text: str) -> str:
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", text):
        raise ValueError(f"a file is known by {DIGITS} hexadecimal digits; got {text[:40]!r}.")
    return text


FILE = {
    "file": Text(
        label="File", positional=True, longest=LONGEST_NAME, form=plain_name, restarts=True,
        help="The name of the file that the data are read from."),
    "digest": Text(
        label="Digest", longest=DIGITS, form=_digest, restarts=True,
        help="How the SHA-256 of the file begins: by it the file is known again."),
}

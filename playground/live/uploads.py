"""Files that visitors brought: in memory, one a run, for that run alone, gone with it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 400_000_000  # of all files together


@dataclass(frozen=True)
class Upload:
    """A file and what was found in it.

    Args:
        file: its name.
        digest: how its SHA-256 begins.
        kind: "CSV" or "ZIP".
        found: what is known of its contents without reading it again.
        refused: the key that it could not be read for; empty: none.
        key, facts: what it was read for last, and what is known of that.
    """

    file: str
    data: bytes
    digest: str
    kind: str
    found: Any
    refused: str = ""
    key: str = ""
    facts: Any = None


class Uploads:
    """The files by run. Every method may be called from any thread."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def put(self, run: str, upload: Upload) -> None:
        """Hold a file for a run, in the place of the one before.

        Raises:
            ValueError: a sentence, when there is no room for it.
        """
        with self._lock:
            others = sum(len(each.data) for name, each in self._held.items() if name != run)
            if others + len(upload.data) > self._most:
                raise ValueError("The playground holds as many files as it can at the moment; "
                                 "try again later.")
            self._held[run] = upload

    def of(self, run: str) -> Upload | None:
        """The file of a run."""
        return self._held.get(run)

    def drop(self, run: str) -> None:
        """Forget the file of a run."""
        with self._lock:
            self._held.pop(run, None)

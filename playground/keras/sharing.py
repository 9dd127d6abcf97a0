"""An object that is written twice within one configuration, and is read as one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_local = threading.local()


@contextmanager
def sharing_objects() -> Iterator[None]:
    """Within it, what is written twice is read as one object."""
    _local.written, _local.read = {}, {}
    try:
        yield
    finally:
        del _local.written, _local.read


def read_objects() -> dict[Any, Any]:
    return getattr(_local, "read", {})


def remember_written(obj: Any, config: dict[str, Any]) -> None:
    written = getattr(_local, "written", None)
    if written is None:
        return
    first, _ = written.setdefault(id(obj), (config, obj))
    if first is not config:
        config["shared_object_id"] = first["shared_object_id"] = id(obj)

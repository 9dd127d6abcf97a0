"""What a training says on its way: on the screen, or in a log where nobody watches one."""

from __future__ import annotations

import logging
import sys

_log = logging.getLogger("keras")
_on_screen = True


def say(text: str, end: str = "\n") -> None:
    """Print the text at once; without interactive logging it is logged as an information."""
    if _on_screen:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    elif text.strip():
        _log.info(text.strip())


def enable_interactive_logging() -> None:
    """Progress is printed, as it is from the start."""
    global _on_screen
    _on_screen = True


def disable_interactive_logging() -> None:
    """Progress is no longer printed: it goes to Python's log called ``keras``."""
    global _on_screen
    _on_screen = False


def is_interactive_logging_enabled() -> bool:
    return _on_screen

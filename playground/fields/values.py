"""What comes from outside, a string from a link or a number from a widget, and what is made of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

Value = Any  # float, int, bool, str, None, Part, or a tuple of Part or str


@dataclass(frozen=True)
class Call:
    """A thing as it was written, not yet checked: ``Dense(8,tanh,use_bias=false)``."""

    name: str
    positional: tuple[Any, ...] = ()
    named: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Part:
    """A registered thing with all its settings: a layer, an optimizer, a data set. A value.

    Settings are read as attributes, ``part.units``, and changed with ``part.replace(units=8)``.
    """

    name: str
    settings: tuple[tuple[str, Value], ...] = ()

    def __getattr__(self, name: str) -> Value:
        if not name.startswith("_") and name not in ("name", "settings"):
            for key, value in self.settings:
                if key == name:
                    return value
        raise AttributeError(f"{self.__dict__.get('name', 'This part')} has no setting {name!r}.")

    def replace(self, **changes: Value) -> Part:
        """The same part with some settings changed; they are checked where the part is used."""
        known = dict(self.settings)
        for name in changes:
            if name not in known:
                raise ValueError(f"{self.name} has no setting {name!r}.")
        return Part(self.name, tuple((known | changes).items()))


def listed(raw: Any, where: str, problems: list[str]) -> tuple[Any, ...] | None:
    """The raw values of a list; None: it is none."""
    if isinstance(raw, (list, tuple)):
        return tuple(raw)
    if isinstance(raw, Call) or (isinstance(raw, str) and raw):
        return (raw,)
    problems.append(f"{where} expects a list; got {shown(raw)}.")
    return None


def number_of(raw: Any) -> float | None:
    """The finite number that it means; None: it means none."""
    if isinstance(raw, bool) or raw is None:
        return None
    try:
        number = float(raw)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def plain_number(number: float) -> str:
    """A bound as a sentence writes it."""
    return f"{number:g}" if abs(number) < 1e6 else f"{number:,.0f}"


def shown(raw: Any) -> str:
    """What came, as a sentence names it."""
    text = raw.name + "(…)" if isinstance(raw, Call) else str(raw)
    return repr(text[:60] + "…" if len(text) > 60 else text) if not _is_plain(raw) else text


def _is_plain(raw: Any) -> bool:
    return isinstance(raw, (int, float)) and len(str(raw)) < 40

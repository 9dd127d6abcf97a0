"""A registry: the named members of one kind, and the nearest name when a look-up fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from playground.fields import Field

T = TypeVar("T")
LONGEST = 80  # characters of a name that is looked for


class UnknownNameError(KeyError, ValueError):
    """Nothing of this kind has this name; the message says which name comes closest."""

    def __str__(self) -> str:  # KeyError would show the message in quotes
        return str(self.args[0])


class Registry(Mapping[str, T]):
    """The members of one kind by name, in the order in which they were registered.

    Names are compared without case and underscores, so ``"glorot_uniform"`` and
    ``"GlorotUniform"`` are one name.

    Args:
        kind: what a member is called in a sentence: "activation", "layer".
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._members: dict[str, T] = {}
        self._names: dict[str, str] = {}  # the plain form of a name or alias -> its member's name

    def register(self, name: str, *aliases: str, **fields: Field) -> Callable[[T], T]:
        """Add the decorated function or class under ``name`` and its aliases.

        ``fields`` are the settings that a person may change, by argument name; they are kept on
        the member as ``member.fields``.
        """

        def add(member: T) -> T:
            for each in (name, *aliases):
                if self._names.get(_plain(each), name) != name:
                    raise ValueError(f"There is already one {self.kind} called {each!r}.")
                self._names[_plain(each)] = name
            self._members[name] = member
            member.fields = fields  # type: ignore[attr-defined]
            return member

        return add

    def __getitem__(self, name: str) -> T:
        return self._members[self.name_of(name)]

    def name_of(self, name: str) -> str:
        """The name under which the member was registered, from any spelling of it."""
        found = self._names.get(_plain(name)) if isinstance(name, str) else None
        if found is None:
            raise UnknownNameError(self._unknown(name))
        return found

    def only(self, keep: Callable[[T], bool]) -> Registry[T]:
        """The members that satisfy ``keep``, those included that are registered later."""
        return _Selection(self, keep)

    def nearest(self, name: object) -> str | None:
        """The registered name closest to a mistyped one, or None when none is close."""
        close = nearest(_plain(str(name)[:LONGEST]), self._names)
        return None if close is None else self._names[close]

    def _unknown(self, name: object) -> str:
        nearest = self.nearest(name)
        way_out = f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(self)}."
        return f"No {self.kind} is called {str(name)[:LONGEST]!r}. {way_out}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _plain(name) in self._names


class _Selection(Registry[T]):
    """Some members of another registry, as many as it has at the moment."""

    def __init__(self, whole: Registry[T], keep: Callable[[T], bool]) -> None:
        self.kind = whole.kind
        self._whole, self._keep = whole, keep
        self._seen = -1

    @property
    def _members(self) -> dict[str, T]:
        everything = self._whole._members
        if len(everything) != self._seen:
            self._kept = {name: each for name, each in everything.items() if self._keep(each)}
            self._seen = len(everything)
        return self._kept

    @property
    def _names(self) -> dict[str, str]:
        members, names = self._members, self._whole._names
        return {alias: name for alias, name in names.items() if name in members}

    def name_of(self, name: str) -> str:
        found = self._whole.name_of(name) if name in self._whole else None
        if found not in self._members:
            raise UnknownNameError(self._unknown(name))
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._whole and self._whole.name_of(name) in self._members


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of the names that is closest to a mistyped one; None: none is close."""
    if len(name) > LONGEST:  # comparing takes the square of the length
        return None
    close = get_close_matches(name, [each for each in names if len(each) <= LONGEST], n=1)
    return close[0] if close else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "")

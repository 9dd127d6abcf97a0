"""A registry: the named members of one kind, and the nearest name when a look-up fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from playground.fields import Field

T = TypeVar("T")


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
        """The members that satisfy ``keep``, under the same names and aliases."""
        kept: Registry[T] = Registry(self.kind)
        kept._members = {name: member for name, member in self.items() if keep(member)}
        kept._names = {alias: name for alias, name in self._names.items() if name in kept._members}
        return kept

    def nearest(self, name: object) -> str | None:
        """The registered name closest to a mistyped one, or None when none is close."""
        close = get_close_matches(_plain(str(name)[:80]), self._names, n=1, cutoff=0.6)
        return self._names[close[0]] if close else None

    def _unknown(self, name: object) -> str:
        nearest = self.nearest(name)
        way_out = f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(self)}."
        return f"No {self.kind} is called {str(name)[:80]!r}. {way_out}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _plain(name) in self._names


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "")

"""What a text may reach: the interface between the interpreter and the things it hands out.

A world is a list of what there is. The interpreter asks it for everything: which modules can be
imported, which attributes a thing has, what may be called, subclassed or set. What a world does
not list does not exist for a text.

To write another world, give ``World`` the modules, families and bases, and override what its
things need: ``run`` (how something is called), ``operate`` (operators and indexing), ``session``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playground.code.reader.budget import Spent
from playground.code.reader.data import Data, unknown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Above, Bound, Here, Module, Plain, Special, name_of


@dataclass(frozen=True)
class Limits:
    """The most that things may hold; the world looks after them."""

    weights: int = 20_000_000  # numbers in all variables of a text
    numbers: int = 2_000_000  # in one array
    computed: int = 8_000_000  # numbers in all arrays that are computed while reading


@dataclass(frozen=True)
class Family:
    """Things of one kind, and what a text may do with them.

    Attributes:
        name: what one of them is called in a sentence: "a layer".
        kinds: the classes that belong to it, their subclasses with them.
        reads: attributes that may be read; methods among them may be called.
        writes: attributes that may be set.
        methods: methods for which a function of the reader's own runs: ``f(here, bound, …)``.
        called: whether the thing itself may be called.
        operators: whether arithmetic, comparison and indexing are for it.
        symbolic: whether it is a tensor without numbers, whose calls are recorded.
        model: whether it is a model.
    """

    name: str
    kinds: tuple[type, ...]
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    methods: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    called: bool = False
    operators: bool = False
    symbolic: bool = False
    model: bool = False


class World:
    """What there is.

    Args:
        modules: by the name in an import statement, ``"keras.layers"`` as well as ``"keras"``.
        families: the first that a thing belongs to counts.
        handed: functions and classes that may be called: those in the modules, and more.
        bases: classes of which the text may derive its own.
        limits: the most that things may hold.
    """

    def __init__(
        self, modules: Mapping[str, Module | Data], families: Iterable[Family],
        handed: Iterable[Any] = (), bases: Iterable[type] = (), limits: Limits = Limits(),
    ) -> None:
        self.modules, self.families, self.limits = dict(modules), tuple(families), limits
        self.bases = frozenset(bases) | {Plain}
        self._handed = {id(each): each for each in handed}
        self._found: dict[type, Family | None] = {}

    # ------------------------------------------------------------------ what a thing is

    def family_of(self, value: Any) -> Family | None:
        """The family of a thing; None: it is nothing that a text may use."""
        return self.family_of_class(type(value))

    def family_of_class(self, kind: type) -> Family | None:
        if kind not in self._found:
            self._found[kind] = next(
                (each for each in self.families if issubclass(kind, each.kinds)), None)
        return self._found[kind]

    def is_symbolic(self, value: Any) -> bool:
        family = self.family_of(value)
        return family is not None and family.symbolic

    def is_model(self, value: Any) -> bool:
        family = self.family_of(value)
        return family is not None and family.model

    def is_handed(self, value: Any) -> bool:
        """Whether this very function or class is one that was handed out."""
        return id(value) in self._handed

    # ------------------------------------------------------------------ what is done with it

    def run(
        self, here: Here, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Call a thing that may be called; the arguments are what ``outward`` let through."""
        return callee(*args, **kwargs)

    def check_made(self, kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Before an object of a class of the text is made, or ``super().__init__`` is called."""

    def operate(self, spent: Spent, function: Callable[..., Any], *operands: Any) -> Any:
        """An operator or an index on things of which at least one is of a family with them."""
        return function(*operands)

    def set_item(self, owner: Any, key: Any, value: Any, spent: Spent) -> None:
        """``owner[key] = value`` for a thing of the world."""
        raise NotUnderstood(f"Items of {name_of(owner)} are not set here. Make a new one, as with "
                            "keras.ops.slice_update.")

    def give(self, owner: Any, name: str, value: Any) -> None:
        """``owner.name = value``, when it may be set."""
        setattr(owner, name, value)

    def truth(self, value: Any) -> bool:
        """Whether a thing of a family with operators is true."""
        return bool(value)

    def no_base(self, value: Any) -> str:
        """What to write instead of a base that is not listed."""
        return "Derive it from Layer or Model."

    def text(self, value: Any, spent: Spent) -> str:
        """A thing of one of the families as ``print`` shows it."""
        return f"<{name_of(value)}>"

    def absorbed(self, callee: Any) -> bool:
        """Whether a call of this on data, which are not there while reading, gives data."""
        return not isinstance(callee, type)

    def size(self, value: Any) -> int:
        """Of how many layers a thing is made, which every look at it goes through."""
        return 1

    def charge(self, spent: Spent, owner: Any, given: tuple[Any, ...]) -> None:
        """For a call of a thing, or of one of its methods, with these arguments."""
        spent.call(self.size(owner))

    def outward(self, value: Any, spent: Spent) -> Any:
        """An argument as it is handed to something of the world.

        Raises:
            NotUnderstood: it is nothing that goes out.
        """
        spent.step(1 + spent.nested(value))
        return self._outward(value)

    def _outward(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.dict_outward(value)
        if isinstance(value, (list, tuple)):
            fresh = [self._outward(each) for each in value]
            if all(a is b for a, b in zip(fresh, value)):
                return value
            return fresh if isinstance(value, list) else tuple(fresh)
        if isinstance(value, Bound):
            return value.outward
        if isinstance(value, Special) and value.kind in (int, float, bool):
            return value.kind.__name__  # as a dtype
        if isinstance(value, Data):
            raise NotUnderstood(unknown("this argument"))
        if isinstance(value, (Module, Special, Above)):
            raise NotUnderstood(f"{name_of(value)} cannot be an argument here. Give a value, or a "
                                "function of your own.")
        if isinstance(value, type) and self.is_handed(value):
            raise NotUnderstood(f"{value.__name__} is the class itself here. Write "
                                f"{value.__name__}().")
        return value

    def dict_outward(self, value: dict[Any, Any]) -> dict[Any, Any]:
        fresh = {key: self._outward(each) for key, each in value.items()}
        return value if all(fresh[key] is value[key] for key in value) else fresh

    @contextmanager
    def session(self, spent: Spent, reading: bool) -> Iterator[None]:
        """Around a reading, and around every later call of the text's functions from outside."""
        yield

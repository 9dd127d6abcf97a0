"""What a text may cost: steps, sizes and depths, and what of them is spent."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playground.code.reader.refusal import NotUnderstood

TRACED = 3  # calls, as which the first of its kind counts more
_COLLECTIONS = (list, tuple, dict, set, frozenset)


@dataclass(frozen=True)
class Budget:
    """The most of everything. A reading has one, and so has every later call from outside."""

    text: int = 40_000  # characters
    nodes: int = 20_000  # of the syntax tree
    nesting: int = 60  # of the syntax tree
    steps: int = 30_000  # the longest tutorial of the tests takes 2,200
    depth: int = 25  # own functions that call one another
    items: int = 10_000  # in a collection, those within it counted too
    levels: int = 16  # collections in collections
    characters: int = 20_000  # in a string
    bits: int = 128  # of a whole number
    printed: int = 20_000  # characters in all
    things: int = 250  # layers, losses, metrics and other objects
    classes: int = 40
    calls: int = 600  # of things of the world; of a model, one for each layer in it
    programs: int = 100  # that JAX compiles to compute something at once
    seconds: float = 8.0  # of one thread's work, for the rare one whose cost nothing foresees


class Spent:
    """How much of a budget is gone.

    Every method that counts raises ``NotUnderstood`` when there is nothing left.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.steps = self.depth = self.things = self.classes = self.calls = self.numbers = 0
        self._seen: set[object] = set()
        self._programs: dict[object, int] = {}  # what is compiled, and how long that takes
        self._end = time.thread_time() + budget.seconds  # however busy the machine is

    def step(self, cost: int = 1) -> None:
        self.steps += cost
        if self.steps > self.budget.steps:
            raise NotUnderstood(
                f"This takes more than {self.budget.steps:,} steps. Does a loop never end? Let "
                "it run fewer times.")

    def room(self, items: int) -> None:
        """For a collection of so many items."""
        if items > self.budget.items:
            raise NotUnderstood(f"A collection here has at most {self.budget.items:,} items; this "
                                f"one would have {items:,}. Use keras.ops or NumPy for numbers.")
        self.step(1 + items // 16)

    def grown(self, items: int) -> None:
        """For a collection that has one item more: so many now."""
        if items > self.budget.items:
            self.room(items)
        self.step()

    def letters(self, count: int) -> None:
        """For a string of so many characters."""
        if count > self.budget.characters:
            raise NotUnderstood(f"A text here has at most {self.budget.characters:,} characters; "
                                f"this one would have {count:,}. Make it shorter.")
        self.step(1 + count // 64)

    def number(self, bits: int) -> None:
        """For a whole number of so many bits."""
        if bits > self.budget.bits:
            raise NotUnderstood(f"Whole numbers here stay below 2 ** {self.budget.bits}; this one "
                                "would not. Use a float, as 1e30.")

    def call(self, size: int = 1) -> None:
        """For one call of something of the world; size: of how many layers it is made."""
        self.calls += size
        if self.calls > self.budget.calls:
            raise NotUnderstood(f"This calls layers and functions more than {self.budget.calls:,} "
                                "times. Use fewer, or larger ones.")
        if time.thread_time() > self._end:
            raise NotUnderstood(f"This takes longer than {self.budget.seconds:.0f} seconds. Make "
                                "it smaller.")

    def traced(self, call: object) -> None:
        """For a call on tensors without numbers: the first one of its kind takes longer."""
        if self.is_new(call):
            self.call(TRACED)

    def is_new(self, thing: object) -> bool:
        """Whether this comes the first time."""
        new = thing not in self._seen
        self._seen.add(thing)
        return new

    def went_through(self, size: int) -> None:
        """For a look at something that is made of so many layers."""
        self.step(1 if size == 1 else 16 * size)

    def compiled(self, program: object, cost: int = 1) -> None:
        """For a computation that JAX compiles the first time; cost: as the time it takes."""
        self._programs[program] = cost
        if sum(self._programs.values()) > self.budget.programs:
            raise NotUnderstood("Too many different computations are done while the code is "
                                "read. Leave them to training, or do them with NumPy.")

    def computed(self, numbers: int, most: int) -> None:
        """For arrays with so many numbers, computed at once."""
        self.numbers += numbers
        if self.numbers > most:
            raise NotUnderstood(f"More than {most:,} numbers would be computed while the code is "
                                "read. Leave it to training, or make it smaller.")

    def thing(self) -> None:
        self.things += 1
        if self.things > self.budget.things:
            raise NotUnderstood(f"A text makes at most {self.budget.things} layers and other "
                                "objects. Make fewer.")

    def made_class(self) -> None:
        self.classes += 1
        if self.classes > self.budget.classes:
            raise NotUnderstood(f"A text defines at most {self.budget.classes} classes. Define "
                                "them outside of loops.")

    def checked(self, value: object) -> object:
        """The value, when it is a number or a text that is not too large."""
        if isinstance(value, int):
            self.number(value.bit_length())
        elif isinstance(value, str):
            self.letters(len(value))
        return value

    def compared(self, values: object, value: object) -> None:
        """For comparing every one of the values with another one."""
        self.step(1 + self.nested(values) + self.nested(value))

    def nested(self, value: object) -> int:
        """How many items a collection has with those of the collections in it, each time anew.

        Comparing, printing and flattening cost so much, whatever is shared; long texts more.
        The levels are counted too: what is too deep would end in Python's own stack.
        """
        if not isinstance(value, _COLLECTIONS):
            return 0
        count, letters, waiting = 0, 0, [(value, 1)]
        collections = 0
        while waiting:
            each, level = waiting.pop()
            inside = [*each, *each.values()] if isinstance(each, dict) else each
            count += len(inside)
            if level > self.budget.levels:
                raise NotUnderstood(f"Collections here lie at most {self.budget.levels} deep in "
                                    "one another. Use fewer levels.")
            if count > self.budget.items:
                raise NotUnderstood(f"This collection has more than {self.budget.items:,} items, "
                                    "those inside counted too. Make it smaller.")
            for item in inside:
                if isinstance(item, str):
                    letters += len(item)
                elif isinstance(item, _COLLECTIONS):
                    waiting.append((item, level + 1))
                    collections += 1
        self.step(1 + count // 16 + letters // 64 + collections)
        return count

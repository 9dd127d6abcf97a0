"""Data of which nothing is there while a text is read: a placeholder that takes everything.

What tutorials do with their data, histories and plots leads back to placeholders. Where the shape
is known, it is followed: ``Input(x_train.shape[1:])`` needs it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from playground.code.reader.refusal import NotUnderstood

Shape = tuple[int, ...] | None
RESULT = "result"  # the origin of what training gives: no model is made of it any more
MOST_STEPS = 8


class Step(NamedTuple):
    """An operator between every number and one that is given; or "one_hot" with the classes.

    Attributes:
        turned: whether the given number stands before the operator.
    """

    symbol: str
    number: int | float
    turned: bool = False


class Data:
    """A placeholder.

    Attributes:
        origin: where it comes from: a data set ("mnist") or a module ("matplotlib").
        part: which of its data it was made of: "x_train"; "" when that is not known.
        shape: its shape; None: not known.
        parts: what it is unpacked into; None: into placeholders alike.
        keys: the names of its parts, if they have names: of a dict of arrays.
        key: which part of such a dict it was made of.
        steps: what was done to every number of it since, in turn; None: something else.
    """

    __slots__ = ("origin", "part", "shape", "parts", "keys", "key", "steps")

    def __init__(
        self, origin: str = "", part: str = "", shape: Shape = None,
        parts: tuple[Any, ...] | None = None, keys: tuple[str, ...] = (), key: str = "",
        steps: tuple[Step, ...] | None = (),
    ) -> None:
        self.origin, self.part, self.shape, self.parts = origin, part, shape, parts
        self.keys, self.key, self.steps = keys, key, steps

    def like(self, shape: Shape = None) -> Data:
        """What was made of it in a way that is not followed, but for the shape."""
        return Data(self.origin, self.part, shape, key=self.key, steps=None)

    def laid(self, shape: Shape = None) -> Data:
        """The same numbers in another shape, or some of its rows."""
        return Data(self.origin, self.part, shape, key=self.key, steps=self.steps)

    def stepped(self, step: Step, shape: Shape = None) -> Data:
        """The result of one more step on every number."""
        known = self.steps is not None and len(self.steps) < MOST_STEPS
        return Data(self.origin, self.part, shape, key=self.key,
                    steps=(*self.steps, step) if known else None)

    def __repr__(self) -> str:
        return f"<data {self.part or self.origin}>"

    def __bool__(self) -> bool:
        raise NotUnderstood(unknown("whether this is true"))

    # ------------------------------------------------------------------ what a text does with it

    def attribute(self, name: str) -> Any:
        if name == "shape" and self.shape is not None:
            return self.shape
        if name == "ndim" and self.shape is not None:
            return len(self.shape)
        if name == "T" and self.shape is not None:
            return self.like(self.shape[::-1])
        return Method(self, name)

    def index(self, key: Any) -> Any:
        if isinstance(key, str) and self.keys:
            if key not in self.keys:
                raise NotUnderstood(f"{self.part} has {_listed(self.keys)}; there is no {key!r}.")
            return self.parts[self.keys.index(key)]
        if self.parts is not None and isinstance(key, int) and -len(self.parts) <= key < len(
                self.parts):
            return self.parts[key]
        return self.laid(indexed(self.shape, key))

    def unpacked(self, count: int, rest: bool) -> list[Any]:
        """The values for so many names; ``rest``: whether one of them takes what is left."""
        if self.parts is not None and (len(self.parts) == count or rest):
            return list(self.parts)
        inner = self.shape[1:] if self.shape else None
        return [self.like(inner) for _ in range(count)]

    def length(self) -> Any:
        """How many there are; of what came of training, that is not known either."""
        if not self.shape and self.origin == RESULT:
            return self.like()
        if not self.shape:
            raise NotUnderstood(unknown("how many there are"))
        return self.shape[0]


class Method(Data):
    """An attribute of a placeholder: called, it knows what some methods do to a shape."""

    __slots__ = ("of", "name")

    def __init__(self, of: Data, name: str) -> None:
        super().__init__(of.origin, of.part)
        self.of, self.name = of, name

    def called(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.origin == "sklearn":
            from playground.code.reader import sklearn_data  # which needs this module

            known = sklearn_data.called(self, args, kwargs)
            if known is not None:
                return known
        if self.name in _OF_PLACES and self.origin not in CLASSES:
            return False  # there are no files here
        if self.name == "reshape":
            return self.of.laid(_reshaped(self.of.shape, args))
        if self.name in ("astype", "copy"):
            return self.of.laid(self.of.shape)
        if self.name in ("clip", "round"):
            return self.of.like(self.of.shape)
        if self.name in ("flatten", "ravel", "squeeze"):
            return self.of.laid(_reshaped(self.of.shape, (-1,)) if self.name != "squeeze" else None)
        return self.of.like()


_OF_PLACES = frozenset(("exists", "isfile", "isdir", "is_file", "is_dir"))
SAME_NUMBERS = frozenset(("asarray", "array", "float32", "cast", "convert_to_tensor", "copy"))
SAME_SHAPE = frozenset(("abs", "log", "exp", "sqrt", "normalize", "clip", "log1p"))
CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100, "digits": 10,
           "iris": 3, "wine": 3, "breast_cancer": 2}


def called(callee: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a call gives that has placeholders among its arguments, or is one itself."""
    if isinstance(callee, Method):
        return callee.called(args, kwargs)
    given = [each for each in (*args, *kwargs.values()) if isinstance(each, Data)]
    first = given[0] if given else callee if isinstance(callee, Data) else Data()
    if name in SAME_NUMBERS:
        return first.laid(first.shape)
    if name in SAME_SHAPE:
        return first.like(first.shape)
    if name == "unique" and first.part.startswith("y") and first.origin in CLASSES:
        return first.like((CLASSES[first.origin],))
    if name == "reshape" and len(args) > 1:
        return first.laid(_reshaped(first.shape, args[1:]))
    if name == "expand_dims":
        axis = kwargs.get("axis", args[1] if len(args) > 1 else 0)
        return first.laid(_expanded(first.shape, axis))
    if name == "to_categorical" and first.shape is not None:
        classes = kwargs.get("num_classes", args[1] if len(args) > 1 else None)
        rows = first.shape[:-1] if first.shape[1:] == (1,) else first.shape
        if not isinstance(classes, int):
            return first.like()
        return first.stepped(Step("one_hot", classes), (*rows, classes))
    return first.like()


def combined(symbol: str, one: Any, other: Any) -> Data:
    """What an operator gives on placeholders and numbers."""
    turned = not isinstance(one, Data)
    if turned:
        one, other = other, one
    if isinstance(other, (int, float)):
        return one.stepped(Step(symbol, other, turned), one.shape)
    if isinstance(other, Data) and other.shape == one.shape:
        return one.like(one.shape)
    return one.like()


def _reshaped(shape: Shape, args: tuple[Any, ...]) -> Shape:
    wanted = args[0] if len(args) == 1 and isinstance(args[0], (tuple, list)) else args
    if not wanted or not all(type(each) is int for each in wanted) or len(wanted) > 8:
        return None
    if -1 not in wanted:
        return tuple(wanted)
    if shape is None or list(wanted).count(-1) > 1:
        return None
    total, known = 1, 1
    for each in shape:
        total *= each
    for each in wanted:
        known *= 1 if each == -1 else each
    return tuple(total // known if each == -1 else each for each in wanted) if known else None


def _expanded(shape: Shape, axis: Any) -> Shape:
    if shape is None or type(axis) is not int or not -len(shape) - 1 <= axis <= len(shape):
        return None
    place = axis if axis >= 0 else len(shape) + 1 + axis
    return (*shape[:place], 1, *shape[place:])


def indexed(shape: Shape, key: Any) -> Shape:
    """What an index leaves of a shape; None: it is not known."""
    if shape is None:
        return None
    keys = list(key) if isinstance(key, tuple) else [key]
    dots = [place for place, each in enumerate(keys) if each is ...]
    if len(dots) > 1 or len(keys) > 8:
        return None
    if dots:
        place, own = dots[0], sum(each is not None for each in keys) - 1
        keys[place:place + 1] = [slice(None)] * (len(shape) - own)
    left, result = list(shape), []
    for each in keys:
        if each is None:
            result.append(1)
        elif not left:
            return None
        elif isinstance(each, slice):
            try:
                result.append(len(range(left.pop(0))[each]))
            except (TypeError, ValueError):
                return None
        elif type(each) is int:
            left.pop(0)
        else:
            return None
    return (*result, *left)


def _listed(keys: tuple[str, ...]) -> str:
    return " and ".join(map(repr, keys))


def unknown(what: str) -> str:
    return f"The data are not there while the code is read, so {what} is not known. Write the "\
        "number itself, as in Input((28, 28, 1)) or range(10)."

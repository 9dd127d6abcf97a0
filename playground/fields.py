"""The kinds of field: what a setting may be, its bounds and its words, written once.

A slider, a link, a check and the documentation all read the same field. Every field turns a raw
value from outside (a string from a link, a number from a widget) into a valid one with ``read``,
which collects sentences about what was wrong, or with ``check``, which raises the first of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from playground.registry import Registry

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


@dataclass(frozen=True, kw_only=True)
class Field:
    """One setting: its default, its label and the sentence that explains it.

    Args:
        label: what the control is called; empty: made from the setting's name.
        help: the tooltip: one or two sentences.
        restarts: whether a change starts the training over.
        positional: whether a link writes the value without its name.
    """

    label: str = ""
    help: str = ""
    restarts: bool = False
    positional: bool = False
    default: Value = None

    def read(self, raw: Any, where: str, problems: list[str]) -> Value:
        """The valid value nearest to ``raw``; what was wrong is added to ``problems``."""
        raise NotImplementedError

    def check(self, value: Any, where: str) -> Value:
        """The value, valid as it is.

        Raises:
            ValueError: a sentence that names ``where``, what is expected and what came.
        """
        problems: list[str] = []
        valid = self.read(value, where, problems)
        if problems:
            raise ValueError(problems[0])
        return valid


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A real number between two bounds. Numbers are traced: a change never compiles."""

    default: float = 0.0
    low: float
    high: float
    step: float | None = None
    scale: str = "linear"  # or "log": how a slider moves through it

    def read(self, raw: Any, where: str, problems: list[str]) -> float:
        number = _number(raw)
        if number is None or not self.low <= number <= self.high:
            problems.append(
                f"{where} expects {self._kind} between {_plain_number(self.low)} and "
                f"{_plain_number(self.high)}; got {_shown(raw)}."
            )
            if number is None:
                return self.default
            return self._exact(min(max(number, self.low), self.high))
        return self._exact(number)

    _kind = "a number"

    def _exact(self, number: float) -> float:
        return float(number)


@dataclass(frozen=True, kw_only=True)
class Whole(Number):
    """A whole number between two bounds. Where it is a layer's, it shapes the model."""

    default: int = 0
    _kind = "a whole number"

    def read(self, raw: Any, where: str, problems: list[str]) -> int:
        number = _number(raw)
        if number is not None and number != int(number):
            problems.append(f"{where} expects a whole number; got {_shown(raw)}.")
            raw = round(number)
        return super().read(raw, where, problems)

    def _exact(self, number: float) -> int:
        return int(number)


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    default: bool = False

    def read(self, raw: Any, where: str, problems: list[str]) -> bool:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().lower()
        if word in ("true", "yes", "on", "1"):
            return True
        if word in ("false", "no", "off", "0"):
            return False
        problems.append(f"{where} expects true or false; got {_shown(raw)}.")
        return self.default


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A few words, or a value that is written compactly.

    Args:
        longest: how many characters it may have.
        form: gives the text as it is kept, or raises ValueError with a sentence about it.
    """

    default: str = ""
    longest: int = 80
    form: Callable[[str], str] | None = None

    def read(self, raw: Any, where: str, problems: list[str]) -> str:
        text = raw if isinstance(raw, str) else None
        if text is None or not text.isprintable():
            problems.append(f"{where} expects plain text; got {_shown(raw)}.")
            return self.default
        if len(text) > self.longest:
            problems.append(f"{where} expects at most {self.longest:,} characters; "
                            f"got {len(text):,}.")
            return self.default
        if self.form is None or text == self.default:
            return text  # where nothing may be said, the default is empty
        try:
            return self.form(text)
        except ValueError as error:
            problems.append(f"{where}: {error}")
            return self.default


@dataclass(frozen=True, kw_only=True)
class Source(Field):
    """A text of many lines: code.

    Args:
        longest: how many characters it may have.
    """

    default: str = ""
    longest: int = 24_000

    def read(self, raw: Any, where: str, problems: list[str]) -> str:
        text = raw.replace("\r\n", "\n").replace("\r", "\n") if isinstance(raw, str) else None
        if text is None or any(not each.isprintable() and each not in "\n\t" for each in text):
            problems.append(f"{where} expects plain text; got characters that are none.")
            return self.default
        if len(text) > self.longest:
            problems.append(f"{where} expects at most {self.longest:,} characters; "
                            f"got {len(text):,}.")
            return self.default
        return text if text.strip() else self.default


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One name out of several: an activation, a loss."""

    default: str = ""
    options: Registry | tuple[str, ...] = ()

    def read(self, raw: Any, where: str, problems: list[str]) -> str:
        return _name_in(registry_of(self.options, self.label or where), raw, self.default, where,
                        problems)


@dataclass(frozen=True, kw_only=True)
class One(Field):
    """One registered thing with settings of its own, or (``optional``) none."""

    options: Registry
    default: str | None = None
    optional: bool = False

    def read(self, raw: Any, where: str, problems: list[str]) -> Part | None:
        if raw is None or (isinstance(raw, str) and raw.lower() in ("none", "")):
            if self.optional:
                return None
            raw = self.default
        return read_part(self.options, raw, where, problems, self.default)


@dataclass(frozen=True, kw_only=True)
class Many(Field):
    """A row of registered things, at most ``most``: the layers of a model."""

    options: Registry
    default: tuple[Any, ...] = ()
    least: int = 0
    most: int = 8

    def read(self, raw: Any, where: str, problems: list[str]) -> tuple[Part, ...]:
        raw = _listed(raw, where, problems)
        if raw is None:
            raw = self.default
        if len(raw) > self.most:
            problems.append(f"{where} expects at most {self.most}; got {len(raw)}.")
        parts = (read_part(self.options, each, where, problems, None) for each in raw[: self.most])
        kept = tuple(part for part in parts if part is not None)
        if len(kept) < self.least:
            problems.append(f"{where} expects at least {self.least}; got {len(kept)}.")
            return self.read(self.default, where, [])
        return kept


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """Some names out of several, each once, in the order of the options: the features."""

    options: Registry | tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    least: int = 0

    def read(self, raw: Any, where: str, problems: list[str]) -> tuple[str, ...]:
        raw = _listed(raw, where, problems)
        if raw is None:
            return self.default
        options = registry_of(self.options, "option")
        named = {_name_in(options, each, "", where, problems) for each in raw[: 4 * len(options)]}
        chosen = tuple(name for name in options if name in named)
        if len(chosen) < self.least:
            problems.append(f"{where} expects at least {self.least} of: {', '.join(options)}.")
            return self.default
        return chosen


@dataclass(frozen=True, kw_only=True)
class Sizes(Field):
    """A few whole numbers in a row: a shape. -1 stands for the size that follows from the rest."""

    default: tuple[int, ...] = (-1,)
    most: int = 4
    high: int = 100_000

    def read(self, raw: Any, where: str, problems: list[str]) -> tuple[int, ...]:
        listed = _listed(raw, where, problems) or self.default
        numbers = [_number(each) for each in listed[: self.most]]
        if all(each is not None and each == int(each) and (each == -1 or 1 <= each <= self.high)
               for each in numbers) and len(listed) <= self.most and numbers.count(-1) <= 1:
            return tuple(int(each) for each in numbers)
        problems.append(f"{where} expects 1 to {self.most} whole numbers, such as [28,28], at most "
                        f"one of them -1; got {_shown(','.join(map(str, listed)))}.")
        return self.default


def read_part(
    options: Registry, raw: Any, where: str, problems: list[str], default: str | None
) -> Part | None:
    """The part that ``raw`` means (a name, a Call or a Part), its settings checked one by one."""
    if isinstance(raw, Part):
        raw = Call(raw.name, (), raw.settings)
    if isinstance(raw, str):
        raw = Call(raw)
    if not isinstance(raw, Call):
        problems.append(f"{where} expects the name of one {options.kind}; got {_shown(raw)}.")
        return read_part(options, default, where, [], None) if default else None
    if raw.name not in options:
        name = _name_in(options, raw.name, default or "", where, problems)
        if not name:
            return None
        raw = Call(name, raw.positional, raw.named) if options.nearest(raw.name) else Call(name)
    name = options.name_of(raw.name)
    fields: Mapping[str, Field] = options[name].fields
    given = _given(name, fields, raw, problems)
    settings = []
    for key, each in fields.items():
        if key in given:
            settings.append((key, each.read(given[key], f"{name} {key}", problems)))
        else:
            settings.append((key, each.read(each.default, key, [])))
    return Part(name, tuple(settings))


def part_of(name: str, fields: Mapping[str, Field]) -> Part:
    """The part of that name with these fields, every one at its default."""
    return Part(name, tuple(
        (key, each.read(each.default, key, [])) for key, each in fields.items()))


def default_part(options: Registry, name: str) -> Part:
    """The registered thing of that name with every setting at its default."""
    problems: list[str] = []
    part = read_part(options, options.name_of(name), options.kind, problems, None)
    assert part is not None and not problems, problems
    return part


def _given(
    name: str, fields: Mapping[str, Field], call: Call, problems: list[str]
) -> dict[str, Any]:
    in_order = [key for key, each in fields.items() if each.positional]
    given: dict[str, Any] = {}
    for index, value in enumerate(call.positional):
        if index < len(in_order):
            given[in_order[index]] = value
        else:
            problems.append(f"{name} expects {len(in_order)} values without a name; "
                            f"got {len(call.positional)}.")
            break
    known = registry_of(tuple(fields), "setting")
    for key, value in call.named:
        if key not in fields:
            key = _name_in(known, key, "", name, problems)
        if key:
            given[key] = value
    return given


def _name_in(
    options: Registry, raw: Any, default: str, where: str, problems: list[str]
) -> str:
    if isinstance(raw, Call):
        raw = raw.name
    if isinstance(raw, str) and raw in options:
        return options.name_of(raw)
    nearest = options.nearest(raw) or default
    hint = f"Did you mean {nearest}?" if options.nearest(raw) else (
        f"There are: {', '.join(list(options)[:20])}.")
    problems.append(f"{where}: no {options.kind} is called {_shown(raw)}. {hint}")
    return nearest


def registry_of(options: Registry | Iterable[str], kind: str) -> Registry:
    """Names as a registry, so that a mistyped one finds the nearest."""
    if isinstance(options, Registry):
        return options
    named: Registry = Registry(kind.lower())
    for option in options:
        named.register(option)(_Name())
    return named


@dataclass
class _Name:
    fields: dict[str, Field] = dataclass_field(default_factory=dict)


def _listed(raw: Any, where: str, problems: list[str]) -> tuple[Any, ...] | None:
    if isinstance(raw, (list, tuple)):
        return tuple(raw)
    if isinstance(raw, Call) or (isinstance(raw, str) and raw):
        return (raw,)
    problems.append(f"{where} expects a list; got {_shown(raw)}.")
    return None


def _number(raw: Any) -> float | None:
    if isinstance(raw, bool) or raw is None:
        return None
    try:
        number = float(raw)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _plain_number(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:,.0f}"


def _shown(raw: Any) -> str:
    text = raw.name + "(…)" if isinstance(raw, Call) else str(raw)
    return repr(text[:60] + "…" if len(text) > 60 else text) if not _is_plain(raw) else text


def _is_plain(raw: Any) -> bool:
    return isinstance(raw, (int, float)) and len(str(raw)) < 40

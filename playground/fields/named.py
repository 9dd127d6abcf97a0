"""Fields whose values are names: of one thing out of several, alone or with settings of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from playground.fields.plain import Field
from playground.fields.values import Call, Part, listed, shown
from playground.registry import Registry


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
        raw = listed(raw, where, problems)
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
        raw = listed(raw, where, problems)
        if raw is None:
            return self.default
        options = registry_of(self.options, "option")
        named = {_name_in(options, each, "", where, problems) for each in raw[: 4 * len(options)]}
        chosen = tuple(name for name in options if name in named)
        if len(chosen) < self.least:
            problems.append(f"{where} expects at least {self.least} of: {', '.join(options)}.")
            return self.default
        return chosen


def read_part(
    options: Registry, raw: Any, where: str, problems: list[str], default: str | None
) -> Part | None:
    """The part that ``raw`` means (a name, a Call or a Part), its settings checked one by one."""
    if isinstance(raw, Part):
        raw = Call(raw.name, (), raw.settings)
    if isinstance(raw, str):
        raw = Call(raw)
    if not isinstance(raw, Call):
        problems.append(f"{where} expects the name of one {options.kind}; got {shown(raw)}.")
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
    problems.append(f"{where}: no {options.kind} is called {shown(raw)}. {hint}")
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

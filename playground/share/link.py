"""Experiment and view ⇄ link: ``data=spiral(noise=10)&model=[Dense(8,tanh),Dense(4,tanh)]&seed=3``.

A link is written to be read, and edited by hand: names and numbers, calls and lists, nothing
else. Only what differs from the default is in it. Reading never fails: what is not valid becomes
the nearest thing that is, and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from playground import experiment as experiments
from playground import view as views
from playground.experiment import Experiment
from playground.fields import Field, One, Source
from playground.registry import Registry, UnknownNameError
from playground.share import grammar, packing
from playground.view import View


class _Name:
    """A setting's place among the names."""


_NAMES: Registry = Registry("setting")
_OTHER_WORDS = {"data": ("dataset",), "model": ("layers",), "batch_size": ("batch",)}
for _name in (*experiments.FIELDS, *views.FIELDS):
    _NAMES.register(_name, *_OTHER_WORDS.get(_name, ()))(_Name())
# Characters; the longest stack there can be takes 3000, a table's columns 2500.
LONGEST = 8000 + packing.LONGEST_PACKED


@dataclass(frozen=True)
class Opened:
    """What a link meant, and a sentence for everything in it that had to be changed."""

    experiment: Experiment
    view: View
    problems: tuple[str, ...] = ()


def write(experiment: Experiment, view: View = View()) -> str:
    """The link's text, without the question mark: what differs from the defaults, readable."""
    plain = experiments.read({"data": experiment.data}, [])
    words = _differing(experiment, plain, experiments.FIELDS)
    words |= _differing(view, View(), views.FIELDS)
    return "&".join(f"{name}={quote(text, safe=_READABLE)}" for name, text in words.items())


_READABLE = "()[],=:-._~!*'"


def read(query: str | Mapping[str, str]) -> Opened:
    """The experiment and view that a link's text (or its parameters by name) means."""
    problems: list[str] = []
    raw: dict[str, Any] = {}
    misplaced: list[tuple[str, str]] = []
    for name, text in _parameters(query, problems):
        try:
            name = _NAMES.name_of(name)
        except UnknownNameError as error:
            nearest = _NAMES.nearest(name)
            if not nearest:
                misplaced.append((name, text))
                continue
            problems.append(str(error))
            name = nearest
        raw[name] = _raw(name, text, problems)
    experiment = experiments.read(_part_of(raw, experiments.FIELDS), problems)
    view = views.read(_part_of(raw, views.FIELDS), problems)
    problems += [f"No setting is called {name[:40]!r}. {_where(name, text, experiment)}"
                 for name, text in misplaced]
    return Opened(experiment, view, tuple(dict.fromkeys(problems)))


def _raw(name: str, text: str, problems: list[str]) -> Any:
    field = experiments.FIELDS.get(name)
    if not isinstance(field, Source):
        return grammar.parse(text, name, problems)
    try:
        return packing.unpack(text, field.longest) if text else ""
    except ValueError as error:
        problems.append(f"{name}: {error}")
        return ""


def _where(name: str, text: str, experiment: Experiment) -> str:
    """How the setting of a part is written, one of the experiment's own parts if it has it.

    For a name that nothing has, the names there are.
    """
    ones = {whole: field for whole, field in experiments.FIELDS.items() if isinstance(field, One)}
    for whole, field in {**ones, "model": experiments.FIELDS["model"]}.items():
        chosen = getattr(experiment, whole)
        first = [part.name for part in ([chosen] if whole in ones else chosen)]
        for part in (*first, *field.options):
            if name in field.options[part].fields:
                call = f"{part}({name}={text[:20]})"
                return f"Write {whole}={call if whole in ones else f'[{call}]'}."
    return f"There are: {', '.join(_NAMES)}."


def _parameters(
    query: str | Mapping[str, str], problems: list[str]
) -> list[tuple[str, str]]:
    if not isinstance(query, str):
        length = sum(len(name) + len(text) for name, text in query.items())
        pairs = [(str(name), str(text)) for name, text in query.items()]
    else:
        length = len(query)
        pairs = []
        if length <= LONGEST:
            try:
                pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=60)
            except ValueError:
                problems.append("The link has more than 60 settings; none was read.")
    if length > LONGEST:
        problems.append(f"The link is longer than {LONGEST} characters; it was not read.")
        return []
    return pairs[:60]


def _part_of(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name in fields}


def _differing(value: Any, plain: Any, fields: Mapping[str, Field]) -> dict[str, str]:
    words = {}
    for name, field in fields.items():
        mine = getattr(value, name)
        if mine != getattr(plain, name) or (name == "data"):
            words[name] = packing.pack(mine) if isinstance(field, Source) else grammar.text(
                mine, field)
    return words

"""The kinds of field: what a setting may be, its bounds and its words, written once.

A slider, a link, a check and the documentation all read the same field. Every field turns a raw
value from outside (a string from a link, a number from a widget) into a valid one with ``read``,
which collects sentences about what was wrong, or with ``check``, which raises the first of them.
"""

from __future__ import annotations

from playground.fields.named import (
    Choice,
    Many,
    One,
    Several,
    default_part,
    part_of,
    read_part,
    registry_of,
)
from playground.fields.plain import Field, Flag, Number, Sizes, Source, Text, Whole
from playground.fields.values import Call, Part, Value

__all__ = ["Call", "Choice", "Field", "Flag", "Many", "Number", "One", "Part", "Several", "Sizes",
           "Source", "Text", "Value", "Whole", "default_part", "part_of", "read_part",
           "registry_of"]

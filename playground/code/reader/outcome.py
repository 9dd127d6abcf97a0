"""What comes of reading a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Printed(NamedTuple):
    line: int
    text: str


class Call(NamedTuple):
    """A call of a layer, a model or an operation on symbolic tensors; or an operator on them.

    Attributes:
        callee: what was called: the layer, the model, the function; for an operator its symbol,
            for indexing ``"[]"``.
        inputs, outputs: the symbolic tensors among what it was given and what it gave, in order.
    """

    line: int
    column: int
    callee: Any
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]


class Fit(NamedTuple):
    """A call of ``fit``, ``evaluate``, ``predict``, ``save`` and the like: recorded, not done."""

    line: int
    method: str
    model: Any
    arguments: dict[str, Any]  # by name; those without a name that is known by number


@dataclass
class Outcome:
    """What a text said.

    Attributes:
        names: the module's names and their values after the run.
        printed: lines that ``print`` and ``summary`` gave; grows while the model is traced later.
        model: the model that the text compiles or fits; else the last one a name was given to.
        calls: calls on symbolic tensors in the order of execution.
        fits: what was asked of models and is not done while reading.
        data_set: the data set that the text loads, as "mnist"; None: none that is known.
        seed: what ``keras.utils.set_random_seed`` was given.
        classes: the classes that the text defines, by name.
    """

    names: dict[str, Any] = field(default_factory=dict)
    printed: list[Printed] = field(default_factory=list)
    model: Any = None
    calls: list[Call] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    data_set: str | None = None
    seed: int | None = None
    classes: dict[str, type] = field(default_factory=dict)

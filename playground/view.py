"""How an experiment is shown: a second small value. Changing it never touches the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.fields import Field, Flag, Number, Several

SPEEDS = ("1", "5", "20", "60", "fastest")
GROUPS = ("run", "data", "features", "layers", "training", "settings", "charts", "code", "share")

FIELDS: Mapping[str, Field] = {
    "show_test": Flag(
        label="Test points", default=False,
        help="Draw the points that the network does not learn from."),
    "discretize": Flag(
        label="Discretize", default=False,
        help="Show only which side the output is on, not how sure it is."),
    "log_scale": Flag(
        label="Log scale", default=False,
        help="Draw the loss on a logarithmic axis: small differences near zero become visible."),
    "smoothing": Number(
        label="Smoothing", default=0.0, low=0.0, high=0.99, step=0.01,
        help="Average the curves over the epochs before; 0 shows them as they are."),
    "hide": Several(
        label="Hidden controls", options=GROUPS,
        help="Groups of controls that the page leaves out, for a class with one thing to try."),
}


@dataclass(frozen=True)
class View:
    """What is drawn and which controls are offered.

    Raises:
        ValueError: a sentence, when a value is not valid.
    """

    show_test: bool = False
    discretize: bool = False
    log_scale: bool = False
    smoothing: float = 0.0
    hide: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, field in FIELDS.items():
            object.__setattr__(self, name, field.check(getattr(self, name), field.label))


def read(raw: Mapping[str, Any], problems: list[str]) -> View:
    """The valid view nearest to raw values by name; ``problems`` says what was not right."""
    return View(**{
        name: FIELDS[name].read(text, FIELDS[name].label, problems) for name, text in raw.items()
    })

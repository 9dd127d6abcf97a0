"""Settings that several optimizers have: their bounds and words, written once."""

from __future__ import annotations

from typing import Any

from playground.fields import Number


def learning_rate_field(default: float) -> Number:
    return Number(default=default, low=1e-5, high=10.0, scale="log", positional=True,
                  label="Learning rate", help="How far each step goes down the slope.")


def share_field(default: float, label: str, help: str, high: float = 0.9999) -> Number:
    return Number(default=default, low=0.0, high=high, step=0.001, label=label, help=help)


EPSILON_FIELD = Number(default=1e-7, low=1e-10, high=1.0, scale="log", label="Epsilon",
                       help="A small number that keeps the division from exploding.")


def is_zero(value: Any) -> bool:
    """Whether a setting is a plain 0: a traced number may be anything, so it is not."""
    return isinstance(value, (int, float)) and value == 0

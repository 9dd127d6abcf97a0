"""An experiment as a Keras model, with the list of its numbers that may change while it trains.

What shapes the computation (layers, units, activations, the batch size) is *structure*; learning
rate, momentum, regularization and dropout rates are *numbers*. Equal structures share one compiled
program, and a number is an argument of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground import experiment as experiments
from playground.datasets import training_points
from playground.experiment import Experiment
from playground.fields import Number, One, Part, Whole
from playground.keras import Sequential
from playground.keras.layers import Dense, Input, layers
from playground.keras.losses import losses
from playground.keras.naming import reset_names
from playground.keras.optimizers import optimizers
from playground.registry import Registry


@dataclass(frozen=True)
class Numbered:
    """One number of an experiment and the object that uses it."""

    owner: Any
    attribute: str
    value: float


def model_of(
    experiment: Experiment, *, template: bool = False
) -> tuple[Sequential, list[Numbered]]:
    """The compiled, built model of an experiment, and its numbers in a fixed order.

    A ``template`` is a model to trace: its numbers are in the middle of their range and never at a
    special value like 0, so that it is shaped for all of them.
    """
    reset_names()  # a script that is run afresh calls its first Dense "dense", too
    numbers = _Numbers(template)
    head = experiment.head
    stack = [_made(layers, part, numbers) for part in experiment.model]
    stack.append(_made_with(
        Dense, experiments.outputs, experiment.output, numbers,
        units=head.units, activation=head.activation))
    model = Sequential([Input((len(experiment.features),)), *stack])
    model.compile(
        optimizer=_made(optimizers, experiment.optimizer, numbers),
        loss=_made(losses, experiment.loss, numbers))
    model.optimizer.build(model.trainable_variables)
    return model, numbers


def structure(experiment: Experiment) -> tuple[Any, ...]:
    """All of an experiment that shapes its program: equal structures compile once."""
    return (
        len(experiment.features),
        tuple(_shape(layers, part) for part in experiment.model),
        _shape(experiments.outputs, experiment.output),
        experiment.head.units, experiment.head.activation, experiment.head.labels,
        experiment.dataset.task,
        _shape(losses, experiment.loss),
        _shape(optimizers, experiment.optimizer),
        experiment.batch_size,
        training_points(experiment.points, experiment.share) % experiment.batch_size,
        experiment.dataset.inputs, experiment.features,
    )


class _Numbers(list[Numbered]):
    """The numbers met so far, and whether they stand for any value or for their own."""

    def __init__(self, template: bool) -> None:
        super().__init__()
        self.template = template


def _made(options: Registry, part: Part, numbers: _Numbers) -> Any:
    return _made_with(options[part.name], options, part, numbers)


def _made_with(kind: Any, options: Registry, part: Part, numbers: _Numbers, **more: Any) -> Any:
    """The object a part means; its numbers are appended to ``numbers``."""
    arguments, mine = dict(more), []
    for name, field in options[part.name].fields.items():
        value = getattr(part, name)
        if isinstance(field, One):
            arguments[name] = None if value is None else _made(field.options, value, numbers)
        elif is_traced(field):
            arguments[name] = (field.low + field.high) / 2 if numbers.template else value
            mine.append((name, value))
        else:
            arguments[name] = value
    made = kind(**arguments)
    numbers += [Numbered(made, name, value) for name, value in mine]
    return made


def _shape(options: Registry, part: Part) -> tuple[Any, ...]:
    shape: list[Any] = [part.name]
    for name, field in options[part.name].fields.items():
        value = getattr(part, name)
        if isinstance(field, One):
            shape.append(None if value is None else _shape(field.options, value))
        elif not is_traced(field):
            shape.append(value)
    return tuple(shape)


def is_traced(field: Any) -> bool:
    """Whether a field is a number that may change while a compiled program runs."""
    return isinstance(field, Number) and not isinstance(field, Whole) and not field.restarts

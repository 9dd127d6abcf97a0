"""What each of several outputs is compared with: the true answers, changed or not, or x."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from playground.code.reader.data import Data, Step
from playground.code.reader.outcome import Outcome
from playground.experiment import Experiment
from playground.keras import Model, tree
from playground.keras.layers.calling import mode
from playground.keras.models.spreading import names_of
from playground.keras.symbolic import compute_output_spec
from playground.training.description import Output
from playground.training.feeding import Feeding, fitted
from playground.training.stages import by

ANSWERS, EXAMPLE = "y_train", "x_train"
LARGEST = 2**31  # of a number in a step
_OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}
_WHOLE = set(_OPERATORS) - {"/"}  # of whole numbers these make whole numbers, or yes and no


@dataclass(frozen=True, eq=False)
class Target:
    """What one output is compared with.

    Args:
        part: "y_train" or "x_train".
        key: which part of the example.
        steps: what is done to its numbers.
    """

    part: str
    key: str = ""
    steps: tuple[Step, ...] = ()

    def of(self, x: Any, y: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        """Its values, for an output of this shape."""
        if self.part == EXAMPLE:
            values = x.arrays[self.key] if self.key else x
            return values.reshape(len(values), *shape)
        values = y
        for step in self.steps:
            values = _stepped(values, step)
        return values.astype(jnp.int32) if values.dtype == bool else values

    def __str__(self) -> str:
        text = f"{self.part}[{self.key!r}]".replace("'", '"') if self.key else self.part
        for step in self.steps:
            whole = f"({text})" if " " in text else text
            if step.symbol == "one_hot":
                text = f"keras.utils.to_categorical({text}, {step.number})"
            else:
                both = (str(step.number), whole) if step.turned else (whole, str(step.number))
                text = f" {step.symbol} ".join(both)
        return text

    @property
    def is_whole(self) -> bool:
        """Whether it is a class, a yes or no, or a row for each class."""
        return self.part == ANSWERS and all(
            step.symbol == "one_hot" or step.symbol in _WHOLE and isinstance(step.number, int)
            for step in self.steps)


@dataclass(frozen=True, eq=False)
class Targets:
    """Those of all outputs.

    Args:
        like: the outputs' own form: a list or a dict of symbolic tensors.
        names: of the outputs, in their flat order.
        each: what they are compared with.
    """

    like: Any
    names: tuple[str, ...]
    each: tuple[Target, ...]

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each output for one example."""
        return tuple(tuple(each.shape[1:]) for each in tree.flatten(self.like))

    def of(self, x: Any, y: jax.Array) -> Any:
        """The values, in the outputs' own form.

        Args:
            x: examples, scaled; y: true answers (n,), classes as whole numbers.
        """
        values = [target.of(x, y, shape) for target, shape in zip(self.each, self.shapes)]
        return tree.pack_sequence_as(self.like, values)


def targets_of(
    model: Any, feeding: Feeding, outcome: Outcome, experiment: Experiment
) -> Targets | None:
    """As the text's ``fit`` says, or by the outputs' shapes.

    None where there is one output, or where the model itself says what becomes of several.

    Raises:
        ValueError: a sentence, where it is not clear what an output is compared with.
    """
    if has_own_loss(model):
        return None
    outputs = _outputs(model, feeding)
    if not tree.is_nested(outputs) or len(tree.flatten(outputs)) < 2:
        return None
    names = [name or f"output_{place}" for place, name in enumerate(
        names_of(outputs, getattr(model, "output_names", None)), 1)]
    return Targets(outputs, tuple(names), tuple(
        _each(names, outputs, feeding, fitted(outcome, "y"), experiment)))


def has_own_step(model: Model) -> bool:
    """Whether a model has a ``train_step`` of its own."""
    return type(model).train_step is not Model.train_step


def has_own_loss(model: Model) -> bool:
    """Whether a model itself says what it learns from: in a step, a loss or a call of its own."""
    return (has_own_step(model) or type(model).compute_loss is not Model.compute_loss
            or model.compiled and model.loss is None)


def takes_logits(loss: Any) -> bool:
    """Whether a loss makes probabilities of the outputs itself."""
    return bool(getattr(loss, "from_logits", False))


def _outputs(model: Any, feeding: Feeding) -> Any:
    """What a built model gives for an example, as symbolic tensors in its own form."""
    if getattr(model, "inputs", None):
        return model.output
    return compute_output_spec(model, feeding.symbols(), **mode(model, False))


def _each(
    names: Sequence[str], outputs: Any, feeding: Feeding, given: Any, experiment: Experiment
) -> list[Target]:
    if given is None:
        shapes = [tuple(each.shape[1:]) for each in tree.flatten(outputs)]
        return [_by_shape(name, shape, feeding, experiment) for name, shape in zip(names, shapes)]
    if isinstance(given, Mapping):
        missing = [name for name in names if name not in given]
        if missing:
            raise ValueError(f"fit is given y for {', '.join(map(str, given))}; the model's "
                             f"outputs are {', '.join(names)}.")
        given = [given[name] for name in names]
    given = tree.flatten(given)
    if len(given) != len(names):
        raise ValueError(
            f"The model has {len(names)} outputs, {', '.join(names)}; fit is given y for "
            f"{len(given)}. Give one for each: model.fit(x_train, "
            f"[{', '.join([ANSWERS] * len(names))}]).")
    shapes = [tuple(each.shape[1:]) for each in tree.flatten(outputs)]
    return [_target(*each, experiment) for each in zip(names, shapes, given)]


def measured(targets: Targets, experiment: Experiment) -> tuple[tuple[Output, ...], int | None]:
    """What is measured of each output, and which of them answers the data set's own question."""
    found, own = [], None
    for place, (name, target, shape) in enumerate(zip(
            targets.names, targets.each, targets.shapes)):
        same = all(step.symbol == "one_hot" for step in target.steps)
        if own is None and target.part == ANSWERS and same and shape == (experiment.head.units,):
            own = place
        whole = target.is_whole and experiment.dataset.task != "regression" and len(shape) == 1
        found.append(Output(name, str(target), "accuracy" if whole else ""))
    return tuple(found), own


def right(outputs: jax.Array, wanted: jax.Array, logits: bool) -> jax.Array:
    """Whether each row of outputs says what was wanted: the largest class, or a side of half."""
    if outputs.shape[-1] > 1:
        classes = wanted.argmax(-1) if wanted.ndim > 1 else wanted
        return outputs.argmax(-1) == classes
    return (outputs[:, 0] > (0.0 if logits else 0.5)) == (wanted.reshape(len(outputs)) > 0.5)


def _by_shape(
    name: str, shape: tuple[int, ...], feeding: Feeding, experiment: Experiment
) -> Target:
    if shape == (experiment.head.units,):
        return Target(ANSWERS)
    for key, taken in zip(feeding.keys or ("",), feeding.shapes):
        if shape == taken:
            return Target(EXAMPLE, key)
    raise ValueError(
        f"What the output {name} is compared with is not known: it gives {by(shape)} for an "
        "example. Say it with fit, as in "
        f"model.fit(x_train, [{ANSWERS}, {ANSWERS} % 2]).")


def _target(name: str, shape: tuple[int, ...], given: Any, experiment: Experiment) -> Target:
    known = isinstance(given, Data) and given.part in (ANSWERS, EXAMPLE) and (
        given.steps is not None and all(map(_is_known, given.steps)))
    if not known:
        raise ValueError(
            f"What the output {name} is compared with is not understood. Write {ANSWERS} or "
            f"{EXAMPLE}, or what one operator after the other makes of it, as {ANSWERS} % 2, "
            f"{ANSWERS} > 4 or keras.utils.to_categorical({ANSWERS}, 10).")
    if given.part == ANSWERS:
        return Target(ANSWERS, steps=given.steps)
    parts = dict(experiment.form.parts) or {"": experiment.form}
    if given.key not in parts:
        each = " or ".join(f'{EXAMPLE}["{key}"]' for key in parts)
        raise ValueError(f"The output {name} is compared with the whole example, which has "
                         f"{len(parts)} parts. Write {each}.")
    wanted = parts[given.key].shape
    if math.prod(wanted) != math.prod(shape):
        raise ValueError(f"The output {name} gives {by(shape)} for an example, and is compared "
                         f"with {by(wanted)}. Let it end in as many.")
    return Target(EXAMPLE, given.key)


def _is_known(step: Step) -> bool:
    return (step.symbol in _OPERATORS or step.symbol == "one_hot" and 0 < step.number <= 1000) and (
        abs(step.number) < LARGEST)


def _stepped(values: jax.Array, step: Step) -> jax.Array:
    if step.symbol == "one_hot":
        return jax.nn.one_hot(values.astype(jnp.int32), step.number)
    apply = _OPERATORS[step.symbol]
    return apply(step.number, values) if step.turned else apply(values, step.number)

"""What a viewer sees of any state, as named arrays: the layers' outputs, weights, predictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax.numpy as jnp
import numpy as np

from playground.keras.layers.watching import Watched
from playground.keras.variable import StatelessScope
from playground.training import scores
from playground.training.inside import Box, first_of, through, weights_in
from playground.training.material import Material
from playground.training.trainer import State, Trainer

_BOUNDED = {
    "tanh": (-1.0, 1.0), "softsign": (-1.0, 1.0), "hard_tanh": (-1.0, 1.0),
    "soft_sign": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "hard_sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0), "sparse_sigmoid": (0.0, 1.0),
}


@contextmanager
def in_state(trainer: Trainer, state: State, numbers: Any) -> Iterator[None]:
    """While tracing: the model's variables and numbers have these values."""
    pairs = [
        pair for variables, values in zip(trainer.variables, state)
        for pair in zip(variables, values)]
    with trainer.bound(state, numbers), StatelessScope(state_mapping=pairs):
        yield


def as_bytes(values: Any, limits: Any) -> Any:
    """As int8, while tracing: -127 at the low limit, 127 at the high one."""
    scaled = (values - limits[0]) / (limits[1] - limits[0]) * 254.0 - 127.0
    scaled = jnp.where(jnp.isfinite(scaled), scaled, 0.0)
    return jnp.clip(jnp.round(scaled), -127, 127).astype(jnp.int8)


def passed(trainer: Trainer, state: State, numbers: Any, x: Any) -> list[Watched]:
    """The steps of the model on ``x``, one for each of its boxes, while tracing."""
    with in_state(trainer, state, numbers):
        return through(trainer.model, trainer.feeding.arranged(x), trainer.answers.place)


def responses(trainer: Trainer, state: State, numbers: Any, x: Any) -> list[Any]:
    """What every box of the model makes of ``x``, while tracing."""
    return [first_of(each.outputs) for each in passed(trainer, state, numbers, x)]


def bounds_of(layer: Any) -> tuple[float, float] | None:
    """The values that a layer or an operation can give, or None where they are not bounded."""
    activation = getattr(layer, "activation", None) or getattr(type(layer), "function", None)
    return _BOUNDED.get(getattr(activation, "__name__", ""))


def without_inner(arrays: dict[str, Any], boxes: Sequence[Box]) -> dict[str, Any]:
    """What is drawn of the boxes that are not steps of a nested model, and all other arrays."""
    inner = {f"{group}/{place}" for place, box in enumerate(boxes) if box.within is not None
             for group in ("example", "maps", "gradient")}
    return {name: values for name, values in arrays.items()
            if "/".join(name.split("/")[:2]) not in inner} if inner else arrays


def weights_of(layers: list[Any], trainer: Trainer, state: State) -> dict[str, np.ndarray]:
    """``weights/<layer>/<name>``: every variable of every layer but the random ones."""
    arrays = {}
    layer_of: dict[int, int] = {}
    for index, layer in enumerate(layers):
        for variable in weights_in(layer):  # a shared layer's are shown where it is met first
            layer_of.setdefault(id(variable), index)
    for variables, values in zip(trainer.variables, state):
        for variable, value in zip(variables, values, strict=True):
            if id(variable) in layer_of and value.dtype.kind == "f":
                arrays[f"weights/{layer_of[id(variable)]}/{variable.name}"] = np.asarray(value)
    return arrays


def predictions_of(
    trainer: Trainer, outputs: np.ndarray, material: Material
) -> dict[str, np.ndarray]:
    """What the model says of the test examples, beside what is true.

    Classes: ``confusion`` (true class, predicted class); ``predicted/scores`` (classes, 3), the
    precision, recall and F1 of each; of two also ``predicted/false_rate`` and
    ``predicted/true_rate``, the ROC curve of the second one, the same with ``_here`` (1,), where
    the model's own border lies on it, and ``predicted/area`` (1,) under it.
    Numbers, in their own units: ``predicted/true``, ``predicted/value`` and ``predicted/residual``,
    which is value − true.

    Args:
        outputs: what the model says of every test example (n, units).
    """
    true = material.data.y_test
    if trainer.task == "regression":
        own = material.data.in_own_units
        true, value = own(true), own(outputs[:, 0])
        return {"predicted/true": true, "predicted/value": value,
                "predicted/residual": value - true}
    classes = max(2, outputs.shape[1])
    confusion = np.zeros((classes, classes), np.int32)
    np.add.at(confusion, (true, trainer.predicted_class(outputs)), 1)
    arrays = {"confusion": confusion, "predicted/scores": scores.by_class(confusion)}
    if classes == 2:
        curve = scores.roc(outputs[:, -1], true == 1)
        here = confusion[:, 1] / np.maximum(confusion.sum(axis=1), 1)
        arrays |= {"predicted/false_rate": curve[0], "predicted/true_rate": curve[1],
                   "predicted/false_here": here[:1], "predicted/true_here": here[1:],
                   "predicted/area": np.array([scores.area(curve)], np.float32)}
    return arrays

"""Data that would train without a word, and wrongly: labels that are no classes, a useless end."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from playground.keras import tree
from playground.keras.losses import (  # type: ignore[attr-defined]
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)
from playground.keras.models.compiled_loss import CompiledLoss
from playground.keras.models.inputs import made_by
from playground.keras.symbolic import KerasTensor


def check_labels(compiled_loss: CompiledLoss | None, y: Any, y_pred: Any) -> None:
    """Compare the labels' values with what each output and its loss can mean.

    Args:
        y_pred: the outputs, or their shapes.

    Raises:
        ValueError: whole-number labels that are no class of the output.
    """
    if compiled_loss is None or y is None:
        return
    for place, (loss, output, labels) in enumerate(_with_loss(compiled_loss, y, y_pred)):
        name = compiled_loss.names[place] if len(compiled_loss.names) > 1 else None
        where = f"the output {name!r}" if name else "the last layer"
        units = output.shape[-1] if output.shape else None
        if isinstance(loss, SparseCategoricalCrossentropy):
            _check_classes(loss, labels, units, where)
        elif isinstance(loss, BinaryCrossentropy):
            if labels.min() < 0 or labels.max() > 1:
                warnings.warn(f"binary_crossentropy expects labels from 0 to 1; {where} got labels "
                              f"from {labels.min():g} to {labels.max():g}. Bring them to 0 and 1, "
                              "or use another loss.", stacklevel=5)
        elif type(loss).__module__.endswith("losses.regression") and (
                labels.ndim == len(output.shape) and labels.shape[1:] != output.shape[1:]):
            warnings.warn(f"{where} gives {_numbers(output)}, but there are {_numbers(labels)} in "
                          "a label: each is compared with all. Give the layer as many units as a "
                          "label has numbers.", stacklevel=5)
        elif isinstance(loss, CategoricalCrossentropy) and units == 1:
            warnings.warn(f"categorical_crossentropy expects an output for each class, but {where} "
                          "has one: it is always 0. For two classes use binary_crossentropy with "
                          "Dense(1, activation='sigmoid').", stacklevel=5)


def check_numbers(x: Any, y: Any) -> None:
    """Warn where a NaN among the data will make every weight one."""
    for word, part in (("x", x), ("y", y)):
        for each in tree.flatten(part):
            if isinstance(each, np.ndarray) and each.dtype.kind == "f" and np.isnan(each.sum()):
                count = int(np.isnan(each).sum())
                if count:
                    warnings.warn(
                        f"fit expects numbers as {word}; got an array of shape {each.shape} with "
                        f"{count} NaN. The loss and the weights become NaN too: fill or drop what "
                        "is missing, as with np.nan_to_num.", stacklevel=4)


def check_logits(compiled_loss: CompiledLoss | None, outputs: list[Any]) -> None:
    """Warn where a crossentropy takes logits for probabilities, or probabilities for logits.

    Args:
        outputs: the symbolic outputs of the model, where it has them.
    """
    losses = compiled_loss.losses if compiled_loss is not None else []
    for loss, output in zip(losses, outputs, strict=False):
        if not isinstance(loss, (BinaryCrossentropy, CategoricalCrossentropy,
                                 SparseCategoricalCrossentropy)):
            continue
        layer = made_by(output) if isinstance(output, KerasTensor) else None
        last = getattr(getattr(layer, "activation", None), "__name__", None)
        fitting = "sigmoid" if isinstance(loss, BinaryCrossentropy) else "softmax"
        if loss.from_logits and last in ("sigmoid", "softmax"):
            warnings.warn(f"The loss has from_logits=True, so it expects numbers without {last}, "
                          f"but {layer.name} has activation={last!r}: it would act twice. Leave "
                          "one of them out.", stacklevel=4)
        elif not loss.from_logits and last == "linear":
            warnings.warn(f"{loss.name} expects probabilities, but {layer.name} has no activation."
                          f" Give it activation={fitting!r}, or the loss from_logits=True.",
                          stacklevel=4)


def check_softmax(layers: list[Any]) -> None:
    """Warn where softmax has a single number to share 1 among."""
    for layer in layers:
        softmax = getattr(getattr(layer, "activation", None), "__name__", "") == "softmax"
        if softmax and getattr(layer, "units", None) == 1:
            warnings.warn(f"{layer.name} is a softmax over one unit, so its output is always 1 and "
                          "nothing is learnt. For two classes use activation='sigmoid', for a "
                          "number no activation, for more classes a unit for each.", stacklevel=4)


def _numbers(array: Any) -> str:
    return " times ".join(map(str, array.shape[1:])) + " numbers"


def _check_classes(loss: Any, labels: np.ndarray, classes: Any, where: str) -> None:
    low, high = labels.min(), labels.max()
    if not classes or loss.ignore_class is not None or (low >= 0 and high < classes):
        return
    raise ValueError(
        f"sparse_categorical_crossentropy expects labels from 0 to {classes - 1}, because "
        f"{where} has {classes} outputs; got labels from {low:g} to {high:g}. "
        "Change the units of the last layer, or count the labels from 0.")


def _with_loss(
    compiled_loss: CompiledLoss, y: Any, y_pred: Any
) -> Iterator[tuple[Any, Any, np.ndarray]]:
    if not compiled_loss.built:
        return
    wanted = [each is not None for each in compiled_loss.losses]
    labels = compiled_loss._labels(y, y_pred, wanted)
    for loss, output, each in zip(compiled_loss.losses, tree.flatten(y_pred), labels, strict=True):
        usable = isinstance(each, np.ndarray) and each.size
        yield (loss if usable else None), output, each

"""What a viewer sees of a state, as named arrays: weights, maps, the surface, predictions."""

from __future__ import annotations

import numpy as np

from playground.training.material import Material
from playground.training.probes import Probes
from playground.training.trainer import State

Look = tuple[int | None, int | None]  # the layer and unit that the large map shows


def arrays_of(
    fields: tuple[str, ...], probes: Probes, state: State, numbers: np.ndarray,
    material: Material, look: Look,
) -> dict[str, np.ndarray]:
    """The arrays of those fields that are computed from the state alone."""
    arrays: dict[str, np.ndarray] = {}
    if "weights" in fields:
        arrays |= weights_of(probes, state)
    if "maps" in fields:
        arrays |= probes.maps(state, numbers)
    if "surface" in fields:
        arrays |= probes.surface(state, numbers, *look)
    if "predictions" in fields:
        arrays |= predictions_of(probes, state, numbers, material)
    return arrays


def weights_of(probes: Probes, state: State) -> dict[str, np.ndarray]:
    """``weights/<layer>/<name>``: every variable of every layer but the random ones."""
    arrays = {}
    layer_of = {
        id(variable): index
        for index, layer in enumerate(probes.layers) for variable in layer.weights}
    for variables, values in zip(probes.trainer.variables, state):
        for variable, value in zip(variables, values, strict=True):
            if id(variable) in layer_of and value.dtype.kind == "f":
                arrays[f"weights/{layer_of[id(variable)]}/{variable.name}"] = np.asarray(value)
    return arrays


def predictions_of(
    probes: Probes, state: State, numbers: np.ndarray, material: Material
) -> dict[str, np.ndarray]:
    """``confusion`` (true class, predicted class) of the test points, or their values."""
    outputs = probes.predict(state, numbers, material)
    true = np.asarray(material.y_test)[: material.count_test]
    trainer = probes.trainer
    if trainer.task == "regression":
        return {"predicted/true": true[:, 0], "predicted/value": outputs[:, 0]}
    classes = max(2, outputs.shape[1])
    confusion = np.zeros((classes, classes), np.int32)
    np.add.at(confusion, (trainer.true_class(true), trainer.predicted_class(outputs)), 1)
    return {"confusion": confusion}

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
    model = probes.trainer.model
    for kind, variables in enumerate((model.trainable_variables, model.non_trainable_variables)):
        for variable, value in zip(variables, state[kind], strict=True):
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
    if trainer.labels == "one_hot":
        true = true.argmax(-1)
    elif trainer.labels == "number":
        true = (true[:, 0] > 0.5).astype(int)
    if outputs.shape[1] == 1:
        predicted, classes = (outputs[:, 0] > trainer.threshold).astype(int), 2
    else:
        predicted, classes = outputs.argmax(-1), outputs.shape[1]
    confusion = np.zeros((classes, classes), np.int32)
    np.add.at(confusion, (true.astype(int), predicted), 1)
    return {"confusion": confusion}

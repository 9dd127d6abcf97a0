"""What is computed only to be looked at: the units' responses and the model's predictions.

A response is what a unit puts out over the whole input plane (or line). It is drawn as signed
bytes with a range, so that a frame of a network takes a few kilobytes.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.datasets.features import columns, features
from playground.training.arrays import bounds_of, predictions_of, responses, weights_of
from playground.training.looking import Look
from playground.training.material import Material
from playground.training.paced import Asked, alone
from playground.training.program import Program
from playground.training.slopes import Slopes
from playground.training.trainer import State, Trainer

MOST_DRAWN = 64  # units of a layer
SPAN = 6.0  # the plane reaches from -SPAN to SPAN
SMALL, LARGE = 24, 100  # pixels along the side of a unit's map and of the large one
CURVE_SMALL, CURVE_LARGE = 48, 240  # points along a curve, where there is one input

def plane(inputs: int, side: int) -> np.ndarray:
    """The points (side², 2) of the input plane, top row first; (side, 1) where there is one."""
    along = np.linspace(-SPAN, SPAN, side, dtype=np.float32)
    if inputs == 1:
        return along[:, None]
    across, down = np.meshgrid(along, along[::-1])
    return np.stack([across.ravel(), down.ravel()], axis=1)


def strongest(values: np.ndarray) -> float:
    """The end of the scale for gradients, which are large along a border and small elsewhere.

    All but one in fifty are within it, so that more is seen than the sharpest corner; it is never
    less than an eighth of the largest.
    """
    sizes = np.abs(values)
    return max(float(np.percentile(sizes, 98)), float(sizes.max()) / 8, 1e-12)


class PlaneProbes:
    """The compiled probes of one structure over points."""

    def __init__(self, trainer: Trainer, told: tuple[str, ...], inputs: int) -> None:
        """For a model that is told these features of points with 1 or 2 inputs."""
        self.trainer, self.inputs = trainer, inputs
        self.samples: Any = None  # what makes new examples, where the model does
        self.slow: dict[str, Any] = {}  # what a frame does not wait for
        if not trainer.answers.own_step:  # else how the loss comes about is the step's affair
            self._slopes = Slopes(trainer)
            self.slow = alone({"gradient": self.gradient})
        one = inputs == 1
        self.small = plane(inputs, CURVE_SMALL if one else SMALL)
        self.large = plane(inputs, CURVE_LARGE if one else LARGE)
        self._small = columns(told, self.small)
        offered = [name for name, each in features.items() if each.inputs <= inputs]
        self._offered = columns(offered, self.small)  # those that are switched off are drawn too
        self._large = columns(told, self.large)
        self.layers = [box.layer for box in trainer.boxes]
        self.widths = [min(box.shape[0], MOST_DRAWN) if len(box.shape) == 1 else 0
                       for box in trainer.boxes]
        self.starts = np.concatenate([[0], np.cumsum(self.widths)]).tolist()
        self._maps = Program(self._mapped)
        self._surface = Program(self._surfaced)
        self._strongest = Program(self._strongest_of)

    def warm_up(self, state: State, numbers: np.ndarray, material: Material) -> None:
        """Compile what the first picture needs."""
        self.maps(state, numbers)
        self.surface(state, numbers, None, None)
        self.silent(state, numbers, material)

    def seen(
        self, fields: tuple[str, ...], state: State, numbers: np.ndarray, material: Material,
        look: Look, outputs: np.ndarray | None,
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """The arrays of those fields that follow from the state; there are no words."""
        arrays: dict[str, np.ndarray] = {}
        if "weights" in fields:
            arrays |= weights_of(self.layers, self.trainer, state)
        if "maps" in fields:
            arrays |= self.maps(state, numbers)
        if "surface" in fields:
            arrays |= self.surface(state, numbers, look.layer, look.unit)
        if "predictions" in fields and outputs is not None:
            arrays |= predictions_of(self.trainer, outputs, material)
        return arrays, {}

    def maps(self, state: State, numbers: np.ndarray) -> dict[str, np.ndarray]:
        """``maps/<i>`` int8 (units, side, side) or (units, side), and their ``…/range``."""
        arrays: dict[str, np.ndarray] = {}
        drawn = [self._drawn_inputs(), *self._maps(state, numbers)]
        for name, (pixels, ranges) in zip(["input", *range(len(self.layers))], drawn):
            arrays[f"maps/{name}"] = self._laid_out(np.asarray(pixels))
            arrays[f"maps/{name}/range"] = np.asarray(ranges)
        return arrays

    def surface(
        self, state: State, numbers: np.ndarray, layer: int | None, unit: int | None
    ) -> dict[str, np.ndarray]:
        """The large map of one unit, or of every unit of the output."""
        last = len(self.layers) - 1
        if layer is None or (layer == last and self.widths[last] == 1):
            chosen = self.starts[last] + np.arange(self.widths[last])
            ranges = self.range_of(last)
        else:
            chosen = np.full(self.widths[last], self.starts[layer] + (unit or 0))
            ranges = self.range_of(layer)
        values = np.asarray(self._surface(state, numbers, chosen.astype(np.int32)))
        if layer is not None:
            values = values[:1]
        if self.inputs == 1:
            return {"curve/x": self.large[:, 0], "curve/y": values}
        if ranges is None:
            most = np.maximum(np.abs(values).max(axis=1), 1e-6)
            limits = np.stack([-most, most], axis=1)
        else:
            limits = np.tile(np.float32(ranges), (len(values), 1))
        return {
            "surface": _bytes_of(np, values, limits).reshape(-1, LARGE, LARGE),
            "surface/range": limits,
        }

    def gradient(self, asked: Asked) -> dict[str, np.ndarray]:
        """``gradient/<i>`` and ``…/range``, as the maps: how the answer changes with each unit.

        One scale holds for all units of a box: see ``strongest``. ``gradient/<i>/norm/<weight>``
        (1,): how large the gradient of the mean loss of the training points is. Of a model that
        does not answer the data set's question there are only these.
        """
        state, numbers, material = asked.state, asked.numbers, asked.material
        arrays = {f"gradient/{name}": norm for name, norm in self._slopes.norms(
            state, numbers, material.x, material.y, material.count).items()}
        if not self.trainer.answers.judged:
            return arrays
        for index, (values, width) in enumerate(zip(
                self._slopes.of_answer(state, numbers, self._small), self.widths)):
            if width and values.ndim:
                values = values.reshape(len(self._small), -1)[:, :width].T  # (units, points)
                most = strongest(values)
                limits = np.tile(np.float32([-most, most]), (width, 1))
                arrays[f"gradient/{index}"] = self._laid_out(_bytes_of(np, values, limits))
                arrays[f"gradient/{index}/range"] = limits
        return arrays

    def silent(self, state: State, numbers: np.ndarray, material: Material) -> list[int]:
        """How many units of each layer are exactly 0 at every training point."""
        strongest = np.asarray(self._strongest(state, numbers, material.x, material.count))
        return [
            int((strongest[start:start + width] == 0).sum())
            for start, width in zip(self.starts, self.widths)
        ]

    def range_of(self, layer: int) -> tuple[float, float] | None:
        """The values a layer's units can take, or None where they are not bounded."""
        if layer == len(self.layers) - 1 and self.trainer.task == "regression":
            return (-1.0, 1.0)  # the targets' range: a colour then means one value all the time
        return bounds_of(self.layers[layer])

    def _laid_out(self, pixels: np.ndarray) -> np.ndarray:
        """Values (units, points) of the small plane as pictures, or as they are along a line."""
        return pixels if self.inputs == 1 else pixels.reshape(-1, SMALL, SMALL)

    # -- traced ------------------------------------------------------------------------------

    def _responses(self, state: State, numbers: Any, x: Any) -> list[jax.Array]:
        """What is drawn of every box: (points, units); no units where it gives no row."""
        return [values.reshape(len(x), -1)[:, :width] for values, width in zip(
            responses(self.trainer, state, numbers, x), self.widths)]

    def _mapped(self, state: State, numbers: Any) -> list[tuple[jax.Array, jax.Array]]:
        drawn = []
        for index, values in enumerate(
                self._responses(state, numbers, jnp.asarray(self._small))):
            values = values.T  # (units, points)
            bounds = self.range_of(index)
            if bounds is None:
                most = jnp.maximum(jnp.abs(values).max(axis=1), 1e-6)
                limits = jnp.stack([-most, most], axis=1)
            else:
                limits = jnp.tile(jnp.asarray(bounds, jnp.float32), (len(values), 1))
            drawn.append((_bytes_of(jnp, values, limits), limits))
        return drawn

    def _drawn_inputs(self) -> tuple[np.ndarray, np.ndarray]:
        values = self._offered.T
        most = np.abs(values).max(axis=1)
        limits = np.stack([-most, most], axis=1).astype(np.float32)
        return _bytes_of(np, values, limits), limits

    def _surfaced(self, state: State, numbers: Any, chosen: jax.Array) -> jax.Array:
        every = jnp.concatenate(self._responses(state, numbers, jnp.asarray(self._large)), axis=1)
        return every[:, chosen].T

    def _strongest_of(
        self, state: State, numbers: Any, x: jax.Array, count: jax.Array
    ) -> jax.Array:
        every = jnp.concatenate(self._responses(state, numbers, x), axis=1)
        return jnp.where((jnp.arange(len(x)) < count)[:, None], jnp.abs(every), 0).max(axis=0)


def _bytes_of(numpy: Any, values: Any, limits: Any) -> Any:
    """Values (units, points) as int8: -127 at the low limit, 127 at the high one."""
    low, high = limits[:, :1], limits[:, 1:]
    scaled = (values - low) / (high - low) * 254.0 - 127.0
    scaled = numpy.where(numpy.isfinite(scaled), scaled, 0.0)
    return numpy.clip(numpy.round(scaled), -127, 127).astype(numpy.int8)

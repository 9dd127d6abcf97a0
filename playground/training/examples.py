"""One example on its way through the model, and what it says of the others: for all but points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.datasets import Data
from playground.datasets.inputs import Inputs, side_by_side
from playground.datasets.messages import numbers_of
from playground.experiment import Experiment
from playground.training.arrays import as_bytes, bounds_of, predictions_of, responses, weights_of
from playground.training.feeding import scaled
from playground.training.forecast import Forecast
from playground.training.gallery import Shown, shown
from playground.training.looking import Look, Made
from playground.training.material import Material, chosen
from playground.training.paced import Asked, alone
from playground.training.program import Program
from playground.training.slopes import Slopes
from playground.training.trainer import State, Trainer
from playground.training.why import Why

MOST_TILES = 64  # channels of a picture, or rows of a sequence, that are drawn
MOST_UNITS = 1024  # units of a vector that are drawn
MOST_INPUTS = 16  # channels of a kernel that are drawn
LARGEST_KERNEL = 4096  # weights of a layer that are drawn as a matrix

Words = dict[str, Any]


class ExampleProbes:
    """The compiled probes of one structure."""

    def __init__(self, trainer: Trainer, experiment: Experiment) -> None:
        self.trainer, self.form, self._experiment = trainer, experiment.form, experiment
        self.samples: Any = None  # what makes new examples, where the model does
        self.layers = [box.layer for box in trainer.boxes]
        self.widths = [box.shape[-1] if box.shape else 1 for box in trainer.boxes]
        self._through = Program(self._traced)
        self._shown: tuple[Any, Any, Shown | None] = (None, None, None)
        self.slow: dict[str, Any] = {}
        if self.form.shape:  # what a part of several leans on is not asked
            self._why = Why(trainer, self.form.kind, self.form.shape)
            self.slow = {"why": self.why} if self.form.kind != "series" else {
                "why": self.why, "forecast": Forecast(trainer, self.row_of)}
        if not trainer.answers.own_step:  # else how the loss comes about is the step's affair
            self._slopes = Slopes(trainer)
            self.slow["gradient"] = self.gradient
        self.slow = alone(self.slow)

    def warm_up(self, state: State, numbers: np.ndarray, material: Material) -> None:
        """Compile what the first picture needs."""
        self.example(state, numbers, material, Look())

    def silent(self, state: State, numbers: np.ndarray, material: Material) -> list[int]:
        """Units that are 0 everywhere are not looked for: there are too many examples."""
        return []

    def seen(
        self, fields: tuple[str, ...], state: State, numbers: np.ndarray, material: Material,
        look: Look, outputs: np.ndarray | None,
    ) -> tuple[dict[str, np.ndarray], Words]:
        """The arrays of those fields that follow from the state, and words that go with them."""
        arrays: dict[str, np.ndarray] = {}
        words: Words = {}
        if "weights" in fields:
            arrays |= {name: values for name, values in weights_of(
                self.layers, self.trainer, state).items() if values.size <= LARGEST_KERNEL}
        if "example" in fields:
            more, words["example"] = self.example(state, numbers, material, look)
            arrays |= more
        if outputs is not None and len(outputs):
            if "predictions" in fields:
                arrays |= predictions_of(self.trainer, outputs, material)
            if "gallery" in fields:
                more, page = self._page(outputs, material, look).parts(material)
                arrays |= more
                words["gallery"] = asdict(look.gallery) | page  # what was asked for, what there is
        return arrays, words

    # -- the chosen example ------------------------------------------------------------------

    def example(
        self, state: State, numbers: np.ndarray, material: Material, look: Look
    ) -> tuple[dict[str, np.ndarray], Words]:
        """``example/…``: what goes in, what every layer makes of it, what comes out.

        Of several parts ``example/input`` is what there is to see side by side, and each part is
        ``example/input/<its name>``.
        """
        data = material.data
        row, text = self.row_of(look, material)
        tiles, output = self._through(state, numbers, chosen(self._experiment, row))
        output, true = np.asarray(output), data.y_test[look.index]
        if self.trainer.task == "regression":
            output, true = data.in_own_units(output), data.in_own_units(true)
        arrays = {"example/input": self._as_read(row, material), "example/output": output}
        if isinstance(row, Inputs):
            arrays |= {f"example/input/{name}": each[0] for name, each in row.arrays.items()}
        for index, (pixels, limits) in enumerate(tiles):
            arrays[f"example/{index}"] = np.asarray(pixels)
            arrays[f"example/{index}/range"] = np.asarray(limits)
        arrays |= self._kernel(state, look)
        mine = look.own is not None
        return arrays, {"index": look.index, "count": material.count_test, "own": mine,
                        "true": None if mine else float(true), "text": text}

    def row_of(self, look: Look, material: Material) -> tuple[Any, str]:
        """The example as a batch of one, and its message or question where it has one."""
        data, own = material.data, look.own
        at = look.index
        row, text = data.x_test[at:at + 1], data.texts[at] if data.texts else ""
        if own is None:
            return row, text
        if not isinstance(own, Mapping):
            return self._made(own, row, data), own if isinstance(own, str) else ""
        made = {name: self._made(each, row.arrays[name], data) for name, each in own.items()}
        text = next((each for each in own.values() if isinstance(each, str)), text)
        return Inputs({**row.arrays, **made}), text

    def _made(self, own: Made, row: np.ndarray, data: Data) -> np.ndarray:
        """What a visitor made, as a batch of one like ``row``."""
        if isinstance(own, bytes):
            return np.frombuffer(own, np.uint8).reshape(row.shape)
        if isinstance(own, str):
            return numbers_of(own, data.words, row.shape[1])[None]
        made = np.array(own, np.float32).reshape(row.shape)
        return made if data.centre is None else (made - data.centre) / data.spread

    def _as_read(self, row: Any, material: Material) -> np.ndarray:
        """The example in its own units; the pictures of several parts side by side."""
        data = material.data
        if isinstance(row, Inputs):
            return side_by_side(row)[0]
        return row[0] if data.centre is None else row[0] * data.spread + data.centre

    def _traced(self, state: State, numbers: Any, x: jax.Array) -> tuple[Any, jax.Array]:
        tiles = []
        outputs = responses(self.trainer, state, numbers, scaled(x))
        for layer, values in zip(self.layers, outputs):
            tiles.append(_drawn(values, bounds_of(layer)))
        return tiles, outputs[-1][0]

    def _kernel(self, state: State, look: Look) -> dict[str, np.ndarray]:
        """``example/kernel``: the weights of the unit that is looked at."""
        if look.layer is None:
            return {}
        weights = weights_of(self.layers, self.trainer, state)
        kernel = weights.get(f"weights/{look.layer}/kernel")
        unit = look.unit or 0
        if kernel is None or unit >= kernel.shape[-1]:
            return {}
        kernel = kernel[..., unit]
        if kernel.ndim == 1 and self.form.kind == "image" and (
                kernel.size == math.prod(self.form.shape)):
            return {"example/kernel": kernel.reshape(self.form.shape)}
        return {"example/kernel": kernel[..., :MOST_INPUTS] if kernel.ndim == 3 else kernel}

    # -- why ---------------------------------------------------------------------------------

    def why(self, asked: Asked) -> dict[str, np.ndarray]:
        """``why/…``: what the answer of the chosen example leans on; see ``Why``.

        Numbers of a table are in the order of all its columns, NaN where one is not used.
        """
        state, numbers, material, look = asked.state, asked.numbers, asked.material, asked.look
        data, kind = material.data, self.form.kind
        x = chosen(self._experiment, self.row_of(look, material)[0])
        unit = data.target_spread if self.trainer.task == "regression" else 1.0
        found = {"occlusion": self._why.occlusion(state, numbers, x) * unit}
        if kind in ("image", "series"):
            found["gradient"] = self._why.gradient(state, numbers, x)
        if kind == "table":
            rows = chosen(self._experiment, data.x_test)
            found["importance"] = self._why.importance(state, numbers, rows, data.y_test) * unit
            used = [column.name in self._experiment.features
                    for column in self._experiment.dataset.columns]
            for name, values in found.items():
                found[name] = np.full(len(used), np.nan, np.float32)
                found[name][used] = values
        return {f"why/{name}": values.astype(np.float32) for name, values in found.items()}

    # -- the gradient of the loss ------------------------------------------------------------

    def gradient(self, asked: Asked) -> dict[str, np.ndarray]:
        """``gradient/<i>`` and ``…/range``: of the chosen example's loss, at what each box gives.

        ``gradient/<i>/norm/<weight>`` (1,): how large it is for each weight of a box, where the
        weight is met first. Of a visitor's own example no answer is known: there is nothing.
        """
        material, look = asked.material, asked.look
        if look.own is not None:
            return {}
        at = look.index
        x = chosen(self._experiment, self.row_of(look, material)[0])
        at_boxes, norms = self._slopes.of(
            asked.state, asked.numbers, x, material.y_test[at:at + 1])
        arrays: dict[str, np.ndarray] = {}
        for place, values in enumerate(at_boxes):
            pixels, limits = _drawn(jnp.asarray(values), None, least=1e-12)
            arrays |= {f"gradient/{place}": np.asarray(pixels),
                       f"gradient/{place}/range": np.asarray(limits)}
        arrays |= {f"gradient/{name}": norm for name, norm in norms.items()}
        return arrays

    # -- the gallery -------------------------------------------------------------------------

    def _page(self, outputs: np.ndarray, material: Material, look: Look) -> Shown:
        known, asked, page = self._shown
        if page is None or known is not outputs or asked != look.gallery:
            page = shown(self.trainer, outputs, material, look.gallery)
            self._shown = (outputs, look.gallery, page)
        return page


def _drawn(
    values: jax.Array, bounds: tuple[float, float] | None, least: float = 1e-6
) -> tuple[Any, Any]:
    """What a box gives for one example, as tiles of bytes, and what they reach from and to."""
    drawn = _tiles(values[0] if values.ndim else values[None])
    if bounds is None:
        most = jnp.maximum(jnp.abs(values).max(), least)
        limits = jnp.stack([-most, most])
    else:
        limits = jnp.asarray(bounds, jnp.float32)
    return as_bytes(drawn, limits), limits


def _tiles(values: jax.Array) -> jax.Array:
    """The output for one example as tiles: (tiles, height, width)."""
    if values.ndim == 0:
        return values[None, None, None]
    if values.ndim > 3:
        values = values.reshape(*values.shape[:2], -1)
    if values.ndim == 3:
        return jnp.moveaxis(values[..., :MOST_TILES], -1, 0)
    if values.ndim == 2:
        return values[:, :MOST_TILES].T[None]  # a row a unit, a column a moment
    return values[:MOST_UNITS, None, None]

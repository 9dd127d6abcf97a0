"""What a picture of a model shows: a box a layer, its words, and where its inputs come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.keras.naming import object_name


@dataclass
class Box:
    """A layer: its lines of text, and the numbers of the boxes whose outputs it is given."""

    lines: list[str]
    sources: list[int]


def boxes_of(
    model: Any, *, show_shapes: bool, show_dtype: bool, show_layer_names: bool,
    expand_nested: bool, show_layer_activations: bool, show_trainable: bool,
) -> list[Box]:
    """The boxes of a model, each after those it takes its inputs from.

    Raises:
        ValueError: the model is not built.
    """
    if not model.built:
        raise ValueError(f"{model.name} is not built, so its shapes are not known. Call it on "
                         "data, or build(input_shape), first.")

    def words(layer: Any, before: Any, after: Any) -> list[str]:
        kind = type(layer).__name__
        lines = [f"{layer.name} ({kind})" if show_layer_names else kind]
        if show_layer_activations and getattr(layer, "activation", None) is not None:
            lines.append(f"activation: {object_name(layer.activation)}")
        if show_shapes:
            lines.append(" → ".join(_text(each) for each in (before, after) if each))
        if show_dtype:
            lines.append(str(getattr(layer, "dtype", "")))
        if show_trainable and getattr(layer, "weights", None):
            lines.append("trainable" if layer.trainable else "not trainable")
        return [each for each in lines if each]

    boxes: list[Box] = []
    _Walk(boxes, words, expand_nested).draw(model, [])
    return boxes


class _Walk:
    """Adds the boxes of a model, and of models inside, to a list."""

    def __init__(
        self, boxes: list[Box], words: Callable[..., list[str]], expand_nested: bool
    ) -> None:
        self.boxes, self.words, self.expand_nested = boxes, words, expand_nested

    def draw(self, model: Any, given: list[int]) -> list[int]:
        """Draw the layers of a model that takes its inputs from ``given``; gives its outputs."""
        if hasattr(model, "_graph") and not _is_stack(model):
            return self._graph(model, given)
        if _is_stack(model):
            for layer in model.layers:
                given = self._layer(layer, _shapes(layer, "input_shape"),
                                    _shapes(layer, "output_shape"), given)
            return given
        return [self._box(model, _shapes(model, "input_shape"), _shapes(model, "output_shape"),
                          given)]

    def _graph(self, model: Any, given: list[int]) -> list[int]:
        """One box a layer, though it may be called several times."""
        drawn: dict[Any, list[int]] = {}
        made_by: dict[int, list[int]] = {}
        for place, tensor in enumerate(model._graph.inputs):
            if given:  # the boxes outside stand for the inputs of a model inside
                made_by[id(tensor)] = given[place:place + 1] or given[-1:]
        for node in model._graph.nodes:
            if all(id(each) in made_by for each in node.outputs):
                continue
            operation = node.operation
            sources = list(dict.fromkeys(
                source for each in node.input_tensors for source in made_by.get(id(each), [])))
            if operation not in drawn:
                drawn[operation] = self._layer(
                    operation, [each.shape for each in node.input_tensors],
                    [each.shape for each in node.outputs], sources)
            else:
                box = self.boxes[drawn[operation][0]]
                box.sources += [each for each in sources if each not in box.sources
                                and each < drawn[operation][0]]
            for each in node.outputs:
                made_by[id(each)] = drawn[operation]
        return [each for tensor in model._graph.outputs for each in made_by[id(tensor)]]

    def _layer(self, layer: Any, before: Any, after: Any, sources: list[int]) -> list[int]:
        if self.expand_nested and (_is_stack(layer) or hasattr(layer, "_graph")):
            return self.draw(layer, sources)
        return [self._box(layer, before, after, sources)]

    def _box(self, layer: Any, before: Any, after: Any, sources: list[int]) -> int:
        self.boxes.append(Box(self.words(layer, before, after), list(sources)))
        return len(self.boxes) - 1


def _is_stack(layer: Any) -> bool:
    return any(each.__name__ == "Sequential" for each in type(layer).__mro__)


def _shapes(layer: Any, name: str) -> Any:
    try:
        return getattr(layer, name)
    except (AttributeError, NotImplementedError, ValueError):
        return None


def _text(shapes: Any) -> str:
    """``(None, 4)``; several are joined by commas."""
    if isinstance(shapes, dict):
        shapes = list(shapes.values())
    if isinstance(shapes, list):
        return ", ".join(map(_text, shapes))
    return str(tuple(shapes))

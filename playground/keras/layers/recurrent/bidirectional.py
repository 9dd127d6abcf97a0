"""Bidirectional: one layer reads from the beginning, a second one from the end."""

from __future__ import annotations

from typing import Any

from playground.fields import Choice, One
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.calling import takes
from playground.keras.layers.recurrent.cell_layer import CellLayer
from playground.keras.registration import CustomObjectScope
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array

Shape = tuple[int | None, ...]

_MERGED = {
    "concat": lambda y, back: jnp.concatenate([y, back], axis=-1),
    "sum": lambda y, back: y + back,
    "ave": lambda y, back: (y + back) / 2,
    "mul": lambda y, back: y * back,
    None: lambda y, back: (y, back),
}


@layers.register(
    "Bidirectional",
    layer=One(options=layers.only(lambda layer: issubclass(layer, CellLayer)), default="LSTM",
              positional=True, restarts=True, label="Layer", help="What reads in both directions."),
    merge_mode=Choice(options=("concat", "sum", "ave", "mul"), default="concat", restarts=True,
                      label="Merge", help="How the outputs of both directions become one."),
)
class Bidirectional(Layer):
    """A recurrent layer and its twin that reads backwards; the outputs of both are merged.

    Args:
        layer: an RNN, LSTM, GRU or the like; two copies of it are made.
        merge_mode: "concat": beside each other; "sum", "ave", "mul"; None: both are given.
        weights: the first weights of both, those of the forward layer first.
        backward_layer: the layer that reads backwards, when it shall not be a copy.

    Source: M. Schuster, K. Paliwal, "Bidirectional recurrent neural networks", IEEE TSP 45 (1997).
    """

    fits = ("sequence",)

    def __init__(
        self,
        layer: Any,
        merge_mode: str | None = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **settings: Any,
    ) -> None:
        for word, each in (("layer", layer), ("backward_layer", backward_layer)):
            if not hasattr(each, "go_backwards") and (word == "layer" or each is not None):
                raise ValueError(f"Bidirectional expects a recurrent layer as {word}, as "
                                 f"Bidirectional(LSTM(8)); got {each!r}.")
        if merge_mode not in _MERGED:
            raise ValueError("Bidirectional expects merge_mode 'concat', 'sum', 'ave', 'mul' or "
                             f"None; got {merge_mode!r}.")
        super().__init__(**settings)
        name = layer.name
        self.forward_layer = _copy(layer, name=f"forward_{name.removeprefix('forward_')}")
        self.backward_layer = backward_layer or _copy(
            layer, name=f"backward_{name.removeprefix('backward_')}", go_backwards=True)
        self._check_pair()
        for each in (self.forward_layer, self.backward_layer):
            if getattr(each, "zero_output_for_mask", None) is not None:
                each.zero_output_for_mask = each.return_sequences
        self.merge_mode = merge_mode
        self._first_weights = weights
        self.stateful, self.input_spec = layer.stateful, layer.input_spec
        self.return_sequences, self.return_state = layer.return_sequences, layer.return_state
        self.supports_masking = True

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        for each in (self.forward_layer, self.backward_layer):
            if not each.built:
                each.build(sequences_shape)
        if self._first_weights:
            half = len(self._first_weights) // 2
            self.forward_layer.set_weights(self._first_weights[:half])
            self.backward_layer.set_weights(self._first_weights[half:])

    def call(
        self, sequences: Array, initial_state: Any = None, mask: Any = None, training: Any = None
    ) -> Any:
        half = len(initial_state) // 2 if initial_state is not None else 0
        states = (initial_state[:half], initial_state[half:]) if half else (None, None)
        given = {"training": training, "mask": mask}
        results = []
        for layer, its in zip((self.forward_layer, self.backward_layer), states, strict=True):
            heeded = {key: value for key, value in given.items() if takes(type(layer), key)}
            results.append(layer(sequences, initial_state=its, **heeded))
        y, back = (result[0] if self.return_state else result for result in results)
        if self.return_sequences:
            back = jnp.flip(back, axis=1)
        output = _MERGED[self.merge_mode](y, back)
        if not self.return_state:
            return output
        ahead = output if self.merge_mode is None else (output,)
        return (*ahead, *results[0][1:], *results[1][1:])

    def compute_output_shape(
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> Any:
        shape = self.forward_layer.compute_output_shape(sequences_shape)
        shape, states = (shape[0], shape[1:]) if self.return_state else (shape, ())
        if self.merge_mode is None:
            return (shape, shape, *states, *states) if self.return_state else [shape, shape]
        if self.merge_mode == "concat":
            shape = (*shape[:-1], 2 * shape[-1])
        return (shape, *states, *states) if self.return_state else shape

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        mask = (mask[0] if isinstance(mask, list) else mask) if self.return_sequences else None
        masks = (mask, mask) if self.merge_mode is None else (mask,)
        if self.return_state:
            return (*masks, *[None] * (2 * len(self.forward_layer.state_size)))
        return masks if self.merge_mode is None else mask

    @property
    def states(self) -> Any:
        """The variables of both that keep their states; None when they are not stateful."""
        ahead, back = self.forward_layer.states, self.backward_layer.states
        return tuple([*ahead, *back]) if ahead and back else None

    def reset_state(self) -> None:
        """Let the next batch begin with zeros again."""
        if not self.stateful:
            raise AttributeError(f"{self.name} has no states to reset: give its layer "
                                 "stateful=True.")
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    reset_states = reset_state

    def _check_pair(self) -> None:
        ahead, back = self.forward_layer, self.backward_layer
        if ahead.go_backwards == back.go_backwards:
            raise ValueError("Bidirectional expects a layer that reads forwards and one that reads "
                             f"backwards; both have go_backwards={ahead.go_backwards}.")
        for key in ("stateful", "return_sequences", "return_state"):
            if getattr(ahead, key) != getattr(back, key):
                raise ValueError(
                    f"Bidirectional expects the same {key} of both layers; got "
                    f"{getattr(ahead, key)} forwards and {getattr(back, key)} backwards.")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "merge_mode": self.merge_mode,
                "layer": serialize_keras_object(self.forward_layer),
                "backward_layer": serialize_keras_object(self.backward_layer)}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> Bidirectional:
        return cls(**{key: deserialize_keras_object(value, custom_objects)
                      if key in ("layer", "backward_layer") else value
                      for key, value in config.items()})


def _copy(layer: Layer, **changes: Any) -> Layer:
    """Another layer with the same settings but for ``changes``, and without its weights."""
    config = serialize_keras_object(layer)
    config["config"] |= changes
    config.pop("build_config", None)
    with CustomObjectScope({type(each).__name__: type(each) for each in layer._flatten_layers()}):
        return deserialize_keras_object(config)

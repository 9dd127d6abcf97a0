"""What a layer is set to: its types, its configuration, the shapes that it was built for."""

from __future__ import annotations

import inspect
from typing import Any, NoReturn

from playground.keras import dtype_policies, tree
from playground.keras.config import is_float
from playground.keras.operation import Operation, accepted
from playground.keras.serialization import is_ours, serialize_keras_object
from playground.keras.variable import autocast_scope


class Settings(Operation):
    """The part of a layer that is written down."""

    autocast: bool
    built: bool
    _build_shapes: dict[str, Any] | None
    _dtype_policy: dtype_policies.DTypePolicy
    _trainable: bool

    @property
    def dtype_policy(self) -> dtype_policies.DTypePolicy:
        """In what type it computes, and in what type it keeps its weights."""
        return self._dtype_policy

    @dtype_policy.setter
    def dtype_policy(self, policy: Any) -> None:
        self._dtype_policy = dtype_policies.get(policy)

    @property
    def compute_dtype(self) -> str:
        return self._dtype_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        return self._dtype_policy.variable_dtype

    dtype = variable_dtype
    input_dtype = compute_dtype
    quantization_mode = None

    def quantize(self, mode: Any = None, **settings: Any) -> NoReturn:
        raise NotImplementedError(
            f"{self.name} is not quantized here. Numbers half as long: "
            "keras.config.set_dtype_policy('mixed_bfloat16') before the model is made.")

    def add_metric(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError(
            f"{self.name} keeps its metrics as attributes: self.seen = keras.metrics.Mean("
            "name='seen') in __init__, self.seen.update_state(value) in call.")

    def _casting(self) -> Any:
        """The scope in which variables are read in the type of the computation."""
        if not self.autocast or not is_float(self.compute_dtype):
            return autocast_scope(None)
        return autocast_scope(self.compute_dtype)

    # ------------------------------------------------------------------ its configuration

    def get_config(self) -> dict[str, Any]:
        self._check_initialized()
        own = {"trainable": self._trainable,
               "dtype": dtype_policies.serialize(self._dtype_policy)}
        if self.activity_regularizer is not None:
            own["activity_regularizer"] = serialize_keras_object(self.activity_regularizer)
        config = super().get_config()
        if getattr(type(self).get_config, "_of_the_base", False):  # from the arguments themselves
            own = {key: value for key, value in own.items() if accepted(type(self), key)}
        return {**config, **own}

    get_config._of_the_base = True  # type: ignore[attr-defined]

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        if is_ours(cls):  # what Keras has and we have not, switched off
            known = {*inspect.signature(cls.__init__).parameters,
                     *_of_every_layer(), "batch_input_shape"}
            config = {key: value for key, value in config.items()
                      if key in known or value not in (None, False)}
        if isinstance(config.get("dtype"), dict):
            policy = dtype_policies.deserialize(config["dtype"])
            config = {**config, "dtype": policy.name}
        return super().from_config(config)

    def get_build_config(self) -> dict[str, Any] | None:
        """For what shapes it was built: ``build_from_config`` builds another one alike."""
        if self._build_shapes is None:
            return None
        if len(self._build_shapes) == 1:
            return {"input_shape": next(iter(self._build_shapes.values()))}
        return {"shapes_dict": dict(self._build_shapes)}

    def build_from_config(self, config: dict[str, Any]) -> None:
        if not config:
            return
        shapes = config.get("shapes_dict", config.get("input_shape"))
        shapes = tree.map_shape_structure(lambda shape: shape, shapes)
        if "shapes_dict" in config:
            self.build(**shapes)
        elif "input_shape" in config:
            self.build(shapes)


def _of_every_layer() -> list[str]:
    from playground.keras.layers.base import Layer

    return list(inspect.signature(Layer.__init__).parameters)

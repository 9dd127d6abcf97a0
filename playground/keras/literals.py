"""Values without a class of their own in a configuration: arrays, slices, bytes, KerasTensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.config import array_dtype, standardize_dtype
from playground.keras.symbolic import KerasTensor


def written(obj: Any) -> dict[str, Any] | None:
    if isinstance(obj, KerasTensor):
        history = obj._keras_history
        return {"class_name": "__keras_tensor__", "config": {
            "shape": obj.shape, "dtype": obj.dtype,
            "keras_history": history and [history.operation.name, *history[1:]]}}
    if isinstance(obj, bytes):
        return {"class_name": "__bytes__", "config": {"value": obj.decode()}}
    if isinstance(obj, slice):
        return {"class_name": "__slice__", "config": {
            part: getattr(obj, part) for part in ("start", "stop", "step")}}
    if obj is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    if hasattr(obj, "dtype") and hasattr(obj, "shape") and not hasattr(obj, "get_config") and (
            not isinstance(obj, np.generic) and (obj.ndim or not isinstance(obj, np.ndarray))):
        kind = "__numpy__" if isinstance(obj, np.ndarray) else "__tensor__"
        return {"class_name": kind, "config": {"value": np.asarray(obj).tolist(),
                                               "dtype": standardize_dtype(obj.dtype)}}
    if isinstance(obj, np.dtype) or (isinstance(obj, type) and issubclass(obj, np.generic)):
        return standardize_dtype(obj)  # type: ignore[return-value]
    return None


def _keras_tensor(config: Mapping[str, Any]) -> Any:
    tensor = KerasTensor(config["shape"], config["dtype"])
    tensor._pre_serialization_keras_history = config["keras_history"]
    return tensor


def _lambda(config: Any) -> Any:
    raise ValueError("The configuration holds the code of a lambda, and code is never run here. "
                     "Write the model with a named function, registered with "
                     "@keras.saving.register_keras_serializable().")


def _array(config: Mapping[str, Any]) -> np.ndarray:
    return np.array(config["value"], dtype=array_dtype(standardize_dtype(config["dtype"])))


def _tensor(config: Mapping[str, Any]) -> Any:
    return jnp.asarray(_array(config))


READERS: dict[str, Callable[[Any], Any]] = {
    "__keras_tensor__": _keras_tensor, "__numpy__": _array, "__tensor__": _tensor,
    "__lambda__": _lambda, "__bytes__": lambda config: config["value"].encode(),
    "__ellipsis__": lambda config: Ellipsis,
    "__slice__": lambda config: slice(config["start"], config["stop"], config["step"]),
}

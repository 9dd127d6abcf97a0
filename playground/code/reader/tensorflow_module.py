"""``import tensorflow as tf``: its Keras, and those of its functions that are Keras's ops, too."""

from __future__ import annotations

from typing import Any

from playground import keras
from playground.code.reader.data import Data
from playground.code.reader.functions import Decorator
from playground.code.reader.values import Module, Special

_ALIKE = {  # TensorFlow's name -> Keras's, where the first arguments mean the same
    **{name: name for name in (
        "abs add cast cos einsum equal exp expand_dims eye fill floor greater greater_equal "
        "less less_equal logical_and logical_not logical_or matmul maximum minimum multiply "
        "norm not_equal ones ones_like pad pow repeat reshape round shape sigmoid sign sin sort "
        "sqrt square squeeze stack stop_gradient subtract tanh tensordot tile transpose unstack "
        "where zeros zeros_like clip_by_value concat divide argmax argmin cumsum "
        "linspace").split()},
    "pow": "power", "clip_by_value": "clip", "concat": "concatenate", "fill": "full",
    "constant": "convert_to_tensor", "convert_to_tensor": "convert_to_tensor",
    "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max", "reduce_min": "min",
    "reduce_prod": "prod", "reduce_all": "all", "reduce_any": "any", "split": "split",
    "broadcast_to": "broadcast_to",
}
_MATH = {**{name: name for name in (
    "abs add cos divide exp greater less log log1p logical_not maximum minimum mod multiply rsqrt "
    "sigmoid sign sin softplus sqrt square subtract tanh top_k erf cumsum equal argmax").split()},
    "pow": "power", "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max",
    "reduce_min": "min", "reduce_std": "std", "reduce_variance": "var",
    "reduce_logsumexp": "logsumexp", "divide_no_nan": "divide_no_nan"}
_NN = {name: name for name in (
    "elu gelu leaky_relu log_softmax moments relu relu6 selu sigmoid silu softmax softplus "
    "softsign swish tanh").split()}
_WAYS_OUT = {
    "GradientTape": "Gradients are taken as in Keras on JAX, with jax.value_and_grad in a "
                    "train_step.",
    "Variable": "Use self.add_weight in a Layer, or keras.Variable.",
    "Module": "Derive the class from keras.Layer or keras.Model.",
    "compat": "Write it as for TensorFlow 2.", "Session": "Write it as for TensorFlow 2.",
    "placeholder": "Use keras.Input.",
}


_no_devices = Special("list_physical_devices", lambda here, *args, **kwargs: [])


def tensorflow_module(top: Module) -> Module:
    """TensorFlow's names for what is in Keras, and placeholders for its data."""
    types = "float16 float32 float64 int8 int16 int32 int64 uint8 bool".split()
    random = {"set_seed": top.members["utils"].members["set_random_seed"],
              "normal": keras.random.normal, "uniform": keras.random.uniform,
              "truncated_normal": keras.random.truncated_normal,
              "shuffle": keras.random.shuffle}
    return Module("tensorflow", {
        "keras": top, **_of(_ALIKE), **dict(zip(types, types)), "newaxis": None,
        "math": _module("math", _of(_MATH)), "nn": _module("nn", _of(_NN)),
        "random": _module("random", random), "linalg": _module("linalg", _of(
            {name: name for name in ("cholesky", "det", "inv", "matmul", "norm", "qr", "solve",
                                     "svd", "trace")})),
        "function": Decorator("tf.function"), "__version__": "2.16",
        **{name: Data(f"tensorflow.{name}") for name in (
            "data", "io", "image", "debugging", "summary", "strings", "version", "train",
            "saved_model", "Tensor", "TensorSpec", "TensorShape", "test", "distribute", "device",
            "name_scope", "errors")},
        "config": _module("config", {
            "list_physical_devices": _no_devices, "list_logical_devices": _no_devices,
            **{name: Data(f"config.{name}") for name in (
                "experimental", "run_functions_eagerly", "set_visible_devices", "optimizer",
                "threading", "set_logical_device_configuration", "LogicalDeviceConfiguration")}}),
        "executing_eagerly": Special("executing_eagerly", lambda here: True),
    }, _WAYS_OUT.get)


def _of(names: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(keras.ops, ours) for name, ours in names.items()}


def _module(name: str, members: dict[str, Any]) -> Module:
    return Module(f"tensorflow.{name}", members)

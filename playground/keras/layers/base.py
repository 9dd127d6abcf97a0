"""The base of all layers: it builds itself when it is first called, and hands things on."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.keras import dtype_policies, regularizers, tree
from playground.keras.backend import jnp
from playground.keras.config import array_dtype, is_float
from playground.keras.layers.calling import Call, calling, is_tensor, masks_of
from playground.keras.layers.input_spec import check_input
from playground.keras.layers.weights import Weights
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.naming import current_path, name_scope
from playground.keras.node import Node
from playground.keras.operation import Operation, accepted
from playground.keras.serialization import is_ours, serialize_keras_object
from playground.keras.symbolic import KerasTensor, any_symbolic_tensors, compute_output_spec
from playground.keras.variable import Array, Variable, autocast_scope, stateless_scope
from playground.registry import Registry

layers: Registry[type[Layer]] = Registry("layer")


class Layer(Weights, Operation):
    """Base of all layers.

    A subclass makes its weights in ``build(input_shape)`` with ``add_weight`` and computes in
    ``call(inputs)``; ``training`` and ``mask`` are handed to ``call`` when it asks for them.

    Args:
        activity_regularizer: what the layer's output costs.
        trainable: whether its weights are changed by training.
        dtype: the type of its weights and of its computation, or a policy for the two.
        autocast: whether floating-point inputs are turned into the type of its computation.
        name: its name; by itself ``dense``, ``dense_1``, …
    """

    fits: tuple[str, ...] = ()  # kinds of input for which the playground's stack offers the layer
    _convert_input_args = True  # whether what it is called on becomes arrays of its dtype
    _allow_non_tensor_positional_args = False

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if "input_dim" in kwargs:
            kwargs["input_shape"] = (kwargs.pop("input_dim"),)
        shape = kwargs.pop("input_shape", None)
        self._input_shape_arg = None if shape is None else _as_shape(shape, type(self).__name__)
        if kwargs:
            raise _unknown_argument(type(self), next(iter(kwargs)))
        if not isinstance(trainable, (bool, np.bool_)):
            raise ValueError(f"{type(self).__name__} expects trainable as True or False; got "
                             f"{trainable!r}.")
        Operation.__init__(self, name)
        self._dtype_policy = dtype_policies.get(dtype)
        self.autocast = autocast
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.input_spec: Any = None
        self.supports_masking = type(self).compute_mask is not Layer.compute_mask
        self.supports_jit = True
        self.built = False
        self._trainable = bool(trainable)
        self._own_variables: list[Variable] = []
        self._losses: list[Array] = []
        self._build_shapes: dict[str, Any] | None = None
        self._path: str | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls):
            cls.build = _recorded(cls.build)  # type: ignore[method-assign]

    # ------------------------------------------------------------------ what a subclass writes

    def build(self, input_shape: Any = None) -> None:
        """Make the weights for inputs of this shape; its first entry is the batch."""
        self._check_initialized()
        if self._path is None:
            with name_scope(self.name, self):
                self._path = current_path()
        if self._build_shapes is None and input_shape is not None:
            self._build_shapes = {"input_shape": input_shape}
        self.built = True

    build._of_the_base = True  # type: ignore[attr-defined]

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Layer {type(self).__name__} expects a call(inputs) of its own.")

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        """The shape of the output for inputs of this shape; found by a dry run of ``call``."""
        inputs, named = (tree.map_shape_structure(
            lambda shape: KerasTensor(shape, self.compute_dtype), each) for each in (args, kwargs))
        named = {key.removesuffix("_shape"): value for key, value in named.items()}
        if not self.built:
            outputs = self(*inputs, **named)
        else:
            outputs = compute_output_spec(self.call, *inputs, **named)
        return tree.map_structure(lambda each: each.shape, outputs)

    compute_output_shape._of_the_base = True  # type: ignore[attr-defined]

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """The mask of the outputs, from the inputs and theirs."""
        return previous_mask

    # ------------------------------------------------------------------ calling it

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._check_initialized()
        symbolic = any_symbolic_tensors(args, kwargs)
        given = args, kwargs
        if self._convert_input_args:
            args = tuple(self._arrays(_numbers_as_array(each)) for each in args)
            kwargs = {key: self._arrays(each) for key, each in kwargs.items()}
        if not self._allow_non_tensor_positional_args:
            self._check_positional(args)
        call = Call(self, args, kwargs)
        self._check_input(call.first)
        self._build_for(call)
        kwargs = call.complete()
        before = kwargs.get("mask")
        if before is None:
            before = masks_of(call.first)
        with calling(call.training) as outermost, name_scope(self.name, self), self._casting():
            if outermost and stateless_scope() is None:
                self._clear_losses()
            if symbolic:
                outputs = self.compute_output_spec(*call.args, **kwargs)
            else:
                outputs = self.call(*call.args, **kwargs)
            self.built = True
            if self.activity_regularizer is not None and not symbolic:
                for each in tree.flatten(outputs):
                    self.add_loss(self.activity_regularizer(each) / (each.shape or (1,))[0])
            self._hand_masks_on(call.first, outputs, before, symbolic)
        if symbolic:
            Node(self, *given, outputs)
        return outputs

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        return self.compute_output_spec(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """KerasTensors of the shapes and types that ``call`` gives."""
        if getattr(self.compute_output_shape, "_of_the_base", False):
            return compute_output_spec(self.call, *args, **kwargs)
        call = Call(self, args, kwargs)
        shapes = self.compute_output_shape(**call.shapes_for(self.compute_output_shape))
        if not tree.is_nested(shapes):
            raise ValueError(f"{type(self).__name__}.compute_output_shape expects to give a tuple "
                             f"of sizes, as (None, 3); it gave {shapes!r}.")
        return tree.map_shape_structure(
            lambda shape: KerasTensor(shape, self.compute_dtype), shapes)

    def stateless_call(
        self,
        trainable_variables: Sequence[Array],
        non_trainable_variables: Sequence[Array],
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> Any:
        """The layer as a pure function: ``(outputs, non_trainable)``, or with the losses.

        Raises:
            ValueError: the layer is not built, or a list has another length.
        """
        self._check_initialized()
        if not self.built:
            raise ValueError(f"{self.name} is not built. Call it on data first.")
        with self._bound(trainable_variables, non_trainable_variables) as scope:
            outputs = self(*args, **kwargs)
            losses = self.losses if return_losses else None
        state = [scope.get_current_value(each) for each in self.non_trainable_variables]
        return (outputs, state, losses) if return_losses else (outputs, state)

    # ------------------------------------------------------------------ types

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

    # ------------------------------------------------------------------ the rest

    @property
    def path(self) -> str | None:
        """The names of the models and layers around it and its own; None before it is built."""
        return self._path

    @property
    def output_shape(self) -> Any:
        """The shape of its output, as far as it is known."""
        if self._inbound_nodes:
            return tree.map_structure(lambda each: each.shape, self.output)
        if self._build_shapes is None:
            raise AttributeError(f"{self.name} has no output shape yet: it is not built.")
        return self.compute_output_shape(**self._build_shapes)

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
                     *inspect.signature(Layer.__init__).parameters, "batch_input_shape"}
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

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    # ------------------------------------------------------------------ underneath

    def _arrays(self, value: Any) -> Any:
        """Arrays in the layer's type, in the same lists and dicts."""
        if tree.is_nested(value):
            return tree.map_structure(self._to_array, value)
        return self._to_array(value)

    def _to_array(self, value: Any) -> Any:
        if isinstance(value, KerasTensor) or not hasattr(value, "__array__"):
            return value
        if isinstance(value, Variable):
            value = value.value
        kind = getattr(getattr(value, "dtype", None), "kind", "f")
        if kind in "OUS":
            raise ValueError(f"{self.name} expects numbers; got an array of {value.dtype}.")
        mask = get_keras_mask(value)
        if self.autocast and is_float(self.input_dtype) and jnp.issubdtype(
                value.dtype, jnp.floating):
            array = jnp.asarray(value, array_dtype(self.input_dtype))
        else:
            array = jnp.asarray(value)
        if mask is not None and array is not value:
            set_keras_mask(array, mask)
        return array

    def _check_positional(self, args: tuple[Any, ...]) -> None:
        for each in tree.leaves(args):
            if each is not None and not is_tensor(each):
                way_out = "Give it by name." if isinstance(each, (bool, str, int)) else (
                    "Call it on an array, or on keras.Input(shape).")
                raise ValueError(f"{self.name} ({type(self).__name__}) expects arrays; got "
                                 f"{_shown(each)}. {way_out}")

    def _check_input(self, inputs: Any) -> None:
        if self.input_spec is not None:
            check_input(self.input_spec, inputs, self)

    def _build_for(self, call: Call) -> None:
        if self.built:
            return
        with name_scope(self.name, self):
            if not getattr(self.build, "_of_the_base", False):
                self.build(**call.shapes_for(self.build))
                self._check_input(call.first)
                return
            if any_symbolic_tensors(call.args, call.kwargs) and any(
                    not each.built for each in self._sublayers()):
                compute_output_spec(self.call, *call.args, **call.kwargs)
            Layer.build(self, next(iter(call.shapes().values()), None))

    def _hand_masks_on(self, inputs: Any, outputs: Any, mask: Any, symbolic: bool) -> None:
        given = any(each is not None for each in tree.leaves(mask))
        if not self.supports_masking:
            if given:
                warnings.warn(f"{self.name} ({type(self).__name__}) does not support masks: the "
                              "layers after it will not see the mask of its input.", stacklevel=4)
            return
        flat = tree.flatten(outputs)
        if all(get_keras_mask(each) is not None for each in flat):
            return
        if not symbolic or type(self).compute_mask is Layer.compute_mask:
            masks = self.compute_mask(inputs, mask)
        else:
            masks = compute_output_spec(self.compute_mask, inputs, mask)
        for each, its in zip(flat, [] if masks is None else tree.flatten(masks)):
            if its is not None and get_keras_mask(each) is None:
                set_keras_mask(each, its)

    def _casting(self) -> Any:
        """The scope in which variables are read in the type of the computation."""
        if not self.autocast or not is_float(self.compute_dtype):
            return autocast_scope(None)
        return autocast_scope(self.compute_dtype)


def _recorded(build: Callable[..., None]) -> Callable[..., None]:
    """``build``, within the layer's name scope; afterwards the layer is built."""
    signature = inspect.signature(build)

    @functools.wraps(build)
    def build_and_record(self: Layer, *args: Any, **kwargs: Any) -> None:
        if not args and not kwargs and len(signature.parameters) > 1:
            args = (None,) if "input_shape" in signature.parameters else ()
        if len(signature.parameters) == 1:
            args, kwargs = (), {}
        with name_scope(self.name, self):
            self._path = self._path or current_path()
            build(self, *args, **kwargs)
        shapes = dict(list(signature.bind(self, *args, **kwargs).arguments.items())[1:])
        if any(each is not None for each in shapes.values()):
            self._build_shapes = shapes
        self.built = True

    return build_and_record


def _numbers_as_array(value: Any) -> Any:
    """A list of lists of numbers is one array."""
    if isinstance(value, (list, tuple)) and value:
        flat = tree.flatten(value)
        if flat and all(isinstance(each, (int, float, np.number)) for each in flat):
            return np.asarray(value)
    return value


def _as_shape(shape: Any, where: str) -> tuple[int | None, ...]:
    if isinstance(shape, (int, np.integer)):
        shape = (shape,)
    if not tree.is_shape(shape):
        raise ValueError(f"{where} expects input_shape as a tuple of whole numbers, as (784,); "
                         f"got {shape!r}.")
    return tuple(shape)


def _shown(value: Any) -> str:
    return f"{str(value)[:60]!r} ({type(value).__name__})" if not isinstance(value, type) else (
        f"the class {value.__name__} itself")


def _unknown_argument(kind: type, name: str) -> TypeError:
    from difflib import get_close_matches

    known = [each for each in inspect.signature(kind.__init__).parameters if each != "self"]
    known = [*known, "name", "dtype", "trainable", "activity_regularizer"]
    near = get_close_matches(name, known, n=1)
    way_out = f"Did you mean {near[0]!r}?" if near else (
        f"It has: {', '.join(dict.fromkeys(known))}.")
    return TypeError(f"{kind.__name__} has no argument {name!r}. {way_out}")

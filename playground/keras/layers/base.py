"""The base of all layers: it builds itself when it is first called, and hands things on."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.keras import dtype_policies, regularizers, tree
from playground.keras.layers.arguments import Arguments, as_shape
from playground.keras.layers.calling import Call, calling, kept_in_graph, masks_of
from playground.keras.layers.settings import Settings
from playground.keras.layers.watching import changed, note
from playground.keras.layers.weights import Weights
from playground.keras.naming import current_path, name_scope
from playground.keras.node import Node
from playground.keras.operation import Operation
from playground.keras.symbolic import KerasTensor, any_symbolic_tensors, compute_output_spec
from playground.keras.variable import Array, Variable, stateless_scope
from playground.registry import Registry, nearest

layers: Registry[type[Layer]] = Registry("layer")


class Layer(Weights, Arguments, Settings):
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
    _is_model = False
    given: tuple[str, ...] = ()  # arguments that follow from the data there, and are no fields

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
        self._input_shape_arg = None if shape is None else as_shape(shape, type(self).__name__)
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
        self.supports_masking = type(self).compute_mask is not Arguments.compute_mask
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

    # ------------------------------------------------------------------ calling it

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._check_initialized()
        symbolic = any_symbolic_tensors(args, kwargs)
        given, named = args, kwargs
        if self._convert_input_args:
            args = tuple(self._arrays(tree.numbers_as_array(each)) for each in args)
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
        with (calling(call.training, self._is_model) as (depth, step),
              name_scope(self.name, self), self._casting()):
            if depth == 1 and stateless_scope() is None:
                self._clear_losses()
            if symbolic:
                outputs = self.compute_output_spec(*call.args, **kwargs)
            else:
                outputs = changed(step, self.call(*call.args, **kwargs))
            self.built = True
            if self.activity_regularizer is not None and not symbolic:
                for each in tree.flatten(outputs):
                    self.add_loss(self.activity_regularizer(each) / (each.shape or (1,))[0])
            self._hand_masks_on(call.first, outputs, before, symbolic)
        note(self, step, (call.args, kwargs), outputs)
        if symbolic:
            if len(given) == 1 and not named and isinstance(given[0], KerasTensor):
                named = kept_in_graph(kwargs)  # kept where Keras keeps it
            Node(self, given, named, outputs)
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

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    # ------------------------------------------------------------------ underneath

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


def _recorded(build: Callable[..., None]) -> Callable[..., None]:
    """``build``, within the layer's name scope; afterwards the layer is built."""
    signature = inspect.signature(build)
    own = not build.__module__.startswith("playground.keras.")  # whose errors are the user's

    @functools.wraps(build)
    def build_and_record(self: Layer, *args: Any, **kwargs: Any) -> None:
        if not args and not kwargs and len(signature.parameters) > 1:
            args = (None,) if "input_shape" in signature.parameters else ()
        if len(signature.parameters) == 1:
            args, kwargs = (), {}
        with name_scope(self.name, self):
            self._path = self._path or current_path()
            try:
                build(self, *args, **kwargs)
            except (TypeError, IndexError, KeyError, AttributeError, ZeroDivisionError) as error:
                if own or any(map(_is_like_shape, (*args, *kwargs.values()))):
                    raise
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) expects build to be given the shape of "
                    "its input, the batch first, as build((None, 784)); got "
                    f"{', '.join(map(repr, (*args, *kwargs.values())))}.") from error
        shapes = dict(list(signature.bind(self, *args, **kwargs).arguments.items())[1:])
        if any(each is not None for each in shapes.values()):
            self._build_shapes = shapes
        self.built = True

    return build_and_record


def _is_like_shape(value: Any) -> bool:
    """Whether it may be the shape of an input, or shapes of several; () is none: a batch is one."""
    return bool(value) and isinstance(value, (list, tuple, dict))


def _unknown_argument(kind: type, name: str) -> TypeError:
    known = [each for each in inspect.signature(kind.__init__).parameters if each != "self"]
    known = [*known, "name", "dtype", "trainable", "activity_regularizer"]
    near = nearest(name, known)
    way_out = f"Did you mean {near!r}?" if near else (
        f"It has: {', '.join(dict.fromkeys(known))}.")
    return TypeError(f"{kind.__name__} has no argument {name!r}. {way_out}")

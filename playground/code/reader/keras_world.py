"""The real world: ``playground.keras`` as far as a text may use it; layers and models are live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from playground import keras
from playground.code.reader import foreseeing
from playground.code.reader import keras_attributes as listed
from playground.code.reader.budget import Spent
from playground.code.reader.data import RESULT, Data
from playground.code.reader.graph_size import check_graph, layers_in
from playground.code.reader.keras_methods import MODEL_METHODS
from playground.code.reader.keras_modules import keras_modules
from playground.code.reader.keras_names import CREATED
from playground.code.reader.keras_settings import FROM_FILES, check_settings
from playground.code.reader.numpy_module import numpy_functions, numpy_module
from playground.code.reader.numpy_sizes import run_numpy
from playground.code.reader.other_modules import other_modules
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import (
    Bound,
    Here,
    Module,
    Plain,
    is_written_function,
    written_class,
)
from playground.code.reader.world import Family, Limits, World
from playground.keras.layers.calling import is_array
from playground.keras.naming import reset_names
from playground.keras.optimizers.schedules import LearningRateSchedule
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Variable, at_most_numbers

MODELS = Family("a model", (keras.Model,), listed.MODEL, listed.MODEL_SET, MODEL_METHODS,
                called=True, model=True)
LAYERS = Family("a layer", (keras.Layer,), listed.LAYER, listed.LAYER_SET, called=True)
FAMILIES = (
    MODELS, LAYERS,
    Family("an optimizer", (keras.Optimizer,), listed.OPTIMIZER, frozenset(("learning_rate",))),
    Family("a loss", (keras.Loss,), listed.LOSS, called=True),
    Family("a metric", (keras.Metric,), listed.METRIC, called=True),
    Family("a schedule", (LearningRateSchedule,), listed.CONFIGURED, called=True),
    Family("an initializer", (keras.Initializer,), listed.CONFIGURED, called=True),
    Family("a regularizer", (keras.Regularizer,), listed.CONFIGURED, called=True),
    Family("a constraint", (keras.constraints.Constraint,), listed.CONFIGURED, called=True),
    Family("a variable", (Variable,), listed.VARIABLE, frozenset(("trainable",)), operators=True),
    Family("a tensor", (KerasTensor,), listed.SYMBOLIC, operators=True, symbolic=True),
    Family("an array", (np.ndarray, np.generic), listed.ARRAY, operators=True),
    Family("a type of numbers", (np.dtype,), frozenset(("name", "kind")), operators=True),
    Family("a source of seeds", (keras.random.SeedGenerator,), frozenset(("name", "next"))),
    Family("a specification", (keras.InputSpec,), frozenset(("shape", "ndim", "axes"))),
    Family("a policy", (keras.DTypePolicy,),
           frozenset(("name", "compute_dtype", "variable_dtype"))),
    Family("an object", (Plain,), called=True),
)
ARRAYS = Family("an array", (), listed.ARRAY, operators=True)
SIZES = Family("a size", (), operators=True)
PLACES = Family("places of an array", (), operators=True)
CHANGES = Family("places of an array", (), listed.AT)
_OF_JAX = {"_DimExpr": SIZES, "_IndexUpdateHelper": PLACES, "_IndexUpdateRef": CHANGES}

TRACED = 8  # steps for an operation in a layer of the text's own, while that is traced
_OF_NUMPY = (np.ndarray, np.generic, bool, int, float, str, tuple, list, slice, type(None),
             type(...))
_GROWING = frozenset(("add", "build", "__init__"))  # after them a model may hold more layers

BASES = (keras.Model, keras.Sequential, keras.Loss, keras.Metric, LearningRateSchedule,
         keras.Initializer, keras.Regularizer, keras.constraints.Constraint)


class KerasWorld(World):
    """``playground.keras``, NumPy and what else tutorials import.

    Args:
        extra: more modules by name, as ``{"jax": jax_module(jax)}``.
        limits: the most that variables and arrays hold.
    """

    def __init__(
        self, extra: Mapping[str, Module] = {}, limits: Limits = Limits(),  # noqa: B006
    ) -> None:
        modules = {**other_modules(), **keras_modules(), "numpy": numpy_module(), **extra}
        handed = [each for module in modules.values() for each in _members(module)]
        classes = [each for each in handed if isinstance(each, type)]
        super().__init__(modules, FAMILIES, handed, [
            *BASES, *(each for each in classes if issubclass(
                each, (keras.Layer, keras.Loss, keras.Metric)) and each not in FROM_FILES)],
            limits)
        self._of_numpy = set(map(id, numpy_functions().values()))

    def family_of(self, value: Any) -> Family | None:
        found = super().family_of(value)
        if found is None and is_array(value):
            return ARRAYS
        if found is None and type(value).__module__.startswith("jax."):
            return _OF_JAX.get(type(value).__name__)
        return found

    # ------------------------------------------------------------------ calling

    def run(
        self, here: Here, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        spent, limits = here.interpreter.spent, self.limits
        if isinstance(callee, type):
            check_settings(callee, args, kwargs)
            return self._whole(callee(*args, **kwargs))
        name = getattr(callee, "__name__", "")
        if name == "tolist":
            spent.room(callee.__self__.size)
            spent.step(2 * callee.__self__.size)
        if id(callee) in self._of_numpy or isinstance(
                getattr(callee, "__self__", None), (np.ndarray, np.generic)):
            return run_numpy(callee, args, kwargs, spent, limits)
        if name == "__init__":
            check_settings(_kind_of_init(callee), args, kwargs)
        foreseeing.check_numbers(name, args, kwargs, limits)
        if not _is_written(callee) and foreseeing.computes(callee, args, kwargs):
            try:
                with here.interpreter.quiet():
                    foreseeing.check_cost(callee, args, kwargs, spent, limits)
            except foreseeing.TooMuch:
                if self.family_of(callee) not in (MODELS, LAYERS):
                    raise
                return Data(RESULT)  # it is built by now; its numbers nobody has asked for
        foreseeing.check_trace(callee, args, kwargs, spent)
        result = callee(*args, **kwargs)
        foreseeing.check_result(result, spent, limits)
        if name in _GROWING:
            self._whole(getattr(callee, "__self__", None))
        return result

    def check_made(self, kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        check_settings(kind, args, kwargs)

    def _whole(self, value: Any) -> Any:
        """The value; a model not too large to be gone through, however often parts are shared."""
        if isinstance(value, keras.Model):
            check_graph(value)
        return value

    def operate(self, spent: Spent, function: Callable[..., Any], *operands: Any) -> Any:
        if all(isinstance(each, _OF_NUMPY) for each in operands):
            spent.step(8)
        elif any(map(foreseeing.is_traced, operands)):
            spent.step(TRACED)
        else:
            spent.call()
            foreseeing.check_trace(function, operands, {}, spent)
            foreseeing.check_program(function, operands, spent)
        foreseeing.check_operands(function, operands, spent, self.limits)
        result = function(*operands)
        foreseeing.check_result(result, spent, self.limits)
        return result

    def set_item(self, owner: Any, key: Any, value: Any, spent: Spent) -> None:
        if not isinstance(owner, np.ndarray):
            super().set_item(owner, key, value, spent)
        key, value = self.outward(key, spent), self.outward(value, spent)
        foreseeing.check_operands(None, (owner, key), spent, self.limits)
        spent.computed(owner.size, self.limits.computed)
        owner[key] = value

    def _outward(self, value: Any) -> Any:
        if callable(value) and not isinstance(value, type) and (
                id(value) in self._of_numpy or getattr(value, "__name__", "") in CREATED
                and self.is_handed(value)):
            raise NotUnderstood(f"{value.__name__} is not handed on as a function here. Write a "
                                f"lambda: lambda x: {value.__name__}(x, …).")
        return super()._outward(value)

    def dict_outward(self, value: dict[Any, Any]) -> dict[Any, Any]:
        if "class_name" in value:
            raise NotUnderstood("Configurations are not read. Make the object by its class, as "
                                "Dense(8).")
        return super().dict_outward(value)

    def absorbed(self, callee: Any) -> bool:
        if isinstance(callee, Bound) and callee.name in ("add", "build", "add_weight"):
            return False
        if callee is keras.Input:  # a model is not made of what is not known
            return False
        return super().absorbed(callee)

    # ------------------------------------------------------------------ the rest

    def charge(self, spent: Spent, owner: Any, given: tuple[Any, ...]) -> None:
        if isinstance(owner, keras.Layer) or not any(
                foreseeing.is_traced(part) for each in given
                for part in (each if isinstance(each, (list, tuple)) else (each,))):
            super().charge(spent, owner, given)
        else:
            spent.step(TRACED)

    def size(self, value: Any) -> int:
        return layers_in(value) if isinstance(value, keras.Layer) else 1

    def truth(self, value: Any) -> bool:
        try:
            return bool(value)
        except Exception:
            raise NotUnderstood(
                "Whether a tensor is true is not known while the model is built or traced. Use "
                "keras.ops.where or keras.ops.cond.") from None

    def text(self, value: Any, spent: Spent) -> str:
        size = getattr(value, "size", None)
        spent.step(8 + 2 * (min(size, 1_000) if isinstance(size, int) else 0))  # of more a part
        if isinstance(value, (np.ndarray, np.generic)) or is_array(value) or isinstance(
                value, (KerasTensor, Variable, np.dtype)):
            text = repr(value) if isinstance(value, (KerasTensor, Variable)) else str(value)
            return text if len(text) <= 2000 else text[:1999] + "…"
        return super().text(value, spent)

    def no_base(self, value: Any) -> str:
        return "Derive it from Layer, Model, Loss, Metric, Initializer, Regularizer, Constraint "\
            "or LearningRateSchedule."

    @contextmanager
    def session(self, spent: Spent, reading: bool) -> Iterator[None]:
        if reading:
            reset_names()
        with at_most_numbers(self.limits.weights):
            yield


def keras_world(
    extra: Mapping[str, Module] = {}, limits: Limits = Limits(),  # noqa: B006
) -> KerasWorld:
    """The world of ``playground.keras``; ``extra`` are more modules by name."""
    return KerasWorld(extra, limits)


def _members(module: Any) -> Iterator[Any]:
    """What a module hands out, with the modules in it."""
    if not isinstance(module, Module):
        return
    for each in module.members.values():
        if isinstance(each, Module):
            yield from _members(each)
        elif callable(each) and not isinstance(each, Bound) and written_class(each) is None:
            yield each


def _kind_of_init(init: Any) -> type:
    """The class whose ``__init__`` a ``super()`` gave: for its settings' names."""
    function = init.__func__
    return next((each for each in type(init.__self__).__mro__
                 if vars(each).get("__init__") is function), type(init.__self__))


def _is_written(callee: Any) -> bool:
    """A layer or method of the text's: what it calls is checked call by call."""
    if isinstance(callee, keras.Layer):
        return is_written_function(getattr(type(callee), "call", None))
    return False

"""What makes a function of arrays an operation: it then works on KerasTensors too.

    @op
    def add(x1: Array, x2: Array) -> Array:
        return jnp.add(x1, x2)

Called on arrays it is the function. With a KerasTensor anywhere among its arguments it gives the
KerasTensor of the result and remembers the call, so that the function stands in a model's graph,
its summary and its configuration. Arguments annotated as ``Array`` are what flows; all others are
settings, kept in the configuration.
"""

from __future__ import annotations

import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from playground.keras import tree
from playground.keras.config import floatx, image_data_format
from playground.keras.operation import Operation
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Variable
from playground.registry import Registry

operations: Registry[Callable[..., Any]] = Registry("operation")
MOST_KNOWN = 1024
_known: dict[Any, Any] = {}  # what was asked of an operation -> the tensors it gives


class FunctionOperation(Operation):
    """A function of ``ops`` with its settings; a subclass for every function, made by ``op``."""

    function: Callable[..., Any]
    signature: inspect.Signature
    flows: frozenset[str]  # the arguments that are arrays

    def __init__(self, *args: Any, name: str | None = None, **settings: Any) -> None:
        super().__init__(name=name)
        names = [each for each in self.signature.parameters if each not in self.flows]
        if len(args) > len(names):
            raise TypeError(f"{type(self).__name__} expects the settings {', '.join(names)}; got "
                            f"{len(args)} values.")
        settings = {**dict(zip(names, args)), **settings}
        for each in settings:
            if each not in names:
                raise TypeError(f"{type(self).__name__} has no setting {each!r}. It has: "
                                f"{', '.join(names) or 'none'}.")
        defaults = {each: self.signature.parameters[each].default for each in names}
        self.settings = {**{each: value for each, value in defaults.items()
                            if value is not inspect.Parameter.empty}, **settings}

    def call(self, *args: Any, **kwargs: Any) -> Any:
        given = {**kwargs, **self.settings}
        waiting = list(args)
        for name, parameter in self.signature.parameters.items():
            if name in self.flows and parameter.kind is parameter.VAR_POSITIONAL:
                given[name], waiting = tuple(waiting), []
            elif name in self.flows and waiting:
                given[name] = waiting.pop(0)
        ordered = OrderedDict((name, given[name]) for name in self.signature.parameters
                              if name in given)
        bound = inspect.BoundArguments(self.signature, ordered)
        return type(self).function(*bound.args, **bound.kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """KerasTensors of the shapes and types that the function gives: traced once for each."""
        try:
            asked = (type(self), floatx(), image_data_format(),
                     _spec((args, kwargs, self.settings)))
        except TypeError:  # there is something among it that is no plain value
            return super().compute_output_spec(*args, **kwargs)
        found = _known.get(asked)
        if found is None:
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            found = _known[asked] = super().compute_output_spec(*args, **kwargs)
        return tree.map_structure(
            lambda each: None if each is None else KerasTensor(each.shape, each.dtype), found)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, **self.settings}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """What Keras has and we have not is left out when it is switched off."""
        return super().from_config({
            key: value for key, value in config.items()
            if key == "name" or key in cls.signature.parameters or value not in (None, False)})


def op(
    function: Callable[..., Any] | None = None, *, name: str | None = None,
    class_name: str | None = None, module: str | None = None,
) -> Any:
    """Register a function of arrays as an operation, by its name.

    Args:
        name: the name in the registry, where the function's own will not do.
        class_name: what Keras calls the operation: ``ExpandDims`` for ``expand_dims`` by itself.
        module: the part of Keras's ``ops`` where it lies, for configurations: that of ours by
            itself, as ``numpy``, ``nn`` or ``core``.
    """
    if function is None:
        return functools.partial(op, name=name, class_name=class_name, module=module)
    name = name or function.__name__
    signature = inspect.signature(function)
    flows = frozenset(each.name for each in signature.parameters.values()
                      if "Array" in str(each.annotation))
    kind = type(class_name or _camel(name), (FunctionOperation,), {
        "__doc__": function.__doc__, "__module__": function.__module__,
        "function": staticmethod(function), "signature": signature, "flows": flows,
        "keras_module": "keras.src.ops." + (module or _part(function.__module__))})

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        symbolic = False
        for each in (*args, *kwargs.values()):
            if isinstance(each, (list, tuple, dict)):
                symbolic = symbolic or any(isinstance(x, KerasTensor) for x in tree.leaves(each))
            else:
                symbolic = symbolic or isinstance(each, KerasTensor)
        if symbolic:
            return _record(kind, args, kwargs)
        return function(*map(_value, args), **{key: _value(each) for key, each in kwargs.items()})

    run.operation = kind  # type: ignore[attr-defined]
    return operations.register(name)(run)


def _record(kind: type[FunctionOperation], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    bound = kind.signature.bind(*args, **kwargs).arguments
    settings = {each: value for each, value in bound.items() if each not in kind.flows}
    for each, value in settings.items():
        if any(isinstance(x, KerasTensor) for x in tree.leaves(value)):
            raise ValueError(f"{kind.__name__} expects {each} as a setting, known when the model "
                             f"is built; got {value!r}.")
    flowing, named, complete = [], {}, True
    for each, parameter in kind.signature.parameters.items():
        if each in kind.flows and each not in bound:
            complete = False  # what comes after it is given by name
        elif each in kind.flows and parameter.kind is parameter.VAR_POSITIONAL:
            flowing.extend(bound[each])
        elif each in kind.flows and complete and parameter.kind is not parameter.KEYWORD_ONLY:
            flowing.append(bound[each])
        elif each in kind.flows:
            named[each] = bound[each]
    return kind(**settings).symbolic_call(*flowing, **named)


def _spec(value: Any) -> Any:
    """What the shapes and types of an operation's outputs depend on, as a key of a dict.

    Raises:
        TypeError: there is something else than tensors without numbers and plain values.
    """
    if isinstance(value, KerasTensor):
        return KerasTensor, value.shape, value.dtype
    if isinstance(value, (list, tuple)):
        return type(value), tuple(map(_spec, value))
    if isinstance(value, dict):
        return dict, tuple((key, _spec(each)) for key, each in value.items())
    if value is None or type(value) in (bool, int, float, str):
        return type(value), value
    raise TypeError(f"{type(value).__name__} is no plain value.")


def _part(module: str) -> str:
    """``playground.keras.ops.numpy.shaping`` -> ``numpy``."""
    return module.partition(".ops.")[2].partition(".")[0] or module.rpartition(".")[2]


def _camel(name: str) -> str:
    """``expand_dims`` -> ``ExpandDims``."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _value(x: Any) -> Any:
    """A variable's array; anything else as it is."""
    if isinstance(x, Variable):
        return x.value
    if isinstance(x, (list, tuple)) and any(isinstance(each, Variable) for each in x):
        return type(x)(_value(each) for each in x)
    return x

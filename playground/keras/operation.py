"""An operation: whatever can be called on KerasTensors and then stands in a model's graph."""

from __future__ import annotations

import inspect
from typing import Any

from playground.keras import tree
from playground.keras.naming import auto_name
from playground.keras.node import Node
from playground.keras.symbolic import any_symbolic_tensors, compute_output_spec

_PLAIN = (str, int, float, bool, type(None))


class Operation:
    """Base of layers and of the functions in ``ops``.

    A subclass computes in ``call``. Its ``get_config`` may be left out when ``__init__`` is given
    nothing but plain values (numbers, texts, None, and lists and dicts of them).
    """

    _auto_config: dict[str, Any] | None = None

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__init__.__qualname__.startswith("_"):
            _check_arguments(cls, args, kwargs)
        instance = super().__new__(cls)
        object.__setattr__(instance, "_auto_config", _plain_arguments(cls, args, kwargs))
        return instance

    def __init__(self, name: str | None = None) -> None:
        if name is not None and (not isinstance(name, str) or "/" in name):
            raise ValueError(f"{type(self).__name__} expects a name without a slash; got {name!r}.")
        self.name = name or auto_name(type(self).__name__)
        self._inbound_nodes: list[Node] = []
        self._outbound_nodes: list[Node] = []

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if any_symbolic_tensors(args, kwargs):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} expects a call(…) of its own.")

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """The KerasTensors that a call gives; the call is remembered."""
        outputs = self.compute_output_spec(*args, **kwargs)
        Node(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """KerasTensors of the shapes and types that ``call`` gives; found by tracing it."""
        return compute_output_spec(self.call, *args, **kwargs)

    @property
    def input(self) -> Any:
        """What the first call was given: a KerasTensor, or a list of them."""
        return one_or_all(self._first_call("input").input_tensors)

    @property
    def output(self) -> Any:
        """What the first call gave: a KerasTensor, or a list of them."""
        return one_or_all(self._first_call("output").outputs)

    def _first_call(self, what: str) -> Node:
        if not self._inbound_nodes:
            raise AttributeError(f"{self.name} has no {what} yet: it was never called on an Input. "
                                 "Call it on keras.Input(shape) or on what a layer gave for one.")
        return self._inbound_nodes[0]

    def get_config(self) -> dict[str, Any]:
        """The settings from which ``from_config`` makes another one like it.

        Raises:
            NotImplementedError: there are settings that are not plain, and no own get_config.
        """
        own = type(self).get_config
        if not getattr(own, "_of_the_base", False):
            return {"name": self.name}
        if self._auto_config is None:
            raise NotImplementedError(
                f"{type(self).__name__} was given settings that are not plain numbers or texts, so "
                "it expects a get_config() of its own: return {**super().get_config(), "
                "'units': self.units, …}.")
        takes_name = accepted(type(self), "name")
        return ({"name": self.name} if takes_name else {}) | _copied(self._auto_config)

    get_config._of_the_base = True  # type: ignore[attr-defined]

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        try:
            return cls(**config)
        except TypeError as error:
            raise TypeError(f"{cls.__name__} cannot be made from its configuration "
                            f"{config}: {error}") from error

    def __repr__(self) -> str:
        return f"<Operation name={self.name}>"


def one_or_all(tensors: list[Any]) -> Any:
    """The only one of them, or the list where there are more."""
    return tensors[0] if len(tensors) == 1 else tensors


def accepted(kind: type, argument: str) -> bool:
    """Whether the class can be given this argument by name."""
    parameters = inspect.signature(kind.__init__).parameters
    return argument in parameters or any(
        each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())


def _check_arguments(kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Python would name the class in which ``__init__`` is written, ``_Conv`` for a Conv2D."""
    signature = inspect.signature(kind.__init__)
    try:
        signature.bind(None, *args, **kwargs)
    except TypeError as error:
        wanted = ", ".join(each.name for each in list(signature.parameters.values())[1:]
                           if each.default is each.empty and each.kind is not each.VAR_KEYWORD)
        raise TypeError(f"{kind.__name__} expects {kind.__name__}({wanted}, …): {error}.") from None


def _plain_arguments(
    kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any] | None:
    """All arguments of ``__init__`` by name, or None when they are not all plain."""
    if not getattr(kind.get_config, "_of_the_base", False):
        return None
    signature = inspect.signature(kind.__init__)
    try:
        bound = signature.bind(None, *args, **kwargs)
    except TypeError:  # __init__ will say what is wrong
        return None
    bound.apply_defaults()
    given = dict(list(bound.arguments.items())[1:])  # without self
    for name, parameter in signature.parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            given |= given.pop(name)
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL and given.pop(name):
            return None
        elif parameter.kind is inspect.Parameter.POSITIONAL_ONLY and name in given:
            return None
    given.pop("name", None)
    if not all(isinstance(each, _PLAIN) for each in tree.leaves(given)):
        return None
    return _copied(given)


def _copied(config: Any) -> Any:
    return tree.map_structure(lambda each: each, config)

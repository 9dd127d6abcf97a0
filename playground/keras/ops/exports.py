"""Which functions a module of operations gives to the outside: all it defines or names anew."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any


def functions_of(*modules: ModuleType) -> dict[str, Callable[..., Any]]:
    """The operations and functions of the modules by name, second names (``abs``) included."""
    return {name: value for module in modules for name, value in vars(module).items()
            if not name.startswith("_") and isinstance(value, FunctionType)
            and (hasattr(value, "operation") or value.__module__.startswith(module.__name__))}

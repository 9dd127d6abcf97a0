"""JAX, imported when it is first used.

The names and the fields of every layer, loss and optimizer are wanted by pages that compute
nothing; importing JAX takes most of a second. So this package imports it here, late:
``from playground.keras.backend import jax, jnp``.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any


class _Late:
    """Stands for a module and imports it when an attribute of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._module is None:
            self._module = importlib.import_module(self._name)
        value = getattr(self._module, name)
        setattr(self, name, value)  # next time without this detour
        return value


jax = _Late("jax")
jnp = _Late("jax.numpy")
lax = _Late("jax.lax")

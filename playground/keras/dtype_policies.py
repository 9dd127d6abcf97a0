"""Dtype policies: in what type a layer computes, and in what type it keeps its weights.

``mixed_bfloat16`` and ``mixed_float16`` compute in 16 bits and keep 32-bit weights. Source:
P. Micikevicius et al., arXiv:1710.03740.
"""

from __future__ import annotations

from typing import Any, NoReturn

from playground.keras.absent import absent
from playground.keras.backend import jnp
from playground.keras.config import array_dtype, floatx, is_float, standardize_dtype

_of_all: list[DTypePolicy] = []


class DTypePolicy:
    """A type for computing and one for weights.

    Args:
        name: a type, ``"float32"``, or ``"mixed_bfloat16"``, ``"mixed_float16"``.
    """

    quantization_mode = None

    def __init__(self, name: str | None = None, source_name: str | None = None) -> None:
        if name is None:
            name = dtype_policy().name
        if not isinstance(name, str):
            raise TypeError("DTypePolicy expects the name of a type or of a policy, as "
                            f"'mixed_bfloat16'; got {name!r}.")
        mixed = name.startswith("mixed_")
        if mixed and name not in ("mixed_float16", "mixed_bfloat16"):
            raise ValueError("DTypePolicy expects 'mixed_float16' or 'mixed_bfloat16'; got "
                             f"{name!r}.")
        self.compute_dtype = standardize_dtype(name.removeprefix("mixed_"))
        self.variable_dtype = "float32" if mixed else self.compute_dtype
        self.name = name if mixed else self.compute_dtype

    def convert_input(self, x: Any, autocast: bool, dtype: str) -> Any:
        """The input as an array; in type ``dtype`` when both are floating-point numbers."""
        if autocast and is_float(dtype) and hasattr(x, "dtype") and is_float(x.dtype):
            return jnp.asarray(x, array_dtype(dtype))
        return jnp.asarray(x)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'


FloatDTypePolicy = DTypePolicy  # its name beside quantized ones


def get(identifier: Any) -> DTypePolicy:
    """The policy that an argument means: None, a type or its name, a configuration, a policy.

    Raises:
        ValueError: no type is called so.
    """
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, str):
        return DTypePolicy(identifier)
    return DTypePolicy(standardize_dtype(identifier))


def serialize(policy: DTypePolicy) -> dict[str, Any]:
    return {"module": "keras", "class_name": "DTypePolicy", "config": policy.get_config(),
            "registered_name": None}


def deserialize(config: dict[str, Any], custom_objects: Any = None) -> DTypePolicy:
    kind = config.get("class_name")
    if kind not in ("DTypePolicy", "FloatDTypePolicy", "Policy"):
        raise ValueError(f"Expected the configuration of a DTypePolicy; got one of {kind!r}. "
                         "Quantized layers are not there.")
    return DTypePolicy.from_config(config["config"])


def dtype_policy() -> DTypePolicy:
    """The policy of layers to which nothing else is said: ``floatx()`` at first."""
    return _of_all[0] if _of_all else DTypePolicy(floatx())


def set_dtype_policy(policy: Any) -> None:
    """Give the layers made from now on this policy."""
    chosen = get(policy)
    _of_all[:] = [chosen]


def __getattr__(name: str) -> NoReturn:
    absent("keras.dtype_policies", name)

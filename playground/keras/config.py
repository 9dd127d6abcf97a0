"""Numbers that hold for the whole package, as in Keras: ``floatx`` and ``epsilon``."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from playground.keras.absent import absent
from playground.keras.messages import (  # noqa: F401
    disable_interactive_logging,
    enable_interactive_logging,
    is_interactive_logging_enabled,
)

_FLOATS = ("bfloat16", "float16", "float32", "float64")
_DTYPES = (*_FLOATS, "float8_e4m3fn", "float8_e5m2", "bool", "string", "complex64", "complex128",
           *(f"{sign}int{bits}" for sign in ("", "u") for bits in (4, 8, 16, 32, 64)))
_settings: dict[str, Any] = {"epsilon": 1e-7, "floatx": "float32",
                             "image_data_format": "channels_last"}


def epsilon() -> float:
    """The small number that keeps logarithms and quotients finite: 1e-7."""
    return _settings["epsilon"]


def set_epsilon(value: float) -> None:
    _settings["epsilon"] = value


def floatx() -> str:
    """The type of a number when nothing else is said: ``"float32"``."""
    return _settings["floatx"]


def set_floatx(value: str) -> None:
    """Say what type a number has when nothing else is said.

    Raises:
        ValueError: it is no type of floating-point numbers.
    """
    if value not in _FLOATS:
        raise ValueError(f"set_floatx expects one of {', '.join(_FLOATS)}; got {value!r}.")
    _settings["floatx"] = value


def backend() -> str:
    return "jax"


def set_backend(backend: str) -> None:
    """Does nothing for "jax".

    Raises:
        ValueError: another backend.
    """
    if backend != "jax":
        raise ValueError(f"set_backend expects 'jax', the only one here; got {backend!r}.")


def image_data_format() -> str:
    """Where the channels of images are when nothing else is said: ``"channels_last"``."""
    return _settings["image_data_format"]


def set_image_data_format(data_format: str) -> None:
    """Say where the channels of images are.

    Raises:
        ValueError: neither "channels_last" nor "channels_first".
    """
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError("set_image_data_format expects 'channels_last' or 'channels_first'; "
                         f"got {data_format!r}.")
    _settings["image_data_format"] = data_format


def standardize_dtype(dtype: Any) -> str:
    """The plain name of a type: ``"float32"`` for None, ``np.float32``, ``float`` and its name.

    Raises:
        ValueError: no type is called so.
    """
    if dtype is None:
        return floatx()
    if isinstance(dtype, type) and dtype in (float, int, bool, str):
        return {float: floatx(), int: "int32", bool: "bool", str: "string"}[dtype]
    name = dtype if isinstance(dtype, str) else _name_of(dtype)
    name = {"float": floatx(), "int": "int32"}.get(name, name)
    if name not in _DTYPES:
        raise ValueError(f"No type of numbers is called {dtype!r}. There are: "
                         f"{', '.join(_DTYPES)}.")
    return name


def dtype_name(dtype: Any) -> str:
    """The type that an array has when ``dtype`` is asked for: JAX keeps to 32 bits by itself."""
    if isinstance(dtype, dict):  # Keras writes a dtype policy into a configuration
        dtype = dtype["config"]["name"]
    name = standardize_dtype(dtype)
    jax = sys.modules.get("jax")
    if jax is not None and jax.config.jax_enable_x64:
        return name
    return {"float64": "float32", "int64": "int32", "uint64": "uint32",
            "complex128": "complex64"}.get(name, name)


array_dtype = dtype_name


def is_float(dtype: Any) -> bool:
    """Whether it is a type of floating-point numbers."""
    return "float" in standardize_dtype(dtype)


def _name_of(dtype: Any) -> str:
    import numpy

    try:
        return numpy.dtype(dtype).name
    except TypeError:
        return str(getattr(dtype, "name", dtype))


def dtype_policy() -> Any:
    """The policy of layers to which nothing else is said."""
    from playground.keras.dtype_policies import dtype_policy

    return dtype_policy()


def set_dtype_policy(policy: Any) -> None:
    """Give the layers made from now on this policy: ``"mixed_bfloat16"``."""
    from playground.keras.dtype_policies import set_dtype_policy

    set_dtype_policy(policy)


def enable_traceback_filtering() -> None:
    """Does nothing: errors here are short by themselves."""


def disable_traceback_filtering() -> None:
    """Does nothing: errors here are short by themselves."""


def is_traceback_filtering_enabled() -> bool:
    return False


def enable_flash_attention() -> None:
    """Does nothing: attention is computed in one way."""


def disable_flash_attention() -> None:
    """Does nothing: attention is computed in one way."""


def is_flash_attention_enabled() -> bool:
    return False


def is_nnx_enabled() -> bool:
    return False


def __getattr__(name: str) -> NoReturn:
    absent("keras.config", name)

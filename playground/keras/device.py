"""``with keras.device("cpu:0")``: where what is computed within lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playground.keras.backend import jax


@contextmanager
def device(device_name: str) -> Iterator[None]:
    """Within it, arrays are made on this device.

    Args:
        device_name: "cpu", or "cpu:0" for the first one; "gpu:0".

    Raises:
        ValueError: there is no such device.
    """
    kind, _, number = str(device_name).lower().partition(":")
    try:
        chosen = jax.devices(kind)[int(number or 0)]
    except (RuntimeError, ValueError, IndexError):
        there = ", ".join(f"{each.platform}:{each.id}" for each in jax.devices())
        raise ValueError(f"keras.device expects one of {there}; got {device_name!r}.") from None
    with jax.default_device(chosen):
        yield

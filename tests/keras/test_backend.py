"""What stands between Keras's words and JAX."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from playground.keras.backend import on_device

GIVEN = {
    "float32": np.arange(600, dtype="float32").reshape(20, 30),
    "float64": np.linspace(0, 1, 50),
    "int64": np.arange(-5, 5),
    "uint8": np.arange(256, dtype="uint8"),
    "float16": np.ones((3, 0, 2), "float16"),
    "bool": np.array([True, False]),
    "a part, backwards": np.arange(40.0).reshape(8, 5)[::-2, 1:3],
    "one number": np.array(3),
    "of JAX": jnp.ones(4),
}


@pytest.mark.parametrize("array", GIVEN.values(), ids=GIVEN)
def test_an_array_is_on_the_device_as_jax_itself_would_put_it(array: np.ndarray) -> None:
    put, expected = on_device(array), jnp.asarray(array)
    assert (put.dtype, put.shape, put.committed) == (
        expected.dtype, expected.shape, expected.committed)
    np.testing.assert_array_equal(put, expected)


def test_what_is_on_the_device_does_not_change_with_the_array_it_came_from() -> None:
    array = np.zeros(1000, "float32")
    put = on_device(array)
    array[:] = 1
    assert not np.asarray(put).any()


def test_room_for_more_rows_lies_behind_an_array() -> None:
    put = on_device(np.arange(6.0).reshape(3, 2), rows=8)
    assert put.shape == (8, 2)
    np.testing.assert_array_equal(put[:3], [[0, 1], [2, 3], [4, 5]])

"""A program is traced and compiled once, and refuses other shapes instead of compiling again."""

import numpy as np
import pytest

from playground.training.program import Program


def test_it_is_traced_once_for_one_set_of_shapes():
    traced = []

    def double(x):
        traced.append(x)
        return 2 * x

    program = Program(double)
    for _ in range(3):
        np.testing.assert_array_equal(program(np.arange(3.0, dtype="float32")), [0, 2, 4])
    assert len(traced) == 1
    with pytest.raises(TypeError):
        program(np.zeros(4, "float32"))

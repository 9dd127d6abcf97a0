"""A frame carries a snapshot's numbers and arrays, byte for byte."""

import numpy as np
import pytest

from playground.live.frames import pack, unpack
from playground.training.snapshot import Note, Snapshot


@pytest.mark.parametrize("dtype", ["f4", "i4", "u1", "i1"])
def test_arrays_come_back_as_they_were(dtype):
    array = np.arange(-6, 9).reshape(3, 5).astype(dtype)
    header, arrays = unpack(pack(Snapshot(3, "run", arrays={"odd": array[:, :3], "all": array})))
    np.testing.assert_array_equal(arrays["odd"], array[:, :3])
    np.testing.assert_array_equal(arrays["all"], array)
    assert arrays["all"].dtype == np.dtype(dtype)
    assert all(each["offset"] % 8 == 0 for each in header["arrays"])


def test_arrays_lie_where_a_browser_can_read_them_in_place():
    message = pack(Snapshot(3, "run", arrays={"a": np.ones(3, np.float32)}))
    assert (4 + int.from_bytes(message[:4], "little")) % 8 == 0 and len(message) % 8 == 0


def test_what_is_wider_travels_as_four_bytes():
    _, arrays = unpack(pack(Snapshot(1, "run", arrays={
        "f": np.ones(2), "i": np.ones(2, np.int64), "b": np.ones(2, bool)})))
    assert [arrays[name].dtype.str for name in "fib"] == ["<f4", "<i4", "|u1"]


def test_a_number_that_json_has_not_is_null():
    header, _ = unpack(pack(Snapshot(1, "run", loss=float("nan"), val_loss=float("inf"),
                                     notes=(Note("stop", "No longer a number."),))))
    assert header["loss"] is None and header["val_loss"] is None
    assert header["notes"] == [{"kind": "stop", "text": "No longer a number."}]


def test_an_empty_array_is_no_trouble():
    _, arrays = unpack(pack(Snapshot(1, "run", arrays={"none": np.zeros((0, 3), np.float32)})))
    assert arrays["none"].shape == (0, 3)

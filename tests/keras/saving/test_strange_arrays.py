"""Arrays that are damaged, elsewhere or of another kind are refused, and nothing is changed."""

import io

import h5py
import numpy as np
import pytest

from playground import keras
from tests.keras.saving.files import WEIGHTS, packed, refused

KERNEL = "layers/dense/vars/0"


def with_weights(good, change):
    file = io.BytesIO(good[WEIGHTS])
    with h5py.File(file, "a") as arrays:
        change(arrays)
    return packed({**good, WEIGHTS: file.getvalue()})


def replaced(path, put):
    """Something else in the place of what is at this path."""
    def change(arrays):
        del arrays[path]
        put(arrays, path)
    return change


def external(arrays, path):
    arrays.create_dataset(path, (3, 2), "f4", external=[("/etc/passwd", 0, 24)])


def virtual(arrays, path):
    layout = h5py.VirtualLayout((3, 2), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "numbers", (3, 2), "f4")
    arrays.create_virtual_dataset(path, layout)


def never_written(arrays, path):
    space = h5py.h5s.create_simple((2**20, 2**20))
    h5py.h5d.create(arrays.id, path.encode(), h5py.h5t.IEEE_F32LE, space)


def compressed_bomb(arrays, path):
    arrays.create_dataset(path, (2**20, 2**20), "f4", compression="gzip", chunks=(2**10, 2**10))


def texts(arrays, path):
    arrays.create_dataset(path, data=np.array([b"ab"] * 6).reshape(3, 2))


def objects(arrays, path):
    arrays.create_dataset(path, (3, 2), h5py.string_dtype())


def references(arrays, path):
    arrays.create_dataset(path, (3, 2), h5py.ref_dtype)


def records(arrays, path):
    arrays.create_dataset(path, (3, 2), np.dtype([("a", "f4"), ("b", "f4")]))


def put(value):
    return lambda arrays, path: arrays.__setitem__(path, value)


LINK = h5py.SoftLink("/layers/dense_1/vars/0")
OUT = h5py.ExternalLink("/etc/passwd", "/")
ARRAYS = {
    "a link": (replaced(KERNEL, put(LINK)), "link"),
    "a link that leads nowhere": (replaced(KERNEL, put(h5py.SoftLink("/no"))), "first"),
    "a link outside": (replaced(KERNEL, put(h5py.ExternalLink("other.h5", "/x"))), "first"),
    "a folder outside": (replaced("layers/dense", put(OUT)), "first"),
    "all outside": (replaced("layers", put(OUT)), "first"),
    "a folder by link": (replaced("layers/dense", put(h5py.SoftLink("/layers/dense_1"))), "link"),
    "numbers of another file": (replaced(KERNEL, external), "another file"),
    "virtual numbers": (replaced(KERNEL, virtual), "another file"),
    "never written": (replaced(KERNEL, never_written), "does not hold so many"),
    "a compressed bomb": (replaced(KERNEL, compressed_bomb), "compressed"),
    "texts": (replaced(KERNEL, texts), "array of numbers"),
    "objects": (replaced(KERNEL, objects), "array of numbers"),
    "references": (replaced(KERNEL, references), "array of numbers"),
    "records": (replaced(KERNEL, records), "array of numbers"),
    "complex numbers": (replaced(KERNEL, put(np.ones((3, 2), "c8"))), "array of numbers"),
    "nothing": (replaced(KERNEL, put(h5py.Empty("f4"))), "empty"),
    "a group": (replaced(KERNEL, lambda arrays, path: arrays.create_group(path)), "array"),
    "an array for a group": (replaced("layers/dense/vars", put(np.ones(3))), "group"),
    "another shape": (replaced(KERNEL, put(np.ones((2, 3), "f4"))), "(3, 2)"),
    "a number alone": (replaced(KERNEL, put(np.float32(1))), "(3, 2)"),
    "too many axes": (replaced(KERNEL, put(np.ones((1, 3, 2), "f4"))), "(3, 2)"),
    "one too few": (replaced(KERNEL, lambda arrays, path: None), "first"),
    "one too many": (lambda arrays: arrays.__setitem__("layers/dense/vars/2", 1.0), "first"),
    "another name": (lambda arrays: arrays.move(KERNEL, "layers/dense/vars/kernel"), "first"),
    "no layers": (lambda arrays: arrays.__delitem__("layers"), "first"),
}


@pytest.mark.parametrize("case", ARRAYS)
def test_strange_arrays_are_refused_and_change_nothing(case, good, tmp_path):
    change, word = ARRAYS[case]
    refused(tmp_path, with_weights(good, change), word)


@pytest.mark.parametrize("content", [
    b"", b"no arrays at all", lambda whole: whole[:1_000], lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:-200], lambda whole: whole[:40] + bytes(200) + whole[240:],
], ids=["empty", "words", "its head", "half", "all but its end", "holes"])
def test_damaged_arrays_are_refused(content, good, tmp_path):
    content = content(good[WEIGHTS]) if callable(content) else content
    refused(tmp_path, packed({**good, WEIGHTS: content}))


@pytest.mark.parametrize("case", ["another shape", "a link", "one too few"])
def test_a_model_whose_weights_cannot_be_read_keeps_all_it_had(case, good, tmp_path):
    path = tmp_path / "strange.keras"
    path.write_bytes(with_weights(good, ARRAYS[case][0]))
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)])
    before = model.get_weights()
    with pytest.raises(ValueError, match="Nothing was changed"):
        model.load_weights(path)
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))
    with pytest.warns(UserWarning, match="left as it was"):
        model.load_weights(path, skip_mismatch=True)
    kept, loaded = model.layers[0].get_weights(), model.layers[1].get_weights()
    assert all((a == b).all() for a, b in zip(before[:2], kept, strict=True))
    assert not (before[2] == loaded[0]).all()

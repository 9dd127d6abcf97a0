"""``model.save_weights`` and ``load_weights``: the variables of a model alone, and as ``.npz``."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playground.keras.saving.archive import MOST_BYTES, WEIGHTS, Archive
from playground.keras.saving.npz import read_npz, write_npz
from playground.keras.saving.problems import reading, shown, tell
from playground.keras.saving.state import Loader, save_state
from playground.keras.saving.writing import check_overwrite, whole_file

_WAY_OUT = "Write it again with model.save_weights('….weights.h5') or model.save('….keras')."
_OTHER_MODEL = ("Make the model with the same layers in the same order, or leave out what does not "
                "fit with load_weights(…, skip_mismatch=True).")


def save_weights(
    model: Any, filepath: Any, overwrite: bool = True, max_shard_size: Any = None,
    objects_to_skip: Any = None,
) -> None:
    """Write the variables of a model, its optimizer's too, into a ``.weights.h5`` file.

    Raises:
        ValueError: another ending, or a model that has no variables yet.
        FileExistsError: the file exists and ``overwrite`` is False (where Keras asks).
    """
    if max_shard_size is not None:
        raise ValueError("Weights are written into one file here; leave max_shard_size out.")
    if not str(filepath).endswith(".weights.h5"):
        raise ValueError(f"Weights expect a file name that ends with '.weights.h5'; got "
                         f"{shown(filepath)}. Whole models are written by model.save('….keras').")
    _expect_built(model, "save")
    check_overwrite(filepath, overwrite)
    from playground.keras.saving.hdf5 import WeightWriter

    with whole_file(filepath) as file, WeightWriter(file) as weights:
        save_state(model, weights, skip=objects_to_skip or ())


def load_weights(
    model: Any, filepath: Any, skip_mismatch: bool = False, objects_to_skip: Any = None,
    by_name: Any = None,
) -> None:
    """Take the variables of a model out of a file: all, or none.

    From a ``.weights.h5`` or ``.keras`` file come the optimizer's too, from what ``export`` wrote
    as ``.npz`` the weights alone.

    Args:
        skip_mismatch: whether layers that do not fit keep their values, with a warning.

    Raises:
        ValueError: the file is damaged, or does not fit the model.
        FileNotFoundError: there is no such file.
    """
    if by_name is not None:
        raise ValueError("by_name is of Keras's old '.h5' files, which are not read here. Give the "
                         "layers the same order in both models, and skip_mismatch=True.")
    _expect_built(model, "load")
    name = str(filepath)
    if not name.endswith((".weights.h5", ".keras", ".npz")):
        raise ValueError(f"Weights are read from '.weights.h5', '.keras' and '.npz' files; got "
                         f"{shown(filepath)}.{of_old(name)}")
    with opened(filepath) as file, reading(filepath, _WAY_OUT):
        if name.endswith(".npz"):
            for variable, array in zip(model.weights, read_npz(model.weights, file), strict=True):
                variable.assign(array)
            return
        if name.endswith(".keras"):
            file = io.BytesIO(Archive(file).read(WEIGHTS))
        read_weights(file, model, filepath, skip_mismatch, skip=objects_to_skip or (),
                     way_out=_OTHER_MODEL)


def read_weights(
    file: Any, model: Any, name: Any, skip_mismatch: bool = False, assets: Any = None,
    skip: Any = (), way_out: str = "",
) -> None:
    """Take the variables of a model out of an open HDF5 file."""
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise ValueError(f"it has {size / 2**30:.1f} GB; at most {MOST_BYTES // 2**30} GB are read")
    file.seek(0)
    from playground.keras.saving.hdf5 import WeightReader

    with WeightReader(file, size) as weights:
        loader = Loader(weights, assets, skip)
        loader.load(model)
        tell(name, model, loader.failed, skip_mismatch, way_out)
        loader.commit()


def export(model: Any, filepath: Any, format: str = "npz") -> None:  # noqa: A002 (Keras's name)
    """Write the weights of a model as arrays that NumPy reads: ``np.load(path)['dense/kernel']``.

    Raises:
        ValueError: another format, or a model that has no variables yet.
    """
    if format != "npz":
        raise ValueError(f"Here, export writes weights as format='npz', for NumPy; got {format!r}. "
                         "For others, save the model as '.keras', open that with Keras and export "
                         "it there.")
    _expect_built(model, "export")
    with whole_file(filepath) as file:
        write_npz(model.weights, file)


@contextmanager
def opened(filepath: Any) -> Iterator[Any]:
    """The open binary file of this name; an open file is one already."""
    if hasattr(filepath, "read"):
        yield filepath
        return
    if not os.path.exists(filepath):
        raise FileNotFoundError(f"There is no file {shown(filepath)} in {os.getcwd()}.")
    if os.path.isdir(filepath):
        raise ValueError(f"{shown(filepath)} is a folder; a file is expected.")
    with open(filepath, "rb") as file:
        yield file


def of_old(name: str) -> str:
    """What to do about a format of former days, in a sentence, or nothing."""
    if name.endswith((".h5", ".hdf5")):
        return (" The old '.h5' format is not read or written here: open the file with Keras "
                "(keras.models.load_model) and write it with model.save('….keras') or "
                "model.save_weights('….weights.h5').")
    return ""


def _expect_built(model: Any, verb: str) -> None:
    if not model.built:
        raise ValueError(f"{model.name} has no weights to {verb} yet. Call it on data or "
                         "build(input_shape) first.")

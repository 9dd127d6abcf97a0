"""Weights as arrays that NumPy reads: ``np.load('weights.npz')['dense/kernel']``. No pickle."""

from __future__ import annotations

import zipfile
from typing import Any, BinaryIO

import numpy as np

from playground.keras.saving.archive import check_contents, readable
from playground.keras.variable import Variable


def write_npz(variables: list[Variable], file: BinaryIO) -> None:
    """Every variable under its path; of two with one path, the second is called ``…_1``."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, variable in _named(variables).items():
            array = variable.numpy()
            if array.dtype.kind == "V":  # bfloat16, which NumPy alone does not know
                array = array.astype("float32")
            with archive.open(f"{name}.npy", "w", force_zip64=True) as part:
                np.lib.format.write_array(part, array, allow_pickle=False)


def read_npz(variables: list[Variable], file: BinaryIO) -> list[np.ndarray]:
    """The arrays for the variables, in their order; each is read only if its shape fits.

    They are found by name; where a name is another one (a model that was saved and opened again
    has other paths), all are taken in the order of the file.

    Raises:
        ValueError: the file is damaged, or has no array of this shape.
    """
    check_contents(file)
    arrays = []
    with readable("its table of contents"):
        archive = zipfile.ZipFile(file)
        known = [each.removesuffix(".npy") for each in archive.namelist()]
    named = _named(variables)
    if not set(named) <= set(known):
        if len(known) != len(named):
            raise ValueError(f"it has {len(known)} arrays; {len(named)} are expected")
        named = dict(zip(known, variables))
    for name, variable in named.items():
        with readable(f"its array {name!r}"), archive.open(f"{name}.npy") as part:
            shape, dtype = _header(part)
        if shape != variable.shape or dtype.kind not in "biuf":
            raise ValueError(f"its array {name!r} is of {dtype} with the shape {shape}; numbers "
                             f"with the shape {variable.shape} are expected")
        with readable(f"its array {name!r}"), archive.open(f"{name}.npy") as part:
            arrays.append(np.lib.format.read_array(part, allow_pickle=False))
    return arrays


def _header(part: Any) -> tuple[tuple[int, ...], np.dtype]:
    version = np.lib.format.read_magic(part)
    read = {(1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0}.get(version)
    if read is None:
        raise ValueError(f"its form {version} is not known")
    shape, _, dtype = read(part)
    return shape, dtype


def _named(variables: list[Variable]) -> dict[str, Variable]:
    named: dict[str, Variable] = {}
    for variable in variables:
        name, count = variable.path, 0
        while name in named:
            count += 1
            name = f"{variable.path}_{count}"
        named[name] = variable
    return named

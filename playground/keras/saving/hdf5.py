"""Arrays by path in an HDF5 file, as Keras lays them out: ``layers/dense/vars/0``.

A file is hostile until checked. A path is followed through plain groups only, never through a link
into another place or file. An array is read only when its numbers lie in the file itself, all of
them, uncompressed, as Keras writes them; so none can ask for more memory than the file has bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, BinaryIO

import h5py
import numpy as np

from playground.keras.backend import jnp

_NUMBERS = "biuf"  # NumPy's kinds: bool, whole numbers, floating-point numbers


class WeightWriter:
    """Writes into an empty binary file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = h5py.File(file, "w")

    def make(self, path: str, name: str | None = None) -> MutableMapping[str, Any]:
        """The place for the arrays of the object at this path."""
        group = self._file.require_group("/".join([*path.split("/"), "vars"]).lstrip("/"))
        if name is not None:
            group.attrs["name"] = name
        return _Written(group)

    def __enter__(self) -> WeightWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.close()


class _Written(MutableMapping):
    """A group of arrays as a dict that can be filled."""

    def __init__(self, group: h5py.Group) -> None:
        self._group = group

    def __setitem__(self, key: str, value: Any) -> None:
        array = np.asarray(value)
        data = self._group.create_dataset(str(key), data=array)
        if array.dtype.name == "bfloat16":  # a type that HDF5 does not know
            data.attrs["dtype"] = "bfloat16"

    def __getitem__(self, key: str) -> np.ndarray:
        return np.asarray(self._group[key])

    def __delitem__(self, key: str) -> None:
        del self._group[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._group)

    def __len__(self) -> int:
        return len(self._group)


class WeightReader:
    """Reads a binary file of ``size`` bytes.

    Raises:
        ValueError: it is no HDF5 file, or damaged.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        try:
            self._file, self._size = h5py.File(file, "r"), size
        except (OSError, RuntimeError) as error:
            raise ValueError(f"its arrays are damaged or cut short ({error})") from error

    def get(self, path: str) -> Mapping[str, np.ndarray]:
        """The arrays of the object at this path; none when the file does not know it.

        Raises:
            ValueError: on the way lies a link, or something that is no group.
        """
        group: Any = self._file
        for part in [*filter(None, path.split("/")), "vars"]:
            if part not in group:
                return {}
            group = _child(group, part)
            if not isinstance(group, h5py.Group):
                raise ValueError(f"'{path}' is expected to be a group of arrays; it is none")
        return _Read(group, self._size)

    def __enter__(self) -> WeightReader:
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.close()


class _Read(Mapping):
    """A group of arrays as a dict; each is checked and read when it is asked for."""

    def __init__(self, group: h5py.Group, size: int) -> None:
        self._group, self._size = group, size

    def __getitem__(self, key: str) -> np.ndarray:
        data = _child(self._group, key)
        where = f"{self._group.name}/{key}".lstrip("/")
        if not isinstance(data, h5py.Dataset):
            raise ValueError(f"'{where}' is expected to be an array; it is none")
        brain = data.dtype == np.dtype("V2") and _is_said_to_be(data, "bfloat16")
        _check_array(data, where, self._size, brain)
        array = np.asarray(data[()])
        return array.view(jnp.bfloat16) if brain else array

    def __iter__(self) -> Iterator[str]:
        return iter(self._group)

    def __len__(self) -> int:
        return len(self._group)

    def __contains__(self, key: object) -> bool:
        return key in self._group


def _child(group: h5py.Group, key: str) -> Any:
    if key not in group:
        raise KeyError(f"{group.name}/{key}".lstrip("/"))
    link = group.get(key, getclass=True, getlink=True)
    if link is not h5py.HardLink:
        raise ValueError(f"'{group.name}/{key}' is a link to another place or file, which is not "
                         "followed")
    return group[key]


def _is_said_to_be(data: h5py.Dataset, dtype: str) -> bool:
    """Whether the attribute ``dtype`` says so; a long list of texts is not even read."""
    return "dtype" in data.attrs and data.attrs.get_id("dtype").shape == () and (
        data.attrs["dtype"] == dtype)


def _check_array(data: h5py.Dataset, where: str, file_size: int, brain: bool) -> None:
    """Raises ValueError unless the array is of numbers and lies in the file as a whole."""
    if data.dtype.kind not in _NUMBERS and not brain:
        raise ValueError(f"'{where}' is expected to be an array of numbers; it is one of "
                         f"{data.dtype}")
    if data.shape is None:
        raise ValueError(f"'{where}' is expected to be an array; it is empty")
    if data.is_virtual or data.external:
        raise ValueError(f"'{where}' takes its numbers from another file, which is not read")
    bytes_ = math.prod(data.shape) * data.dtype.itemsize
    if bytes_ == 0:
        return
    layout, offset = data.id.get_create_plist().get_layout(), data.id.get_offset()
    if layout == h5py.h5d.CHUNKED:
        raise ValueError(f"'{where}' is stored in chunks or compressed; Keras writes weights as "
                         "they are, and only such are read")
    whole = data.id.get_storage_size() >= bytes_ and (
        layout == h5py.h5d.COMPACT or (offset is not None and offset + bytes_ <= file_size))
    if not whole:
        raise ValueError(f"'{where}' is said to have the shape {data.shape}; the file does not "
                         "hold so many numbers")

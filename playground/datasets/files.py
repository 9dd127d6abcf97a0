"""The files that data sets are read from, each once a process: whoever asks shares the arrays."""

from __future__ import annotations

import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

SHIPPED = Path(__file__).with_name("data")
_ONE_AT_A_TIME = threading.Lock()  # ten tabs that ask at once must not read ten copies


def shipped(name: str) -> dict[str, np.ndarray]:
    """The arrays of an ``.npz`` file that comes with the project, by name; they cannot be changed.

    Reading all of MNIST takes 0.4 s and 55 MB; asking again takes nothing.
    """
    with _ONE_AT_A_TIME:
        return _arrays(name)


@cache
def _arrays(name: str) -> dict[str, np.ndarray]:
    with np.load(SHIPPED / name, allow_pickle=False) as file:
        return {key: fixed(file[key]) for key in file.files}


@cache
def carried(name: str, *, delimiter: str = ",", header: int = 0) -> np.ndarray:
    """The numbers of a text file that scikit-learn carries, (rows, columns) float64.

    They are read where they lie: importing scikit-learn for them would take two seconds and
    160 MB in every process.

    Args:
        name: the file's name in scikit-learn's folder of data; ``.gz`` is unpacked.
        header: how many lines before the numbers are skipped.

    Raises:
        ModuleNotFoundError: scikit-learn is not installed.
    """
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(
            f"{name} is read from scikit-learn, which is not installed. "
            "Install it: pip install scikit-learn.")
    file = Path(package.origin).parent / "datasets" / "data" / name
    return fixed(np.loadtxt(file, delimiter=delimiter, skiprows=header, ndmin=2))


def fixed(array: np.ndarray) -> np.ndarray:
    """The same array, protected: what is shared must not be written to."""
    array.flags.writeable = False
    return array

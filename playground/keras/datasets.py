"""Data sets that come with the project: ``keras.datasets.mnist.load_data()``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

_FOLDER = Path(__file__).parent.parent / "datasets" / "data"
Split = tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class _Shipped:
    """A data set in a file of the project."""

    def __init__(self, name: str, file: str, description: str) -> None:
        self.__name__, self._file, self.__doc__ = name, file, description

    def load_data(self, path: str | None = None) -> Split:
        """``(x_train, y_train), (x_test, y_test)`` as NumPy arrays.

        Args:
            path: another ``.npz`` file with the same four arrays; a bare name is the shipped file.

        Raises:
            FileNotFoundError: no such file.
        """
        file = _FOLDER / self._file
        if path is not None and Path(path).name != str(path) or path and Path(path).exists():
            file = Path(path)
        if not file.exists():
            raise FileNotFoundError(f"{self.__name__} expects its arrays in {file}; there is no "
                                    "such file.")
        with np.load(file, allow_pickle=False) as arrays:
            return ((arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"]))


class _NotShipped:
    """A data set of Keras's that does not come with the project."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def load_data(self, *args: Any, **kwargs: Any) -> Split:
        raise FileNotFoundError(
            f"keras.datasets.{self.__name__} is not shipped with the playground, and nothing is "
            f"downloaded. Shipped: {', '.join(_SHIPPED)}. Load your own arrays with np.load.")


mnist = _Shipped("mnist", "mnist.npz", "60,000 and 10,000 handwritten digits, 28 × 28, 0 to 255.")
fashion_mnist = _Shipped(
    "fashion_mnist", "fashion_mnist.npz",
    "10,000 and 2,000 pictures of clothes, 28 × 28, 0 to 255: a sample of the 70,000 with as many "
    "of each class, not the official split.")
_SHIPPED = ("mnist", "fashion_mnist")
cifar10, cifar100, imdb, reuters, boston_housing, california_housing = (
    _NotShipped(name) for name in ("cifar10", "cifar100", "imdb", "reuters", "boston_housing",
                                   "california_housing"))
for _each in (mnist, fashion_mnist, cifar10, cifar100, imdb, reuters, boston_housing,
              california_housing):  # as modules, for ``from …datasets.mnist import load_data``
    sys.modules[f"{__name__}.{_each.__name__}"] = _each  # type: ignore[assignment]

"""What tutorials take from scikit-learn: of its data sets and splits the shapes are known.

Nothing of scikit-learn is called; ``keras.Input((x_train.shape[1],))`` needs the numbers alone.
"""

from __future__ import annotations

import math
from typing import Any

from playground.code.reader.data import Data, Method, Shape

_SHAPES = {  # of the examples; the number of classes, 0 where the answer is a number
    "load_iris": ((150, 4), 3), "load_wine": ((178, 13), 3), "load_breast_cancer": ((569, 30), 2),
    "load_digits": ((1797, 64), 10), "load_diabetes": ((442, 10), 0),
    "fetch_california_housing": ((20_640, 8), 0),
}
_SAME_SHAPE = ("Scaler", "LabelEncoder", "Normalizer", "PowerTransformer", "QuantileTransformer")


class Bunch(Data):
    """A data set as scikit-learn gives it: its parts by name, behind a dot or in brackets."""

    __slots__ = ("named",)

    def __init__(self, origin: str, named: dict[str, Data]) -> None:
        super().__init__(origin)
        self.named = named

    def attribute(self, name: str) -> Any:
        return self.named[name] if name in self.named else super().attribute(name)

    def index(self, key: Any) -> Any:
        return self.named[key] if isinstance(key, str) and key in self.named else (
            super().index(key))


def called(method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Data | None:
    """What a call of something in scikit-learn gives; None: nothing is known of it."""
    name, first = method.name, args[0] if args else None
    if name in _SHAPES:
        return _loaded(name, kwargs)
    if name == "train_test_split":
        return _split([each for each in args if isinstance(each, Data)], kwargs)
    if name.endswith(_SAME_SHAPE):
        return Data(method.origin, name)
    if name in ("transform", "fit_transform", "inverse_transform") and isinstance(
            first, Data) and method.of.part.endswith(_SAME_SHAPE):
        return first.like(first.shape)
    return None


def _loaded(name: str, kwargs: dict[str, Any]) -> Data:
    shape, classes = _SHAPES[name]
    origin = name.partition("_")[2]
    x, y = Data(origin, "x", shape), Data(origin, "y", shape[:1])
    if kwargs.get("return_X_y") is True:
        return Data(origin, parts=(x, y))
    named = {"data": x, "target": y, "feature_names": Data(origin, "names", shape[1:])}
    if classes:
        named["target_names"] = Data(origin, "names", (classes,))
    if name == "load_digits":
        named["images"] = Data(origin, "x", (shape[0], 8, 8))
    return Bunch(origin, named)


def _split(arrays: list[Data], kwargs: dict[str, Any]) -> Data:
    parts = []
    for each in arrays:
        for count in _counts(each.shape, kwargs):
            parts.append(each.laid(None if count is None else (count, *each.shape[1:])))
    return Data("sklearn", parts=tuple(parts))


def _counts(shape: Shape, kwargs: dict[str, Any]) -> tuple[int | None, int | None]:
    """How many rows are trained on and tested, as ``train_test_split`` counts them."""
    test, train = kwargs.get("test_size"), kwargs.get("train_size")
    if not shape or any(not isinstance(each, (int, float, type(None))) for each in (test, train)):
        return None, None
    rows = shape[0]
    if test is None and train is None:
        test = 0.25
    tested = test if isinstance(test, int) else test and math.ceil(test * rows)
    trained = train if isinstance(train, int) else train and math.floor(train * rows)
    return rows - tested if trained is None else trained, (
        rows - trained if tested is None else tested)

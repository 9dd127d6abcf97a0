"""The models to begin with, for each data set: what reaches a good score with its defaults.

A start is written as a link writes it, in names and numbers; what it leaves out is as everywhere.
Data of several inputs need a graph, which no stack is: their starts are Keras code.
``python -m tests.benchmarks.starts`` prints what each of them reaches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.fields import Call


@dataclass(frozen=True)
class Start:
    """A model and how it is trained.

    Args:
        title: what it is called beside the others of its data set.
        sentence: what kind of model it is, and why it suits.
        settings: of the experiment, by name, as raw values.
    """

    title: str
    sentence: str
    settings: Mapping[str, Any]


def _start(title: str, sentence: str, *model: Call, rate: float = 0.001, **settings: Any) -> Start:
    return Start(title, sentence, {
        "model": model, "optimizer": Call("Adam", (rate,)), **settings})


def _layer(name: str, *values: Any, **settings: Any) -> Call:
    return Call(name, values, tuple(settings.items()))


def _dense(units: int) -> Call:
    return _layer("Dense", units, "relu")


_CONVOLUTIONS = (
    _layer("Conv2D", 16, 3, activation="relu"), _layer("MaxPooling2D"),
    _layer("Conv2D", 32, 3, activation="relu"), _layer("MaxPooling2D"),
    _layer("Flatten"), _layer("Dropout", 0.3))
_PICTURES = (
    _start("Dense", "Every pixel is a number; one layer of units looks at all of them at once.",
           _layer("Flatten"), _dense(128), batch_size=32),
    _start("Convolutional", "Small windows slide over the picture and find the same stroke "
           "wherever it is.", *_CONVOLUTIONS, batch_size=32),
)
_SMALL_PICTURES = (
    _start("Dense", "Every pixel is a number; one layer of units looks at all of them at once.",
           _layer("Flatten"), _dense(64), batch_size=16, rate=0.003),
    _start("Convolutional", "Small windows slide over the picture and find the same stroke "
           "wherever it is.", _layer("Conv2D", 16, 3, activation="relu"),
           _layer("Conv2D", 32, 3, activation="relu"), _layer("MaxPooling2D"), _layer("Flatten"),
           batch_size=16, rate=0.003),
)
_TABLES = (
    _start("Dense", "Two layers that mix the columns.", _dense(16), _dense(8), rate=0.01,
           batch_size=16),
    _start("Linear", "No hidden layer: every column has one weight for each answer.", rate=0.03,
           batch_size=16),
)
_TEXTS = (
    _start("Average of words", "Every word gets some numbers, a message the mean of its words'.",
           _layer("Embedding", 16), _layer("GlobalAveragePooling1D"), _dense(16), rate=0.003,
           batch_size=32),
    _start("Recurrent", "Word after word changes what the layer remembers.",
           _layer("Embedding", 16), _layer("Bidirectional", _layer("GRU", 16)), rate=0.003,
           batch_size=32),
    _start("Convolutional", "Windows of three words find telling phrases wherever they are.",
           _layer("Embedding", 16), _layer("Conv1D", 32, 3, activation="relu"),
           _layer("GlobalMaxPooling1D"), rate=0.003, batch_size=32),
)
_SERIES = (
    _start("Recurrent", "Value after value changes what the layer remembers.",
           _layer("GRU", 16), rate=0.01, batch_size=32),
    _start("Dense", "The last values as a row of numbers.", _layer("Flatten"), _dense(32),
           rate=0.01, batch_size=32),
    _start("Convolutional", "Small windows slide over the last values.",
           _layer("Conv1D", 16, 3, activation="relu"), _layer("Flatten"), rate=0.01,
           batch_size=32),
)
_ABOUT_A_DIGIT = '''\
import keras

picture = keras.Input((28, 28, 1), name="picture")
question = keras.Input((6,), dtype="int32", name="question")
strokes = keras.layers.Conv2D(16, 3, strides=2, activation="relu")(picture)
shapes = keras.layers.Conv2D(32, 3, strides=2, activation="relu")(strokes)
flat = keras.layers.Flatten()(shapes)
seen = keras.layers.Dense(32, activation="relu")(flat)
words = keras.layers.Embedding(22, 16)(question)
asked = keras.layers.GlobalAveragePooling1D()(words)
joined = keras.layers.Concatenate()([seen, asked])
x = keras.layers.Dense(64, activation="relu")(joined)
outputs = keras.layers.Dense(1, activation="sigmoid")(x)
model = keras.Model([picture, question], outputs)
'''

_ALIKE = '''\
import keras

first = keras.Input((28, 28, 1), name="first")
second = keras.Input((28, 28, 1), name="second")

picture = keras.Input((28, 28, 1))
strokes = keras.layers.Conv2D(16, 3, strides=2, activation="relu")(picture)
shapes = keras.layers.Conv2D(32, 3, strides=2, activation="relu")(strokes)
flat = keras.layers.Flatten()(shapes)
place = keras.layers.Dense(16)(flat)
reader = keras.Model(picture, place, name="reader")

of_first = reader(first)
of_second = reader(second)
apart = keras.layers.Subtract()([of_first, of_second])
distance = keras.ops.square(apart)
outputs = keras.layers.Dense(1, activation="sigmoid")(distance)
model = keras.Model([first, second], outputs)
'''


def _written(title: str, sentence: str, code: str) -> tuple[Start, ...]:
    return (Start(title, sentence, {
        "code": code, "optimizer": Call("Adam", (0.001,)), "batch_size": 32}),)


_BY_KIND: Mapping[str, tuple[Start, ...]] = {
    "image": _PICTURES, "table": _TABLES, "text": _TEXTS, "series": _SERIES}
_BY_NAME: Mapping[str, tuple[Start, ...]] = {
    "digits": _SMALL_PICTURES, "diabetes": tuple(reversed(_TABLES)),
    "digit_questions": _written(
        "Picture and question", "One branch looks, one reads; what both found is put side by "
        "side, and the layers after that answer.", _ABOUT_A_DIGIT),
    "same_digit": _written(
        "Shared reader", "One model, called twice, turns each picture into a place; the answer "
        "is how far apart the two places are.", _ALIKE)}


def starts(name: str, kind: str) -> tuple[Start, ...]:
    """The starts of a data set, the one that it opens with first; none for points."""
    return _BY_NAME.get(name) or _BY_KIND.get(kind, ())


def first_start(name: str, kind: str) -> Start | None:
    """What a data set opens with."""
    return next(iter(starts(name, kind)), None)

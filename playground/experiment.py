"""An experiment is a value: data, model, training settings and seeds, checked when it is made.

Everything else (a run, a link, a script, a picture) is a function of it. ``FIELDS`` says what each
part of it may be; ``Experiment()`` is the one a visitor meets first.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any

from playground.datasets import Dataset, Form, datasets
from playground.datasets.features import features as feature_registry
from playground.datasets.registry import described
from playground.fields import (
    Field,
    Many,
    Number,
    One,
    Part,
    Several,
    Source,
    Whole,
    default_part,
)
from playground.keras.layers import layers
from playground.keras.losses import losses
from playground.keras.optimizers import optimizers
from playground.registry import Registry
from playground.starts import first_start

LARGEST_SEED = 999_999
MOST_DRAWN = 64  # units of a layer over points: each is drawn as a map of its own

stackable = layers.only(lambda layer: bool(layer.fits))
_FITS = {  # by kind of data; what else there is takes vectors alone
    "image": {"vector", "image", "sequence"}, "text": {"vector", "sequence", "text"},
    "series": {"vector", "sequence"}}
fitting_losses = losses.only(lambda loss: bool(getattr(loss, "tasks", ())))
steppers = optimizers.only(lambda optimizer: "learning_rate" in optimizer.fields)

outputs: Registry = Registry("output layer")
_CHOSEN_BY_THE_LOSS = ("units", "activation")


@outputs.register("Output", **{
    name: field for name, field in layers["Dense"].fields.items()
    if name not in _CHOSEN_BY_THE_LOSS
})
class Output:
    """The last layer: a Dense whose units and activation follow from the data and the loss."""


FIELDS: Mapping[str, Field] = {
    "data": One(
        label="Data set", options=datasets, default="circle", restarts=True,
        help="What the network learns from. A new data set starts the training over."),
    "points": Whole(
        label="Points", default=500, low=20, high=1000, step=20, restarts=True,
        help="How many points there are, training and test points together."),
    "share": Whole(
        label="Training share", default=50, low=10, high=90, step=10, restarts=True,
        help="How many percent of the examples the network learns from; the others test it."),
    "data_seed": Whole(
        label="Data seed", default=1, low=0, high=LARGEST_SEED, restarts=True,
        help="The number that points are drawn from, or rows are shuffled with: the same seed, the "
             "same data."),
    "features": Several(
        label="Features", options=feature_registry, default=("x1", "x2"), least=1, restarts=True,
        help="What the network is told about each example."),
    "model": Many(
        label="Hidden layers", options=stackable, most=8, restarts=True,
        default=(
            default_part(stackable, "Dense").replace(units=4, activation="tanh"),
            default_part(stackable, "Dense").replace(units=2, activation="tanh")),
        help="The layers between the features and the output, first to last."),
    "code": Source(
        label="Code", restarts=True,
        help="The model as Keras code; it then takes the place of the stack."),
    "output": One(label="Output layer", options=outputs, default="Output", restarts=True),
    "loss": One(
        label="Loss", options=fitting_losses, restarts=True,
        help="The number that training makes smaller."),
    "optimizer": One(
        label="Optimizer", options=steppers, default="SGD", restarts=True,
        help="The rule that turns gradients into new weights."),
    "batch_size": Whole(
        label="Batch size", default=10, low=1, high=256, restarts=True,
        help="How many examples the network sees before each update of its weights."),
    "seed": Whole(
        label="Seed", default=1, low=0, high=LARGEST_SEED, restarts=True,
        help="The number the initial weights and the order of the batches are drawn from."),
    "epochs": Whole(
        label="Stop after epochs", default=0, low=0, high=1_000_000,
        help="Training pauses by itself after this many epochs; 0: it goes on."),
    "stop_loss": Number(
        label="Stop at test loss", default=0.0, low=0.0, high=100.0, step=0.01,
        help="Training pauses by itself when the test loss is this small; 0: it goes on."),
}

_FIRST_LOSS = {
    "binary": "binary_crossentropy",
    "classes": "sparse_categorical_crossentropy",
    "regression": "mean_squared_error",
}
# Keras's first learning rates are for large networks; these let a small one learn while one looks.
_FIRST_LEARNING_RATE = {"SGD": 0.03, "Adagrad": 0.1, "Adadelta": 1.0, "Ftrl": 0.1, "Lion": 0.003}


@dataclass(frozen=True)
class Experiment:
    """Data, model, training settings and seeds. What is left out takes its default.

    Raises:
        ValueError: a sentence, when a value is not valid or two of them do not go together.
    """

    data: Part = None
    points: int = None
    share: int = None
    data_seed: int = None
    features: tuple[str, ...] = None
    model: tuple[Part, ...] = None
    code: str = None
    output: Part = None
    loss: Part = None
    optimizer: Part = None
    batch_size: int = None
    seed: int = None
    epochs: int = None
    stop_loss: float = None

    def __post_init__(self) -> None:
        for name in FIELDS:
            value = getattr(self, name)
            field = field_of(name, self.data)
            checked = None if value is None else field.check(value, field.label)
            object.__setattr__(self, name, checked)
        problems: list[str] = []
        _complete(self, problems)
        if problems:
            raise ValueError(problems[0])

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in dataclass_fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @cached_property
    def dataset(self) -> Dataset:
        """The data set as its settings make it: its ``kind``, ``task``, ``classes`` and words."""
        return described(self.data)

    @cached_property
    def form(self) -> Form:
        """What one example is, as the model gets it: its kind and shape."""
        form = self.dataset.form(dict(self.data.settings))
        return replace(form, shape=(len(self.features),)) if self.features else form

    @cached_property
    def head(self) -> Head:
        """What the output layer must be, and why."""
        return head(self.dataset, self.loss.name)


@dataclass(frozen=True)
class Head:
    """The output layer that a task and a loss ask for.

    Args:
        units: how many numbers the model gives for a point.
        activation: the name of the last activation.
        labels: how the loss wants the true answers: "number", "index" or "one_hot".
        why: the sentence that says so on the page.
    """

    units: int
    activation: str
    labels: str
    why: str


def head(dataset: Any, loss: str) -> Head:
    """The output layer for one data set under one loss."""
    if dataset.task == "regression":
        return Head(1, "linear", "number",
                    "linear with 1 unit because the answer is a number of any size")
    if dataset.task == "binary" and "binary" in losses[loss].tasks:
        if "hinge" in loss:
            return Head(1, "tanh", "number",
                        "tanh with 1 unit because hinge losses compare with −1 and +1")
        return Head(1, "sigmoid", "number",
                    "sigmoid with 1 unit because it gives the probability of one of two classes")
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    count = words[dataset.classes - 2] if dataset.classes <= 10 else dataset.classes
    return Head(dataset.classes, "softmax", "index" if loss.startswith("sparse") else "one_hot",
                f"softmax with {dataset.classes} units because there are {count} classes")


def fitting(dataset: Any) -> dict[str, Registry]:
    """The features, layers and losses that go with a data set, each as a smaller registry."""
    fits = _FITS.get(dataset.kind, {"vector"})
    return {
        "features": feature_registry.only(lambda feature: feature.inputs <= dataset.inputs)
        if dataset.kind == "points" else _columns(dataset.columns),
        "model": stackable.only(lambda layer: bool(fits & set(layer.fits))),
        "loss": fitting_losses.only(lambda loss: dataset.task in loss.tasks),
    }


def field_of(name: str, data: Part | None) -> Field:
    """The field of that name; the features of a table are its columns."""
    dataset = described(data) if isinstance(data, Part) else None
    if name != "features" or dataset is None or dataset.kind == "points":
        return FIELDS[name]
    options = _columns(dataset.columns)
    return replace(
        FIELDS[name], options=options, default=tuple(options), least=min(1, len(options)))


@lru_cache(maxsize=256)
def _columns(columns: tuple[Any, ...]) -> Registry:
    """The columns of a table as a registry, so that a mistyped name finds the nearest."""
    options: Registry = Registry("column")
    for column in columns:
        options.register(column.name)(SimpleNamespace(label=column.label, help=column.help))
    return options


def first_optimizer(name: str) -> Part:
    """The optimizer of that name, as the page starts with it."""
    part = default_part(steppers, name)
    return part.replace(learning_rate=_FIRST_LEARNING_RATE.get(part.name, 0.01))


def read(raw: Mapping[str, Any], problems: list[str]) -> Experiment:
    """The valid experiment nearest to raw values by name; ``problems`` says what was not right."""
    values: dict[str, Any] = {}
    for name in FIELDS:  # the data first: what features there are depends on it
        if name in raw:
            field = field_of(name, values.get("data"))
            values[name] = field.read(raw[name], field.label, problems)
    nearest = object.__new__(Experiment)
    for each in dataclass_fields(Experiment):
        object.__setattr__(nearest, each.name, values.get(each.name))
    _complete(nearest, problems)
    return nearest


def change(experiment: Experiment, **changes: Any) -> Experiment:
    """The experiment with some values changed; what no longer goes with a new data set follows.

    A new data set of another kind brings its own first model and training; one of the same kind
    brings its own first loss where its answers are of another kind, and drops the features it has
    not. Everything else stays, so that one thing at a time is compared.
    """
    if "data" not in changes:
        return replace(experiment, **changes)
    data = FIELDS["data"].check(changes["data"], FIELDS["data"].label)
    dataset, before = described(data), experiment.dataset
    if _source(data) != _source(experiment.data) and not dataset.kind == before.kind == "points":
        kept = {name: getattr(experiment, name) for name in ("seed", "data_seed", "code")}
        if kept["code"] == _default("code", experiment):  # it came with the data, and goes so
            del kept["code"]
        return Experiment(data=data, **kept | {
            name: value for name, value in changes.items() if name != "data"})
    apt = fitting(dataset)
    first = experiment.loss.name == _FIRST_LOSS[before.task]
    if "loss" not in changes and (
            experiment.loss.name not in apt["loss"] or first and dataset.task != before.task):
        changes["loss"] = None
    if "features" not in changes and dataset.kind == "points":
        kept = tuple(name for name in experiment.features if name in apt["features"])
        if dataset.inputs > before.inputs and "x2" not in kept:
            kept += ("x2",)
        changes["features"] = kept or None
    elif "features" not in changes and dataset.columns != before.columns:
        changes["features"] = None
    return replace(experiment, **changes)


def _source(data: Part) -> tuple[Any, ...]:
    """Where data come from: the same file may be used in several ways."""
    return data.name, dict(data.settings).get("digest")


def diagram_name(experiment: Experiment) -> str:
    """Inputs, layers and output in one line: equal lines draw equal network diagrams."""
    if experiment.code:
        return f"code {zlib.crc32(experiment.code.encode())} {experiment.form.shape}"
    inputs = ",".join(experiment.features) or f"{experiment.data.name}{experiment.form.shape}"
    layers = ",".join(_drawn(part) for part in experiment.model)
    return f"{inputs}>{layers}>{experiment.head.units}"


def _drawn(part: Part) -> str:
    """What of a layer shapes its picture."""
    sizes = (value for _, value in part.settings
             if isinstance(value, (int, Part)) and not isinstance(value, bool))
    return part.name + "/".join(_drawn(each) if isinstance(each, Part) else str(each)
                                for each in sizes)


def _complete(experiment: Experiment, problems: list[str]) -> None:
    """Fill in what was left out, and mend what does not go together."""
    def put(name: str, value: Any) -> None:
        object.__setattr__(experiment, name, value)

    if experiment.data is None:
        put("data", default_part(datasets, FIELDS["data"].default))
    dataset = experiment.dataset
    for name in FIELDS:
        unheeded = name in _DRAWING and name not in dataset.adjusts
        if (getattr(experiment, name) is None or unheeded) and name != "loss":
            field = field_of(name, experiment.data)
            put(name, field.read(_default(name, experiment), field.label, []))
    if dataset.kind == "pair" and not experiment.code:  # no stack takes several inputs
        put("code", _default("code", experiment))
    apt = fitting(dataset)
    if dataset.kind == "points":
        named = [name for name in experiment.features if name in apt["features"]]
        if len(named) < len(experiment.features):
            lost = [name for name in experiment.features if name not in named]
            problems.append(f"{dataset.title} has one input; {', '.join(lost)} needs two.")
            put("features", tuple(named) or ("x1",))
    strange = [part.name for part in experiment.model if part.name not in apt["model"]]
    if strange:
        problems.append(f"{dataset.title} expects layers that take its examples, such as "
                        f"{', '.join(list(apt['model'])[:3])}; got {', '.join(strange)}.")
        put("model", tuple(part for part in experiment.model if part.name in apt["model"]))
    if dataset.kind == "points":
        put("model", tuple(_drawable(part, problems) for part in experiment.model))
    if experiment.loss is None:
        put("loss", default_part(losses, _FIRST_LOSS[dataset.task]))
    elif experiment.loss.name not in apt["loss"]:
        problems.append(
            f"{dataset.title} expects one of these losses: {', '.join(apt['loss'])}; "
            f"got {experiment.loss.name}.")
        put("loss", default_part(losses, _FIRST_LOSS[dataset.task]))


def _drawable(part: Part, problems: list[str]) -> Part:
    """The layer, with as many units as can be drawn one by one."""
    if getattr(part, "units", 0) <= MOST_DRAWN:
        return part
    problems.append(f"Over points every unit is drawn, so {part.name} units expects a whole number "
                    f"between 1 and {MOST_DRAWN}; got {part.units}.")
    return part.replace(units=MOST_DRAWN)


_DRAWING = ("points", "share", "data_seed", "features")  # what not every data set heeds


def _default(name: str, experiment: Experiment) -> Any:
    start = first_start(experiment.data.name, experiment.dataset.kind)
    if start is not None and name in start.settings:
        return start.settings[name]
    if name == "optimizer":
        return first_optimizer("SGD")
    if name == "share":
        return experiment.dataset.share
    if name == "features" and experiment.dataset.kind == "points":
        return ("x1", "x2")[: experiment.dataset.inputs]
    return field_of(name, experiment.data).default

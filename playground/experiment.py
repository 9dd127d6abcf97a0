"""An experiment is a value: data, model, training settings and seeds, checked when it is made.

Everything else (a run, a link, a script, a picture) is a function of it. ``FIELDS`` says what each
part of it may be; ``Experiment()`` is the one a visitor meets first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import cached_property
from typing import Any

from playground.datasets import datasets
from playground.datasets.features import features as feature_registry
from playground.datasets.registry import POINTS
from playground.fields import Field, Many, Number, One, Part, Several, Whole, default_part
from playground.keras.layers import layers
from playground.keras.losses import losses
from playground.keras.optimizers import optimizers
from playground.registry import Registry

LARGEST_SEED = 999_999

stackable = layers.only(lambda layer: "vector" in layer.fits)
fitting_losses = losses.only(lambda loss: bool(getattr(loss, "tasks", ())))
trainable = datasets.only(lambda dataset: dataset.kind == POINTS)
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
        label="Data set", options=trainable, default="circle", restarts=True,
        help="What the network learns from. A new data set starts the training over."),
    "points": Whole(
        label="Points", default=500, low=20, high=1000, step=20, restarts=True,
        help="How many points there are, training and test points together."),
    "share": Whole(
        label="Training share", default=50, low=10, high=90, step=10, restarts=True,
        help="How many percent of the points the network learns from; the others test it."),
    "data_seed": Whole(
        label="Data seed", default=1, low=0, high=LARGEST_SEED, restarts=True,
        help="The number the points are drawn from: the same seed, the same points."),
    "features": Several(
        label="Features", options=feature_registry, default=("x1", "x2"), least=1, restarts=True,
        help="What the network is told about each point."),
    "model": Many(
        label="Hidden layers", options=stackable, most=8, restarts=True,
        default=(
            default_part(stackable, "Dense").replace(units=4, activation="tanh"),
            default_part(stackable, "Dense").replace(units=2, activation="tanh")),
        help="The layers between the features and the output, first to last."),
    "output": One(label="Output layer", options=outputs, default="Output", restarts=True),
    "loss": One(
        label="Loss", options=fitting_losses, restarts=True,
        help="The number that training makes smaller."),
    "optimizer": One(
        label="Optimizer", options=steppers, default="SGD", restarts=True,
        help="The rule that turns gradients into new weights."),
    "batch_size": Whole(
        label="Batch size", default=10, low=1, high=128, restarts=True,
        help="How many points the network sees before each update of its weights."),
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
    output: Part = None
    loss: Part = None
    optimizer: Part = None
    batch_size: int = None
    seed: int = None
    epochs: int = None
    stop_loss: float = None

    def __post_init__(self) -> None:
        for name, field in FIELDS.items():
            value = getattr(self, name)
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
    def dataset(self) -> Any:
        """The registered data set: its ``task``, ``classes``, ``inputs`` and words."""
        return datasets[self.data.name]

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
    count = ("two", "three", "four", "five")[dataset.classes - 2]
    return Head(dataset.classes, "softmax", "index" if loss.startswith("sparse") else "one_hot",
                f"softmax with {dataset.classes} units because there are {count} classes")


def fitting(dataset: Any) -> dict[str, Registry]:
    """The features and losses that go with a data set, each as a smaller registry."""
    return {
        "features": feature_registry.only(lambda feature: feature.inputs <= dataset.inputs),
        "loss": fitting_losses.only(lambda loss: dataset.task in loss.tasks),
    }


def first_optimizer(name: str) -> Part:
    """The optimizer of that name, as the page starts with it."""
    part = default_part(steppers, name)
    return part.replace(learning_rate=_FIRST_LEARNING_RATE.get(part.name, 0.01))


def read(raw: Mapping[str, Any], problems: list[str]) -> Experiment:
    """The valid experiment nearest to raw values by name; ``problems`` says what was not right."""
    values: dict[str, Any] = {}
    for name, text in raw.items():
        values[name] = FIELDS[name].read(text, FIELDS[name].label, problems)
    nearest = object.__new__(Experiment)
    for each in dataclass_fields(Experiment):
        object.__setattr__(nearest, each.name, values.get(each.name))
    _complete(nearest, problems)
    return nearest


def change(experiment: Experiment, **changes: Any) -> Experiment:
    """The experiment with some values changed; what no longer goes with a new data set follows.

    A new data set of another kind brings its own first loss and drops the features it has not;
    everything else stays, so that one thing at a time is compared.
    """
    if "data" in changes:
        data = FIELDS["data"].check(changes["data"], FIELDS["data"].label)
        apt = fitting(datasets[data.name])
        first = experiment.loss.name == _FIRST_LOSS[experiment.dataset.task]
        other = datasets[data.name].task != experiment.dataset.task
        if "loss" not in changes and (
                experiment.loss.name not in apt["loss"] or first and other):
            changes["loss"] = None
        if "features" not in changes:
            kept = tuple(name for name in experiment.features if name in apt["features"])
            if datasets[data.name].inputs > experiment.dataset.inputs and "x2" not in kept:
                kept += ("x2",)
            changes["features"] = kept or None
    return replace(experiment, **changes)


def diagram_name(experiment: Experiment) -> str:
    """Features, layers and output in one line: equal lines draw equal network diagrams."""
    layers = ",".join(f"{part.name}{getattr(part, 'units', '')}" for part in experiment.model)
    return f"{','.join(experiment.features)}>{layers}>{experiment.head.units}"


def _complete(experiment: Experiment, problems: list[str]) -> None:
    """Fill in what was left out, and mend what does not go together."""
    def put(name: str, value: Any) -> None:
        object.__setattr__(experiment, name, value)

    for name, field in FIELDS.items():
        if getattr(experiment, name) is None and name != "loss":
            put(name, field.read(_default(name, experiment), field.label, []))
    apt = fitting(experiment.dataset)
    named = [name for name in experiment.features if name in apt["features"]]
    if len(named) < len(experiment.features):
        lost = [name for name in experiment.features if name not in named]
        problems.append(f"{experiment.dataset.title} has one input; {', '.join(lost)} needs two.")
        put("features", tuple(named) or ("x1",))
    if experiment.loss is None:
        put("loss", default_part(losses, _FIRST_LOSS[experiment.dataset.task]))
    elif experiment.loss.name not in apt["loss"]:
        problems.append(
            f"{experiment.dataset.title} expects one of these losses: {', '.join(apt['loss'])}; "
            f"got {experiment.loss.name}.")
        put("loss", default_part(losses, _FIRST_LOSS[experiment.dataset.task]))


def _default(name: str, experiment: Experiment) -> Any:
    if name == "optimizer":
        return first_optimizer("SGD")
    if name == "features" and experiment.dataset.inputs == 1:
        return ("x1",)
    return FIELDS[name].default

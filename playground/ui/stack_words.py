"""A stack in the words of its picture: what each card of a layer says."""

from __future__ import annotations

from typing import Any

from playground.experiment import Experiment, fitting, stackable
from playground.fields import Part
from playground.training.stages import stages
from playground.ui import components

MOST_WEIGHTS = 4096  # of a layer whose weights are drawn one by one
_WITH_KERNELS = {"Dense", "Conv1D", "Conv2D", "Embedding", "SimpleRNN", "LSTM", "GRU",
                 "Bidirectional"}
SIZES = ("units", "filters", "output_dim")  # how many numbers a layer makes, by its setting's name
_GROUPS = {
    "core": "Units", "embedding": "Words", "convolutional": "Convolution", "pooling": "Pooling",
    "pooling_global": "Pooling", "recurrent": "Recurrent", "normalization": "Normalization",
    "regularization": "Regularization", "reshaping": "Shape", "resampling": "Shape"}


def size_name(part: Part) -> str:
    """The setting that says how many numbers a layer makes; empty where it has none."""
    return next((name for name in SIZES if hasattr(part, name)), "")


def sentence(thing: Any) -> str:
    """The first sentence of what a layer, or another registered thing, says about itself."""
    return (thing.__doc__ or "").strip().split("\n")[0].replace("``", "")


def offered(experiment: Experiment) -> list[components.Addable]:
    """The kinds of layer that fit the data, by families."""
    kinds = fitting(experiment.dataset)["model"].items()
    families = list(_GROUPS.values())
    named = [
        {"kind": name, "help": sentence(layer), "group": _family(layer)} for name, layer in kinds]
    if experiment.dataset.kind in ("points", "table"):  # a few: no groups
        return [{"kind": each["kind"], "help": each["help"]} for each in named]
    return sorted(named, key=lambda each: families.index(each["group"])
                  if each["group"] in families else len(families))


def inputs(experiment: Experiment) -> list[components.Feature]:
    """The features of points, or the columns of a table, that can be switched on and off."""
    return [
        {"name": name, "label": feature.label, "on": name in experiment.features,
         "help": feature.help}
        for name, feature in fitting(experiment.dataset)["features"].items()]


def cards(experiment: Experiment) -> list[components.Stage]:
    """Every hidden layer with its shape, or why it does not fit."""
    found: list[components.Stage] = []
    for index, (part, stage) in enumerate(zip(experiment.model, stages(experiment))):
        size = size_name(part)
        found.append({
            "index": index, "kind": part.name, "title": part.name,
            "settings_text": settings_text(part), "units": getattr(part, size, None),
            "units_name": size.replace("output_dim", "numbers") or "units",
            "activation": getattr(part, "activation", None), "activations": activations(part),
            "shape": stage.shape, "problem": stage.problem})
    return found


def last_card(experiment: Experiment) -> components.LastStage:
    """The output layer."""
    head, last = experiment.head, stages(experiment)[-1]
    return {"index": len(experiment.model), "units": head.units, "activation": head.activation,
            "why": head.why, "problem": last.problem}


def kernels(
    experiment: Experiment,
) -> tuple[list[tuple[int, str]], list[tuple[int, str, int, int]]]:
    """The layers with weights: index and title; of those that are small matrices the sizes too."""
    every, small = [], []
    shape = experiment.form.shape
    parts = [*experiment.model, None]
    for index, (part, stage) in enumerate(zip(parts, stages(experiment))):
        title = "Output" if part is None else f"{index + 1} {part.name}"
        if stage.shape is None:
            break
        if part is None or part.name in _WITH_KERNELS:
            every.append((index, title))
            if (part is None or part.name == "Dense") and (
                    shape[-1] * stage.shape[-1] <= MOST_WEIGHTS):
                small.append((index, title, shape[-1], stage.shape[-1]))
        shape = stage.shape
    return every, small


def activations(part: Part) -> list[str]:
    """The activations that a layer may have."""
    field = stackable[part.name].fields.get("activation")
    return list(field.options) if field else []


def settings_text(part: Part) -> str:
    """What else is set, in the few words that fit under a layer's name."""
    words = []
    for name in ("kernel_size", "pool_size", "size"):
        if hasattr(part, name):
            side = getattr(part, name)
            words.append(f"{side} × {side}" if part.name.endswith("2D") else f"{side}")
    if getattr(part, "strides", 1) != 1:
        words.append(f"stride {part.strides}")
    if getattr(part, "padding", "valid") != "valid":
        words.append(part.padding)
    if hasattr(part, "target_shape"):
        words.append(" × ".join(map(str, part.target_shape)))
    inner = getattr(part, "layer", None)
    if isinstance(inner, Part):
        words.append(f"{inner.name} {getattr(inner, size_name(inner), '')}".strip())
    if getattr(part, "return_sequences", False):
        words.append("every step")
    for name in ("rate", "stddev"):
        if hasattr(part, name):
            words.append(f"{name} {getattr(part, name):g}")
    regularizer = getattr(part, "kernel_regularizer", None)
    if regularizer:
        words.append(regularizer.name)
    return ", ".join(words)


def _family(layer: Any) -> str:
    module = layer.__module__.partition(".layers.")[2].partition(".")[0]
    return _GROUPS.get(module, "Others")

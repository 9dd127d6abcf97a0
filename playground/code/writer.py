"""An experiment as a script: the data, the model and its training in Keras's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground import experiment as experiments
from playground.code import own
from playground.code.asked import calls, compiles, fits
from playground.code.layout import Expression, lay_out
from playground.code.loading import imports_of, later_imports_of, passages_of, source_of
from playground.code.part_calls import argument_of, call_of
from playground.code.reader.leftovers import python_of
from playground.datasets.drawn import learned_from
from playground.experiment import Experiment
from playground.fields import Part
from playground.keras.layers import Dense
from playground.training.stages import given

IMPORTS = {"keras": "import keras", "playground": "from playground import keras"}
EPOCHS = {"points": 100, "image": 10, "text": 10}  # for an experiment that has no last epoch
_OTHERWISE = 50

Takes = Sequence[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Ends:
    """What a model that is written as code takes and gives, where that is not as usual.

    Args:
        takes: the shape of an example as it takes it, or of each of its parts by name, in the
            order of its inputs.
        listed: whether it takes the parts as a list in this order, not by their names.
        wanted: of several outputs, what each is compared with, as Python.
    """

    takes: Takes = ()
    listed: bool = False
    wanted: tuple[str, ...] = ()


def model_code(experiment: Experiment) -> str:
    """The model alone: the visitor's own code, or the stack as code."""
    return experiment.code or "\n".join(["import keras", "", *_model(experiment)[:-1]]) + "\n"


def keras_code(
    experiment: Experiment, *, library: str = "keras", epochs: int = 0,
    ends: Ends = Ends(),
) -> str:
    """A complete script that loads the same data, builds the same model and trains it.

    Args:
        library: "keras" for Keras 3, "playground" for ours; one line differs.
        epochs: how long the script trains, unless the experiment says it itself; 0: as usual.
        ends: what a model that is written as code takes and gives.

    Raises:
        ValueError: there is no such library.
    """
    if library not in IMPORTS:
        raise ValueError(f"keras_code expects the library to be one of {', '.join(IMPORTS)}; "
                         f"got {library!r}.")
    points = experiment.dataset.kind == "points"
    function = learned_from if experiment.data.name == "drawn" else experiment.dataset
    data = [[""] + source_of(function) + [""], _points(experiment), _split(experiment)] \
        if points else passages_of(experiment, library)
    if not points and not ends.wanted:
        data = [*data, *_labels(experiment)]
    passages = [
        [f'"""{_harmless(experiment.dataset.title)}: a network that was put together in Layer '
         'Playground."""',
         "",
         *_first_lines(python_of(experiment.code).text),
         *imports_of(experiment),
         "import numpy as np",
         IMPORTS[library],
         *later_imports_of(experiment),
         "",
         f"keras.utils.set_random_seed({experiment.seed})  # the same initial weights every time"],
        *data,
        *(_written(experiment, library, ends) if experiment.code else [_model(experiment)]),
        *(_compiling(experiment, len(ends.wanted)) if not compiles(experiment.code) else []),
        *([_training(experiment, ends.wanted, experiment.epochs or epochs or EPOCHS.get(
            experiment.dataset.kind, _OTHERWISE))] if not fits(experiment.code) else []),
    ]
    return "\n\n".join("\n".join(lines) for lines in passages) + "\n"


def _written(experiment: Experiment, library: str, ends: Ends) -> list[list[str]]:
    """The visitor's own code, and the examples as it takes them."""
    parts = dict(experiment.form.parts) or {"": experiment.form}
    lines = []
    for name, shape in ends.takes:
        if shape != parts[name].shape:
            sizes = ", ".join(map(str, shape))
            for x in ("x_train", "x_test"):
                part = f'{x}["{name}"]' if name else x
                lines.append(f"{part} = {part}.reshape(-1, {sizes})")
    passages = [["# in the shape that the model takes", *lines]] if lines else []
    if ends.listed and not fits(experiment.code):
        passages.append(["# in the order in which the model takes them", *(
            f"{x} = [{', '.join(f'{x}[{name!r}]' for name, _ in ends.takes)}]".replace("'", '"')
            for x in ("x_train", "x_test"))])
    code = _FIRST.sub("", python_of(experiment.code).text).strip("\n")
    if library == "playground":
        code = code.replace("import keras\n", f"{IMPORTS[library]}\n")
    return [*passages, [code]]


_FIRST = re.compile(r"^from __future__ import [\w, ]+\n", re.MULTILINE)


def _first_lines(code: str) -> list[str]:
    """The lines of the visitor's code that stand at the beginning of a file alone."""
    found = [each.strip() for each in _FIRST.findall(code)]
    return [*found, ""] if found else []


def _harmless(title: str) -> str:
    """A title that may be a visitor's, as it can stand within quotation marks."""
    return "".join(each for each in title if each.isprintable() and each not in "\"\\")


def _labels(experiment: Experiment) -> list[list[str]]:
    """The true answers as the loss wants them, where that is another way than they are."""
    both = ("y_train", "y_test")
    if experiment.head.labels == "one_hot" and not calls(experiment.code, "to_categorical"):
        return [["# one column a class: 1 for the example's own class, 0 for the others",
                 *(f"{y} = keras.utils.to_categorical({y}, {experiment.head.units})"
                   for y in both)]]
    if _compares_signs(experiment):
        return [["# this loss compares signs: -1 for the first class, 1 for the second",
                 *(f"{y} = 2.0 * {y}[:, np.newaxis] - 1" for y in both)]]
    return []


def _points(experiment: Experiment) -> list[str]:
    lines = own.drawn(experiment) if experiment.data.name == "drawn" else [_drawing(experiment)]
    if experiment.features != ("x1", "x2")[: experiment.dataset.inputs]:
        options = experiments.FIELDS["features"].options
        named = ", ".join(options[name].label for name in experiment.features)
        columns = tuple(("", options[name].code) for name in experiment.features)
        lines += ["", "# what the network is told about each point:", f"# {named}",
                  lay_out(Expression("np.stack", (("", Expression("", columns)), ("axis", "1"))),
                          before="x = ")]
    if experiment.head.labels == "one_hot" and not calls(experiment.code, "to_categorical"):
        lines += ["", "# one column a class: 1 for the point's own class, 0 for the others",
                  f"y = keras.utils.to_categorical(y, {experiment.head.units})"]
    if _compares_signs(experiment):
        lines += ["", "# this loss compares signs: -1 for the first class, 1 for the second",
                  "y = 2.0 * y[:, np.newaxis] - 1"]
    return lines


def _drawing(experiment: Experiment) -> str:
    settings = [(name, f"{value:g}" if isinstance(value, float) else repr(value))
                for name, value in experiment.data.settings]
    return lay_out(Expression(experiment.dataset.__name__, (
        ("", f"np.random.default_rng({experiment.data_seed})"),
        ("points", str(experiment.points)),
        *settings,
    )), before="x, y = ")


def _split(experiment: Experiment) -> list[str]:
    if experiment.data.name == "drawn":
        return ["x_train, y_train = x[learns], y[learns]",
                "x_test, y_test = x[~learns], y[~learns]"]
    return [
        f"# the first {experiment.share} percent to learn from, the rest to test",
        f"border = round(len(x) * {experiment.share} / 100)",
        "x_train, y_train = x[:border], y[:border]",
        "x_test, y_test = x[border:], y[border:]",
    ]


def _model(experiment: Experiment) -> list[str]:
    layers = experiments.stackable
    head, form = experiment.head, experiment.form
    stack = [call_of(layers[part.name], layers[part.name].fields, part,
                         **given(part, form)) for part in experiment.model]
    numbers = ', dtype="int32"' if form.words else ""
    last = Part("Dense", (
        ("units", head.units), ("activation", head.activation), *experiment.output.settings))
    stack.append(call_of(Dense, Dense.fields, last))
    return [
        "model = keras.Sequential([",
        f"    keras.Input({form.shape}{numbers}),",
        *(lay_out(layer, after=",", indent=4) for layer in stack),
        "])",
        "model.summary()",
    ]


def optimizer_code(experiment: Experiment) -> Expression | str:
    """The experiment's optimizer as an argument of ``compile``."""
    return argument_of(experiments.FIELDS["optimizer"].options, experiment.optimizer)


def _compiling(experiment: Experiment, outputs: int) -> list[list[str]]:
    metric = '"accuracy"'
    passages = []
    if experiment.dataset.task == "regression":
        metric = '"mean_absolute_error"'
    elif _compares_signs(experiment):
        metric = "accuracy"
        passages = [["", *_SIGN_ACCURACY.splitlines(), ""]]
    return [*passages, [lay_out(Expression("model.compile", (
        ("optimizer", optimizer_code(experiment)),
        ("loss", argument_of(experiments.FIELDS["loss"].options, experiment.loss)),
        ("metrics", Expression("", (("", metric),) if not outputs else tuple(
            ("", f"[{metric}]") for _ in range(outputs)))),
    )))]]


_SIGN_ACCURACY = '''\
def accuracy(y_true, y_pred):
    """Whether the answer has the right sign."""
    return (y_true > 0) == (y_pred > 0)'''


def _training(experiment: Experiment, wanted: Sequence[str], epochs: int) -> list[str]:
    y_train = f"[{', '.join(wanted)}]" if wanted else "y_train"
    y_test = y_train.replace("_train", "_test")
    regression = experiment.dataset.task == "regression"
    name, words = ("error", "mean absolute error") if regression else ("accuracy", "accuracy")
    name = "score" if _compares_signs(experiment) else name
    what = "points" if experiment.dataset.kind == "points" else "examples"
    return [
        lay_out(Expression("model.fit", (
            ("", "x_train"),
            ("", y_train),
            ("batch_size", str(experiment.batch_size)),
            ("epochs", str(epochs)),
            ("validation_data", f"(x_test, {y_test})"),
        ))),
        *([f"print(model.evaluate(x_test, {y_test}, return_dict=True))"] if wanted else [
        f"loss, {name} = model.evaluate(x_test, y_test)",
        f'print(f"On the test {what}: loss {{loss:.4f}}, {words} {{{name}:.4f}}")']),
    ]


def _compares_signs(experiment: Experiment) -> bool:
    return experiment.head.activation == "tanh"

"""How a script comes by the same data: drawn, from scikit-learn, or from a file beside it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from playground.code import own, pairs
from playground.code.layout import Expression, lay_out
from playground.datasets.splitting import split
from playground.experiment import Experiment

FILES = {"fashion_mnist": "fashion_mnist.npz", "sms_spam": "sms_spam.tsv"}
_OF_SKLEARN = {
    "digits": ("load_digits", "()"), "iris": ("load_iris", "()"), "wine": ("load_wine", "()"),
    "breast_cancer": ("load_breast_cancer", "()"), "diabetes": ("load_diabetes", "(scaled=False)")}


def imports_of(experiment: Experiment) -> list[str]:
    """The import lines that the data need beside NumPy and Keras: standard ones, then others."""
    name = experiment.data.name
    if experiment.form.parts:
        return pairs.imports_of(experiment)
    if name == "sms_spam":
        return ["import html", "import re", "from collections import Counter", ""]
    return {"own_table": own.TABLE_IMPORTS, "own_pictures": own.PICTURE_IMPORTS}.get(name, [])


def later_imports_of(experiment: Experiment) -> list[str]:
    """The import lines that follow NumPy's and Keras's."""
    if experiment.data.name in _OF_SKLEARN:
        return [f"from sklearn.datasets import {_OF_SKLEARN[experiment.data.name][0]}"]
    return ["from PIL import Image"] if experiment.data.name == "own_pictures" else []


def file_of(experiment: Experiment) -> str:
    """The name of the shipped file that the script reads from the folder it is run in; or empty."""
    return FILES.get(experiment.data.name, "")


def passages_of(experiment: Experiment, library: str) -> list[list[str]]:
    """From nothing to ``x_train``, ``y_train``, ``x_test`` and ``y_test``, for all but points.

    Raises:
        ValueError: there is no script for such data.
    """
    kind, name = experiment.dataset.kind, experiment.data.name
    if name in ("mnist", "fashion_mnist"):
        return [_shipped_pictures(experiment, library)]
    if name == "sms_spam":
        return _messages(experiment)
    if kind == "series":
        return _series(experiment)
    if kind == "pair":
        return pairs.passages(experiment, source_of)
    if name in _OF_SKLEARN:
        return [["", *source_of(split), ""], _rows(experiment), _parts()]
    if experiment.dataset.needs:
        if not experiment.dataset.needs.file:
            raise ValueError(experiment.dataset.needs.sentence)
        read = own.table if kind == "table" else own.pictures
        return [["", *source_of(split), ""], *read(experiment), _parts()]
    raise ValueError(f"There is no script for {experiment.dataset.title} yet.")


def source_of(function: Callable[..., Any]) -> list[str]:
    """The text of a function without its decorator."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    return source.rstrip().splitlines()[definition.lineno - 1:]


def _shipped_pictures(experiment: Experiment, library: str) -> list[str]:
    name = experiment.data.name
    if name == "fashion_mnist" and library == "keras":
        lines = ["# a sample of Fashion-MNIST, from the file beside this script (Keras's own has",
                 "# the official split, so other pictures)",
                 'file = np.load("fashion_mnist.npz")',
                 'x_train, y_train = file["x_train"], file["y_train"]',
                 'x_test, y_test = file["x_test"], file["y_test"]']
    else:
        lines = [f"(x_train, y_train), (x_test, y_test) = keras.datasets.{name}.load_data()"]
        count = getattr(experiment.data, "train", 60_000)
        if count < 60_000:
            lines.append(f"x_train, y_train = x_train[:{count}], y_train[:{count}]")
    return [*lines, "", "# one channel, and pixels from 0 to 1",
            *(f'{x} = {x}[..., np.newaxis].astype("float32") / 255' for x in ("x_train", "x_test"))]


def _rows(experiment: Experiment) -> list[str]:
    name, share, seed = experiment.data.name, experiment.share, experiment.data_seed
    loader, arguments = _OF_SKLEARN[name]
    lines = [f"data = {loader}{arguments}"]
    if name == "digits":
        return [*lines, "# pixels from 0 to 1, by way of whole numbers to 255",
                "x = np.round(data.images * 255 / 16)[..., np.newaxis]",
                'x, y = x.astype("float32") / 255, data.target', "",
                f"train, test = split(y, share={share}, seed={seed})"]
    numbers = experiment.dataset.task == "regression"
    lines.append("x, y = data.data, " + (
        "1 - data.target  # 1 is malignant" if name == "breast_cancer" else "data.target"))
    names = [column.name for column in experiment.dataset.columns]
    if list(experiment.features) != names:
        places = [names.index(each) for each in experiment.features]
        lines.append(f"x = x[:, {places}]  # {', '.join(experiment.features)}")
    alike = "np.zeros(len(y))" if numbers else "y"
    lines += ["", f"train, test = split({alike}, share={share}, seed={seed})",
              "# standardized with the training rows alone",
              "x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)"]
    if numbers:
        lines.append("y = (y - y[train].mean()) / y[train].std()")
    return [*lines, 'x = x.astype("float32")']


def _parts() -> list[str]:
    return ["x_train, y_train = x[train], y[train]", "x_test, y_test = x[test], y[test]"]


def _series(experiment: Experiment) -> list[list[str]]:
    settings = dict(experiment.data.settings)
    window, noise = settings["window"], settings["noise"]
    draw = Expression(experiment.dataset.__name__, (
        ("", f"np.random.default_rng({experiment.data_seed})"),
        ("points", f"{experiment.points} + {window}"), ("noise", f"{noise:g}")))
    return [
        ["", *source_of(experiment.dataset), ""],
        [lay_out(draw, before="values = "),
         f"# every run of {window} values, and the one that follows",
         f"x = np.lib.stride_tricks.sliding_window_view(values, {window})[:-1]",
         'x = x[..., np.newaxis].astype("float32")',
         f'y = values[{window}:].astype("float32")'],
        [f"# the first {experiment.share} percent to learn from, the rest to test",
         f"border = round(len(x) * {experiment.share} / 100)",
         "x_train, y_train = x[:border], y[:border]",
         "x_test, y_test = x[border:], y[border:]"],
    ]


def _messages(experiment: Experiment) -> list[list[str]]:
    settings = dict(experiment.data.settings)
    words, length = settings["words"], settings["length"]
    share, seed = experiment.share, experiment.data_seed
    return [
        ["", *source_of(split), "", "", *_WORDS_OF.splitlines(), ""],
        ['with open("sms_spam.tsv", encoding="utf-8") as file:  # it lies beside this script',
         '    lines = file.read().split("\\n")[1:]',
         "# the file has &lt; where a message has <",
         'split_lines = [html.unescape(line).split("\\t", 1) for line in lines if line]',
         "labels, messages = zip(*split_lines)",
         'y = np.array([("ham", "spam").index(label) for label in labels])'],
        ["# what is written twice is not in both parts",
         "label_of = dict(zip(messages, y))",
         "different = list(label_of)",
         f"rows, _ = split(np.array(list(label_of.values())), share={share}, seed={seed})",
         "learned = {different[row] for row in rows}",
         f"order = np.random.default_rng({seed}).permutation(len(y))",
         "train = [row for row in order if messages[row] in learned]",
         "test = [row for row in order if messages[row] not in learned]"],
        ["# a number for each of the most frequent words of the training messages:",
         "# 0 is for what comes after the end, 1 for all other words",
         "counts = Counter(word for row in train for word in words_of(messages[row]))",
         "frequent = sorted(counts, key=lambda word: (-counts[word], word))",
         f"number_of = {{word: n for n, word in enumerate(frequent[:{words - 2}], 2)}}",
         "", "",
         "def numbers_of(message):",
         f"    words = words_of(message)[:{length}]",
         "    numbers = [number_of.get(word, 1) for word in words] or [1]",
         f"    return numbers + [0] * ({length} - len(numbers))",
         ""],
        ["x = np.array([numbers_of(message) for message in messages])", *_parts()],
    ]


_WORDS_OF = '''\
def words_of(message):
    """Words in small letters, numbers with # for every digit, and signs."""
    pieces = re.findall(r"[^\\W\\d_]+|\\d+|[£$€!?]", message)
    return [re.sub(r"\\d", "#", piece.lower()) for piece in pieces]'''

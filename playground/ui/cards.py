"""A card for every data set: what it is, examples, how many of each class, source and licence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from playground.datasets import Data, built_in, datasets, sample
from playground.datasets.registry import GENERATED, IMAGE, PAIR, POINTS, SERIES, TABLE, TEXT
from playground.experiment import FIELDS
from playground.fields import default_part
from playground.figures import examples
from playground.ui import menu, session
from playground.ui.data import thumbnails_of

_TITLES = {IMAGE: "Pictures", TABLE: "Tables", TEXT: "Text", SERIES: "Series",
           PAIR: "Two inputs", POINTS: "Points"}
_ACROSS = {IMAGE: 3, TABLE: 2, TEXT: 1, SERIES: 3, PAIR: 2, POINTS: 4}  # cards in a row
_SEED = 5  # for the examples that are shown
_ROWS = 4  # of a table that are shown
_MESSAGES = 2  # of each class
_LONGEST = 160  # letters of a message
_PAIRS = 8
_LEARNED, _TESTED = 100, 40  # values of a series that are drawn


def every_data_set() -> None:
    """All cards, kind by kind."""
    st.html(Path(__file__).with_name("cards.css"))
    for kind, across in _ACROSS.items():
        names = [name for name, dataset in built_in.items() if dataset.kind == kind]
        st.header(_TITLES[kind], anchor=kind)
        if kind == POINTS:
            st.caption(f"{GENERATED.what} {GENERATED.source} As many as you like, with as much "
                       "noise as you like.")
        for start in range(0, len(names), across):
            for column, name in zip(st.columns(across), names[start:start + across]):
                with column.container(border=True, height="stretch", key=f"card.{name}"):
                    st.html(_points(name) if kind == POINTS else _card(name))
                    _train_on(name)


def _train_on(name: str) -> None:
    page, called = (menu.functional(), "page Functional") if datasets[name].kind == PAIR else (
        menu.first(), "first page")
    if st.button("Train on it", key=f"train.{name}",
                 help=f"Open the {called} with {datasets[name].title}."):
        session.change(data=default_part(datasets, name))
        st.switch_page(page)


@st.cache_data(show_spinner=False)
def _card(name: str) -> str:
    dataset = datasets[name]
    data = sample(name, dict(default_part(datasets, name).settings), FIELDS["points"].default,
                  dataset.share, _SEED)
    card = dataset.card
    return "".join([
        f"<h3>{escape(dataset.title)}</h3>", _paragraph(card.what, "what"),
        _paragraph(_count(dataset, data), "count"),
        _LOOKS[dataset.kind](dataset, data), _answers(dataset, data),
        f"<dl><dt>Source</dt><dd>{escape(card.source)}</dd>"
        f"<dt>Licence</dt><dd>{escape(card.licence)}</dd>",
        f"<dt>Note</dt><dd>{escape(card.note)}</dd></dl>" if card.note else "</dl>"])


def _points(name: str) -> str:
    shown = {option["name"]: option for option in thumbnails_of()}[name]
    answers = ", ".join(datasets[name].class_names) or "a number"
    return (f'<div class="points"><img src="{shown["image"]}" alt=""><div>'
            f"<h3>{escape(shown['title'])}</h3>{_paragraph(shown['help'], 'what')}"
            f"{_paragraph(f'Answer: {answers}.', 'count')}</div></div>")


def _count(dataset: Any, data: Data) -> str:
    """How many examples there are, and of what size."""
    said = f"{len(data.x_train):,} to learn from, {len(data.x_test):,} to test"
    if "points" in dataset.adjusts:
        said += ", or as many as you like"
    elif "share" in dataset.adjusts:
        said += ", or split as you like"
    if dataset.kind == PAIR:
        parts = dict(dataset.form({}).parts)
        each = "two pictures" if all(form.kind == IMAGE for form in parts.values()) \
            else f"a {' and a '.join(parts)}"
        return f"{said}, or another number; each is {each}."
    first, *others = data.x_train.shape[1:]
    size = {IMAGE: f"{' × '.join(map(str, (first, *others[:1])))} pixels",
            TABLE: f"{first} columns", SERIES: f"{first} values in a window",
            TEXT: f"the {len(data.words):,} most frequent words"}
    return f"{said}; {size[dataset.kind]}."


def _pictures(dataset: Any, data: Data) -> str:
    figures = []
    for name, row in zip(dataset.class_names, examples.of_each_class(data, dataset.classes, 2)):
        images = "".join(f'<img src="{each}" alt="">' for each in row)
        figures.append(f"<figure>{images}<figcaption>{escape(name)}</figcaption></figure>")
    return f'<div class="pictures">{"".join(figures)}</div>'


def _table(dataset: Any, data: Data) -> str:
    rows = _of_each_class(dataset, data, _ROWS // max(1, dataset.classes) or 1)[:_ROWS]
    numbers = data.x_test[rows] * data.spread + data.centre
    if dataset.classes:
        answers = [dataset.class_names[label] for label in data.y_test[rows]]
    else:
        answers = _numbers(data.in_own_units(data.y_test[rows]))
    head = [dataset.target.label if dataset.target else "Class",
            *(column.label for column in dataset.columns)]
    body = "".join(_row([answer, *_numbers(row)], "td") for answer, row in zip(answers, numbers))
    return (f'<div class="rows" tabindex="0" role="region" aria-label="Examples"><table><thead>'
            f"{_row(head, 'th')}</thead><tbody>{body}</tbody></table></div>")


def _messages(dataset: Any, data: Data) -> str:
    lines = []
    for row in _of_each_class(dataset, data, _MESSAGES):
        text = data.texts[row]
        short = text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
        name = dataset.class_names[data.y_test[row]]
        lines.append(f"<li><b>{escape(name)}</b> {escape(short)}</li>")
    return f'<ul class="messages">{"".join(lines)}</ul>'


def _of_each_class(dataset: Any, data: Data, count: int) -> np.ndarray:
    """The first test examples of every class, or of all where there are none."""
    if not dataset.classes:
        return np.arange(_ROWS)
    return np.concatenate([np.flatnonzero(data.y_test == label)[:count]
                           for label in range(dataset.classes)])


def _series(dataset: Any, data: Data) -> str:
    picture = examples.course(data, learned=_LEARNED, tested=_TESTED)
    return (f'<figure class="course"><img src="{picture}" alt="The values over time.">'
            "<figcaption>The last values to learn from and, dashed, the first ones to test."
            "</figcaption></figure>")


def _pairs(dataset: Any, data: Data) -> str:
    """A few pairs of each class, under each its question, or the class."""
    figures = []
    count = _PAIRS // dataset.classes
    shown = examples.of_each_class(data, dataset.classes, count)
    for label, row in enumerate(shown):
        rows = np.flatnonzero(data.y_test == label)[:count]
        for at, image in zip(rows, row):
            name = dataset.class_names[label]
            words = f"{data.texts[at]} {name.capitalize()}." if data.texts else name
            figures.append(f'<figure><img src="{image}" alt=""><figcaption>{escape(words)}'
                           "</figcaption></figure>")
    return f'<div class="pictures pairs">{"".join(figures)}</div>'


_LOOKS = {IMAGE: _pictures, TABLE: _table, TEXT: _messages, SERIES: _series, PAIR: _pairs}


def _answers(dataset: Any, data: Data) -> str:
    """How many examples of every class; of numbers, how often each size occurs."""
    if dataset.kind == SERIES:
        return ""
    if not dataset.classes:
        y = data.in_own_units(np.concatenate([data.y_train, data.y_test]))
        low, high = _numbers([y.min(), y.max()])
        return (f'<figure class="course"><img src="{examples.answers(data)}" alt=""><figcaption>'
                f"How often each answer occurs, from {low} to {high}.</figcaption></figure>")
    train, test = data.balance(dataset.classes)
    most, longest = int((train + test).max()), max(map(len, dataset.class_names))
    rows = "".join(
        f"<li><span>{escape(name)}</span><div><i style='width:{100 * (a + b) / most:.1f}%'></i>"
        f"</div><span>{a:,} + {b:,}</span></li>"
        for name, a, b in zip(dataset.class_names, train.tolist(), test.tolist()))
    return (f'{_paragraph("Of each class, to learn from + to test:", "count")}'
            f'<ul class="balance" style="--name:{longest + 1}ch">{rows}</ul>')


def _row(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{escape(cell)}</{kind}>' for cell in cells)}</tr>"


def _numbers(values: Iterable[float]) -> list[str]:
    return [f"{value:.4g}" for value in values]


def _paragraph(text: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>'

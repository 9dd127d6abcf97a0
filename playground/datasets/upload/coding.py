"""From a table's cells to arrays of numbers, and from those to examples.

What the model is told of a row is measured on the training rows alone: the mean and the standard
deviation of every column of numbers, and which values of a category there are. A missing number is
the mean of the training rows; a missing value of a category, or one that no training row has, is
none of them: all its numbers are 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from playground.datasets.registry import Data
from playground.datasets.splitting import split
from playground.datasets.upload.delimited import DECIMALS, Sheet
from playground.datasets.upload.description import Used, in_order
from playground.datasets.upload.plan import LEAST_ROWS
from playground.datasets.upload.words import is_missing, number_of

Arrays = Mapping[str, np.ndarray]


def coded(sheet: Sheet, target: Used, inputs: Sequence[Used]) -> Arrays:
    """The columns that are used as numbers, a row each whose target is known.

    Returns:
        ``numbers`` (rows, columns of numbers) float64, NaN where one is missing; ``codes`` (rows,
        categories) int16, −1 where one is missing; ``y`` (rows,) float64 or int32 classes.

    Raises:
        ValueError: a sentence, when the table is not the one that was described.
    """
    y = _column(sheet, target)
    known = y >= 0 if target.values else np.isfinite(y)
    if known.sum() < LEAST_ROWS:
        raise ValueError(f"A table needs at least {LEAST_ROWS} rows in which the target is known; "
                         f"{target.title!r} is known in {known.sum()}.")
    numbers = [_column(sheet, each) for each in inputs if not each.values]
    codes = [_column(sheet, each) for each in inputs if each.values]
    return {
        "numbers": np.stack(numbers, axis=1)[known] if numbers else np.zeros((known.sum(), 0)),
        "codes": np.stack(codes, axis=1)[known] if codes else np.zeros((known.sum(), 0), np.int16),
        "y": y[known].astype(np.int32) if target.values else y[known]}


def examples(
    arrays: Arrays, target: Used, inputs: Sequence[Used], *, share: int, seed: int
) -> Data:
    """The rows as a model gets them, those to learn from and those that test it.

    Returns:
        x (rows, numbers) float32 in the order of ``inputs``, standardized; a category takes as
        many numbers as it has values, 1 for the row's own and 0 for the others. Numbers to be
        learned are standardized too.
    """
    y = arrays["y"]
    train, test = split(y if target.values else np.zeros(len(y)), share, seed)
    train, test = _both(train, test)
    numbers, centre, spread = _standardized(arrays["numbers"], train)
    blocks, means, spreads = [], [], []
    number, category = iter(numbers.T), iter(arrays["codes"].T)
    mean, deviation = iter(centre), iter(spread)
    for each in inputs:
        if each.values:
            blocks.append(_one_hot(next(category), len(each.values), train))
            means += [0.0] * len(each.values)
            spreads += [1.0] * len(each.values)
        else:
            blocks.append(next(number)[:, np.newaxis].astype(np.float32))
            means.append(next(mean))
            spreads.append(next(deviation))
    x = np.concatenate(blocks, axis=1)
    middle, width = 0.0, 1.0
    if not target.values:
        answers, centres, widths = _standardized(y[:, np.newaxis], train)
        y, middle, width = answers[:, 0].astype(np.float32), float(centres[0]), float(widths[0])
    return Data(
        x[train], y[train], x[test], y[test], centre=np.array(means, np.float32),
        spread=np.array(spreads, np.float32), target_centre=middle, target_spread=width)


def ranges(arrays: Arrays, inputs: Sequence[Used]) -> tuple[tuple[float, float], ...]:
    """The smallest and the largest value of every number that the model gets of a row."""
    found: list[tuple[float, float]] = []
    numbers = iter(arrays["numbers"].T)
    for each in inputs:
        if each.values:
            found += [(0.0, 1.0)] * len(each.values)
            continue
        column = next(numbers)
        known = column[np.isfinite(column)]
        found.append((float(known.min()), float(known.max())) if len(known) else (0.0, 1.0))
    return tuple(found)


def _column(sheet: Sheet, column: Used) -> np.ndarray:
    """The numbers (rows,) of a column, or the places of its values."""
    if column.place > len(sheet.columns):
        raise ValueError(f"The table has {len(sheet.columns)} columns; the experiment uses column "
                         f"{column.place}. It is made for another file.")
    cells, mark = sheet.columns[column.place - 1], DECIMALS[sheet.reading.decimal]
    if not column.values:
        meant = {cell: number_of(cell, mark) for cell in dict.fromkeys(cells)}
        return np.array([np.nan if meant[cell] is None else meant[cell] for cell in cells])
    values = in_order({cell for cell in cells if not is_missing(cell)}, mark)
    if len(values) != len(column.values):
        raise ValueError(f"{column.title!r} has {len(values)} values in this table and "
                         f"{len(column.values)} in the experiment. It is made for another file.")
    places = {value: place for place, value in enumerate(values)}
    return np.array([places.get(cell, -1) for cell in cells], np.int16)


def _standardized(
    numbers: np.ndarray, train: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers (rows, columns) by the training rows' mean and standard deviation, and those two."""
    seen = numbers[train]
    known = np.isfinite(seen)
    count = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, seen, 0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (seen - centre) ** 2, 0).sum(axis=0) / count)
    spread = np.where(spread > 1e-12 * np.abs(centre), spread, 1.0)
    return np.where(np.isfinite(numbers), (numbers - centre) / spread, 0.0), centre, spread


def _one_hot(codes: np.ndarray, count: int, train: np.ndarray) -> np.ndarray:
    """One column a value (rows, count) float32; those of values without a training row are 0."""
    block = (codes[:, np.newaxis] == np.arange(count)).astype(np.float32)
    return block * block[train].any(axis=0)


def _both(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both parts, neither of them empty."""
    if not len(test):
        return train[:-1], train[-1:]
    return (train, test) if len(train) else (test[:1], test[1:])

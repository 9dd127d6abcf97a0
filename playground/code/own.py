"""How a script reads data of one's own: from the same file, lying beside it."""

from __future__ import annotations

from collections.abc import Sequence

from playground.code.layout import WIDTH, Expression, lay_out
from playground.datasets.drawn import STEPS, places_of
from playground.datasets.registry import SPAN, described
from playground.datasets.upload.delimited import DECIMALS, DELIMITERS
from playground.datasets.upload.description import Used
from playground.datasets.upload.words import MISSING, number_pattern
from playground.experiment import Experiment

_ENCODINGS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "latin-1": "cp1252"}
TABLE_IMPORTS = ["import csv", "import re", ""]
PICTURE_IMPORTS = ["from pathlib import PurePosixPath", "from zipfile import ZipFile", ""]


def table(experiment: Experiment) -> list[list[str]]:
    """From a CSV file to the rows, before they are split: ``x`` still with gaps, and ``y``."""
    about = described(experiment.data)
    chosen = [each.name for each in about.columns]
    passages = [
        ["", *_cells(experiment), "", ""],
        _target(about.learned),
        [f"train, test = split({'y' if about.learned.values else 'np.zeros(len(y))'}, "
         f"share={experiment.share}, seed={experiment.data_seed})"],
        *_inputs(about.used),
    ]
    if not about.learned.values:
        passages.append(["y = standardized(y)"])
    if list(experiment.features) != chosen:
        places = [chosen.index(name) for name in experiment.features]
        passages.append([f"x = x[:, {places}]  # {', '.join(experiment.features)}"])
    return passages


def pictures(experiment: Experiment) -> list[list[str]]:
    """From a ZIP file to the pictures ``x`` and their classes ``y``, before they are split."""
    part = experiment.data
    mode, size = ("L" if part.colour == "grey" else "RGB"), part.size
    return [
        ["images, folders = [], []",
         f"with ZipFile({part.file!r}) as file:  # it lies beside this script",
         "    for path in sorted(map(PurePosixPath, file.namelist())):",
         '        if path.suffix.lower() not in (".png", ".jpg", ".jpeg", ".gif", ".bmp") or any(',
         '                name.startswith((".", "__")) for name in path.parts):',
         "            continue",
         "        with file.open(str(path)) as data, Image.open(data) as image:",
         f'            small = image.convert("{mode}").resize(({size}, {size}), '
         "Image.Resampling.BILINEAR)",
         "        images.append(np.asarray(small))",
         "        folders.append(path.parent.name)"],
        ["names = sorted(set(folders), key=lambda name: (name.casefold(), name))",
         "y = np.array([names.index(folder) for folder in folders])",
         f'x = np.stack(images).reshape(-1, {size}, {size}, {3 if mode == "RGB" else 1})'
         '.astype("float32") / 255'],
        [f"train, test = split(y, share={experiment.share}, seed={experiment.data_seed})"],
    ]


def drawn(experiment: Experiment) -> list[str]:
    """The points that were drawn by hand: ``x``, ``y`` and which of them to learn from."""
    places, y = places_of(experiment.data.points)
    low, high = SPAN
    lines, line = [], "   "
    for across, up in places.tolist():
        each = f" [{across}, {up}],"
        if len(line) + len(each) > WIDTH:
            lines.append(line)
            line = "   "
        line += each
    counts = [y.tolist().count(label) for label in range(experiment.dataset.classes)]
    return [
        "# as they were drawn, class by class, in steps from the lower left corner",
        "x = np.array([", *lines, line, f"]) * {high - low:g} / {STEPS - 1}",
        f"x = ({low:g} + x).astype(np.float32)",
        f"y = np.repeat(np.arange({len(counts)}), {counts})",
        f"learns = learned_from(y, share={experiment.share})"]


def _cells(experiment: Experiment) -> list[str]:
    part = experiment.data
    mark, delimiter = DECIMALS[part.decimal], DELIMITERS[part.delimiter]
    lines = "(re.sub('[ \\t]+', ' ', line.strip()) for line in file)" \
        if part.delimiter == "space" else "file"
    read = Expression("csv.reader", (
        ("", lines), ("delimiter", f"{delimiter!r}"), ("skipinitialspace", "True")))
    plain = 'cell.replace(".", "").replace(",", ".")' if mark == "," else 'cell.replace(",", "")'
    head = "[1:]  # below the names" if part.header else ""
    return [
        f"with open({part.file!r}, encoding=\"{_ENCODINGS[part.encoding]}\", newline=\"\") as file:"
        "  # beside this script",
        lay_out(read, before="    rows = [row for row in ", after=f" if any(row)]{head}"),
        "", "",
        "def column(place):",
        '    """The cells of a column, counted from 1."""',
        '    return [row[place - 1].strip() if place <= len(row) else "" for row in rows]',
        "", "",
        *_missing(),
        f'NUMBER = re.compile(r"{number_pattern(mark)}")',
        "", "",
        "def number_of(cell):",
        '    """What a cell says as a number; not a number where it says none."""',
        '    cell = re.sub(r"^[€$£¥]\\s*|\\s*[€$£¥%]$", "", cell)',
        f"    return float({plain}) if NUMBER.fullmatch(cell) else np.nan",
        "", "",
        "def codes(cells):",
        '    """Which of its values, in order, each cell has; -1 where it says nothing."""',
        "    values = {cell for cell in cells if cell.lower() not in MISSING}",
        "    in_numbers = not any(np.isnan(number_of(value)) for value in values)",
        "    key = number_of if in_numbers else str.casefold",
        "    values = sorted(values, key=lambda value: (key(value), value))",
        "    return np.array([values.index(cell) if cell in values else -1 for cell in cells])",
    ]


def _missing() -> list[str]:
    words, lines = sorted(MISSING), ["MISSING = {"]
    line = "   "
    for word in words:
        if len(line) + len(word) + 5 > 79:
            lines.append(line)
            line = "   "
        line += f' "{word}",'
    return [*lines, line, "}"]


def _target(target: Used) -> list[str]:
    if target.values:
        return [f"y = codes(column({target.place}))  # {_named(target)}", "known = y >= 0",
                "y = y[known]"]
    return [f"y = np.array([number_of(cell) for cell in column({target.place})])"
            f"  # {_named(target)}", "known = np.isfinite(y)", "y = y[known]"]


def _inputs(inputs: Sequence[Used]) -> list[list[str]]:
    blocks = [
        f"    one_hot({each.place}, {len(each.values)}),  # {_named(each)}" if each.values else
        f"    numbers({each.place}),  # {_named(each)}" for each in inputs]
    return [
        ["", *_HELP.splitlines(), ""],
        ["x = np.concatenate([", *blocks, '], axis=1).astype("float32")']]


def _named(column: Used) -> str:
    return "".join(each for each in column.title if each.isprintable())


_HELP = '''\
def standardized(values):
    """By the mean and the standard deviation of the training rows; the mean where none is."""
    mean, deviation = np.nanmean(values[train]), np.nanstd(values[train])
    return np.nan_to_num((values - mean) / (deviation or 1))


def numbers(place):
    """A column of numbers."""
    cells = np.array([number_of(cell) for cell in column(place)])
    return standardized(cells[known])[:, np.newaxis]


def one_hot(place, count):
    """A column a value, 1 or 0; all 0 for a value that no training row has."""
    block = codes(column(place))[known][:, np.newaxis] == np.arange(count)
    return block * block[train].any(axis=0)'''

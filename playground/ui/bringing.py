"""What a visitor brings, on its way from a file to the run: read, understood, and lent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from playground.datasets.own_pictures import pictures_arrays, pictures_part
from playground.datasets.own_table import plan_of, reading_of, table_arrays, table_part
from playground.datasets.registry import described
from playground.datasets.upload.coding import ranges
from playground.datasets.upload.columns import Overview, look
from playground.datasets.upload.delimited import Reading, read_sheet
from playground.datasets.upload.known import digest_of, plain_name
from playground.datasets.upload.pictures import Album, read_album
from playground.datasets.upload.plan import TablePlan, guess_plan
from playground.experiment import Experiment
from playground.fields import Part
from playground.live.host import client, uploads
from playground.live.uploads import Upload


@dataclass(frozen=True)
class Table:
    """A table that was brought: what is in it, and what its columns are used for."""

    overview: Overview
    plan: TablePlan


@dataclass(frozen=True)
class Pictures:
    """Pictures that were brought: how many of which class, and what was left out."""

    counts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What the page must know of the rows: the range of every input, and of the answers."""

    ranges: tuple[tuple[float, float], ...] = ()
    span: tuple[float, float] = (0.0, 1.0)


def take(run: str, name: str, data: bytes, wanted: Part) -> Upload:
    """Hold a file for a run, its contents understood as well as can be guessed.

    Args:
        wanted: the place of the data in the experiment: if it means this file, it says all.

    Raises:
        ValueError: a sentence, when it is no table and no pictures; then nothing has changed.
    """
    kind = "ZIP" if data.startswith(b"PK") and not name.lower().endswith((".xlsx", ".ods")) \
        else "CSV"
    digest = digest_of(data)
    if kind == "ZIP":
        found: Any = _pictures(read_album(data))
    elif wanted.name == "own_table" and wanted.digest == digest:
        overview = look(read_sheet(data, reading_of(wanted)))
        found = Table(overview, plan_of(wanted, overview))
    else:
        found = _table(data, None)
    upload = Upload(plain_name(name), data, digest, kind, found)
    uploads.put(run, upload)
    return upload


def read_again(run: str, reading: Reading) -> None:
    """The table of a run, read in another way; what its columns are for is guessed anew.

    Raises:
        ValueError: a sentence, when there is no table when read like this.
    """
    upload = uploads.of(run)
    if upload is not None:
        uploads.put(run, replace(upload, found=_table(upload.data, reading), refused=""))


def use(run: str, plan: TablePlan) -> Part:
    """The place in an experiment of a run's table that is used as planned.

    Raises:
        ValueError: a sentence, when it cannot be; then nothing has changed.
    """
    upload = _held(run)
    part = table_part(upload.file, upload.data, upload.found.overview, plan)
    uploads.put(run, replace(upload, found=replace(upload.found, plan=plan)))
    return part


def first_use(run: str) -> Part:
    """The place in an experiment of what a run's visitor brought, as it was guessed.

    Raises:
        ValueError: a sentence, when what was guessed cannot be learned.
    """
    upload = _held(run)
    if isinstance(upload.found, Table):
        return use(run, upload.found.plan)
    return pictures_part(upload.file, upload.data, [name for name, _ in upload.found.counts])


def hand_over(run: str, experiment: Experiment) -> None:
    """Lend the run what its experiment needs, if its visitor has brought it.

    Raises:
        ValueError: a sentence, when the file is not what the experiment is made for.
    """
    need, upload = experiment.dataset.needs, uploads.of(run)
    if need is None or upload is None or upload.digest != need.digest or (
            client.lends(run, need.key) or upload.refused == need.key):
        return
    try:
        read = table_arrays if upload.kind == "CSV" else pictures_arrays
        arrays = read(experiment.data, upload.data)
        client.lend(run, need.key, arrays)
    except ValueError:
        uploads.put(run, replace(upload, refused=need.key))  # it is not tried at every look
        raise
    facts = _facts(experiment.data, arrays) if upload.kind == "CSV" else Facts()
    uploads.put(run, replace(upload, key=need.key, facts=facts))


def facts_of(run: str, experiment: Experiment) -> Facts:
    """What is known of the rows of an experiment; nothing while its file is not there."""
    upload, need = uploads.of(run), experiment.dataset.needs
    if upload is None or need is None or upload.key != need.key:
        return Facts(((0.0, 1.0),) * len(experiment.dataset.columns))
    return upload.facts


def _facts(part: Part, arrays: Any) -> Facts:
    y = arrays["y"]
    return Facts(ranges(arrays, described(part).used), (float(y.min()), float(y.max())))


def _table(data: bytes, reading: Reading | None) -> Table:
    overview = look(read_sheet(data, reading))
    return Table(overview, guess_plan(overview))


def _pictures(album: Album) -> Pictures:
    counts = tuple((name, int((album.y == place).sum()))
                   for place, name in enumerate(album.classes))
    return Pictures(counts, album.notes)


def _held(run: str) -> Upload:
    upload = uploads.of(run)
    if upload is None:
        raise ValueError("The file has gone with the time; choose it again.")
    return upload

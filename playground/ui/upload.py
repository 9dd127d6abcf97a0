"""Data of one's own on the page: a place to drop a file, what was found in it, its columns."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.datasets import datasets
from playground.datasets.upload.columns import KINDS, Found
from playground.datasets.upload.decoding import LARGEST
from playground.datasets.upload.delimited import Reading
from playground.datasets.upload.plan import IGNORED, ROLES, TARGET, ColumnPlan, TablePlan
from playground.experiment import Experiment
from playground.live.host import uploads
from playground.live.uploads import Upload
from playground.ui import bringing, panels, session
from playground.ui.bringing import Pictures, Table

_TURN = "own_turn"  # grows with every file: the place to drop one is empty again
_MOST_NAMED = 4  # columns that are named one by one
_ANY = "A table (CSV) or pictures (ZIP)"
_TRAINING_ROWS = "Standardized and encoded with the statistics of the training rows only."


def panel(experiment: Experiment) -> None:
    """A place to drop a file, and what is known of the one that was dropped."""
    upload, need = uploads.of(session.run()), experiment.dataset.needs
    if upload is None or need is None or upload.digest != need.digest:
        _place(need.sentence if need else _ANY)
        if upload is None and not need:
            st.caption("The experiment on this page stays until a file is read.")
    else:
        with st.popover("Another file…", width="stretch", help="Take another file instead."):
            _place(_ANY)
    if upload is not None:
        _found(upload)


def _place(label: str) -> None:
    """Where a file is dropped or chosen."""
    key = f"own_file.{st.session_state.setdefault(_TURN, 0)}"
    st.file_uploader(
        panels.plain(label), key=key, on_change=_take, args=(key,),
        max_upload_size=LARGEST // 1_000_000,
        help=f"Up to {LARGEST // 1_000_000} MB. In a ZIP file every folder of pictures is a class. "
             "It stays in the server's memory for this tab alone and is gone half a minute after "
             "the tab is. A link to the experiment names the file and does not hold it.")


def _take(key: str) -> None:
    """Read the file that was dropped; what is no table and no pictures changes nothing."""
    chosen, run = st.session_state.get(key), session.run()
    if chosen is None:
        return
    st.session_state[_TURN] += 1
    data, before = panels.now().data, uploads.of(run)
    need = panels.now().dataset.needs
    with session.noticing():
        upload = bringing.take(run, chosen.name, chosen.getvalue(), data)
        if need and upload.digest == need.digest:
            return  # what the link asked for
        if need and need.file and (before is None or before.digest != need.digest):
            session.notify(f"{upload.file} is another file than {need.file}, which the link asks "
                           "for: a new experiment begins with it.")
        session.change(data=bringing.first_use(run))


def _found(upload: Upload) -> None:
    """What the file holds and what is learned of it, with a way to correct that."""
    found = upload.found
    if isinstance(found, Pictures):
        counts = ", ".join(f"{name} {count:,}" for name, count in found.counts[:_MOST_NAMED])
        more = f" and {len(found.counts) - _MOST_NAMED} more" \
            if len(found.counts) > _MOST_NAMED else ""
        st.caption(panels.plain(f"{upload.file}: {counts}{more}. {' '.join(found.notes)}"))
        return
    st.caption(panels.plain(f"{upload.file}: {_sentence(found)} {_TRAINING_ROWS}"))
    if st.button("Columns…", key="own_columns", width="stretch",
                 help="What every column is used for, and how the file is read. " + _TRAINING_ROWS):
        columns()


def _sentence(table: Table) -> str:
    """What is learned from what, and what is left out."""
    plan, seen = table.plan, table.overview
    target = f"{plan.columns[plan.target].name} from" if plan.target >= 0 else "no target yet, and"
    out = [f"{each.name} ({found.unfit})" if found.unfit else each.name
           for each, found in zip(plan.columns, seen.columns) if each.role == IGNORED]
    named = ", ".join(out[:_MOST_NAMED]) + (
        f" and {len(out) - _MOST_NAMED} more" if len(out) > _MOST_NAMED else "")
    count = len(plan.inputs)
    return (f"{seen.rows:,} rows; {target} {count} column{'s' * (count != 1)}."
            + (f" Left out: {named}." if out else "") + "".join(f" {note}" for note in seen.notes))


@st.dialog("Columns", width="large")
def columns() -> None:
    """Every column of the table with what it is used for; a plan that cannot be says why."""
    upload = uploads.of(session.run())
    if upload is None or not isinstance(upload.found, Table):
        st.write("The file has gone with the time; choose it again.")
        return
    table: Table = upload.found
    _reading(table.overview.reading)
    seen, plan = table.overview.columns, table.plan.columns
    edited = st.data_editor(
        {"Column": [each.name for each in plan], "Use as": [each.role for each in plan],
         "Holds": [each.kind for each in plan],
         "Missing": [each.missing + each.odd for each in seen],
         "Different": [each.different for each in seen],
         "What is in it": [_inside(each) for each in seen]},
        key=f"own_plan.{upload.digest}.{table.overview.reading}", hide_index=True,
        disabled=("Column", "Missing", "Different", "What is in it"),
        height=min(420, 38 + 35 * len(plan)), column_config=_CONFIG)
    st.caption(f"{_TRAINING_ROWS} A missing number counts as the mean of the training rows, a "
               "missing category as none.")
    for note in table.overview.notes:
        st.caption(panels.plain(note))
    if st.button("Use these columns ↺", type="primary", key="own_use",
                 help="Learn like this. It starts the training over."):
        _use(TablePlan(tuple(
            ColumnPlan(each.name, role, kind)
            for each, role, kind in zip(plan, edited["Use as"], edited["Holds"]))))


def _use(plan: TablePlan) -> None:
    try:
        part = bringing.use(session.run(), plan)
    except ValueError as error:
        st.error(panels.plain(str(error)))
        return
    session.change(data=part)
    st.rerun()


_CONFIG = {
    "Use as": st.column_config.SelectboxColumn(
        options=list(ROLES), required=True,
        help=f"The {TARGET} is learned from the inputs; what is {IGNORED} is left out."),
    "Holds": st.column_config.SelectboxColumn(
        options=list(KINDS), required=True,
        help="A number is standardized; a category becomes one number a value, 1 or 0."),
    "Missing": st.column_config.NumberColumn(
        help="Rows in which it says nothing, or what is no number where numbers are expected."),
    "Different": st.column_config.NumberColumn(help="How many different values there are.")}


def _inside(found: Found) -> str:
    """The commonest values, or why the column is better left out."""
    if found.unfit:
        return f"{found.unfit}: {found.example}" if found.example else found.unfit
    return ", ".join(list(found.counts)[:_MOST_NAMED])


def _reading(reading: Reading) -> None:
    """How the file is read, each part of it as a menu."""
    fields = datasets["own_table"].fields
    places = st.columns(4, vertical_alignment="bottom")
    for place, name in zip(places, ("delimiter", "decimal", "encoding", "header")):
        key, value = f"own_reading.{name}", getattr(reading, name)
        st.session_state[key] = value
        words: dict[str, Any] = {
            "label": fields[name].label, "key": key, "help": fields[name].help,
            "on_change": _read_again, "args": (reading, name, key)}
        with place:
            if name == "header":
                st.checkbox(**words)
            else:
                st.selectbox(**words, options=list(fields[name].options))


def _read_again(reading: Reading, name: str, key: str) -> None:
    changed = {**vars(reading), name: st.session_state[key]}
    try:
        bringing.read_again(session.run(), Reading(**changed))
    except ValueError as error:
        st.toast(panels.plain(str(error)))

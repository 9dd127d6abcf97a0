"""Files that are odd, broken or meant to do harm: each works, or is answered with a sentence."""

import gzip
import io
import time
import zipfile

import numpy as np
import pytest

from playground.datasets.own_table import table_arrays, table_part
from playground.datasets.registry import described
from playground.datasets.upload.coding import examples
from playground.datasets.upload.columns import look
from playground.datasets.upload.delimited import read_sheet
from playground.datasets.upload.plan import guess_plan

ROWS = range(40)


def pq(row: int) -> str:
    return "pq"[row % 2]


def spreadsheet() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def learned(data: bytes):
    """What a model would get of this file with everything guessed."""
    table = look(read_sheet(data))
    part = table_part("odd.csv", data, table, guess_plan(table))
    about = described(part)
    both = examples(table_arrays(part, data), about.learned, about.used, share=80, seed=1)
    for x in (both.x_train, both.x_test):
        assert x.dtype == np.float32 and np.isfinite(x).all() and len(x)
        assert x.shape[1:] == about.form({}).shape
    assert np.isfinite(both.y_train).all()
    return about, both


def lines(header: str, row, rows=ROWS) -> bytes:
    return "\n".join([header, *map(row, rows)]).encode()


SENTENCES = {
    "nothing": (b"", "empty"),
    "blank lines": (b"\n\n \n", "no rows"),
    "a mark and nothing": (b"\xef\xbb\xbf", "no rows"),
    "bytes of all sorts": (bytes(range(256)) * 40, "no text"),
    "noise": (np.random.default_rng(1).bytes(5000), "no text"),
    "a spreadsheet": (spreadsheet(), "spreadsheet"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0" + bytes(600), "spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(60), "PNG picture"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "packed": (gzip.compress(b"a,b\n1,2\n"), "gzip"),
    "a NumPy array": (b"\x93NUMPY\x01\x00", "NumPy"),
    "too many bytes": (b"a,b\n" + b"1,2\n" * 2_600_000, "up to 10 MB; this one has 10.4 MB"),
    "too many rows": (b"a,b\n" + b"1,2\n" * 200_001, "200,000 rows"),
    "too many empty rows": (b"a,b\n" + b"\n" * 900_000, "200,000 rows"),
    "too many columns": (lines(",".join(f"c{i}" for i in range(201)),
                               lambda row: ",".join(["1"] * 201)), "up to 200 columns"),
    "too many cells": (lines(",".join(f"c{i}" for i in range(101)),
                             lambda row: ",".join(["1"] * 101), range(20_000)), "2,000,000 cells"),
    "one column": (lines("a", str), "one column"),
    "one word": (b"hello", "no rows"),
    "one row": (b"a,b,c\n1,2,3\n", "at least 10 rows"),
    "names and no rows": (b"a,b,c\n", "no rows below its names"),
    "nine rows": (lines("a,y", lambda row: f"{row}.5,{pq(row)}", range(9)),
                  "at least 10 rows"),
    "all the same": (lines("a,b", lambda row: "1,1"), "target"),
    "all missing": (lines("a,b", lambda row: "NA,"), "target"),
    "ragged": ("\n".join(",".join(["1"] * (2 + row * 7 % 13)) for row in ROWS).encode(),
               "more cells than"),
    "one class": (lines("a,class", lambda row: f"{row}.5,p"), "No column is an input"),
    "a thousand classes": (lines("a,class", lambda row: f"{row % 9}.5,c{row % 1000}", range(3000)),
                           "No column is an input"),
    "only names of people": (lines("first,last", lambda row: f"n{row},m{row}"), "target"),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_a_file_without_a_table_to_learn_is_answered_with_a_sentence(what):
    data, sentence = SENTENCES[what]
    began = time.monotonic()
    with pytest.raises(ValueError, match=sentence) as error:
        learned(data)
    assert str(error.value).endswith(".") and len(str(error.value)) < 300
    assert time.monotonic() - began < 10


WORKS = {
    "formula cells": lines("=cmd|' /C calc'!A0,@SUM(A1),y",
                           lambda row: f"=HYPERLINK(\"http://x\"),{row}.5,{pq(row)}"),
    "hostile names": lines("<script>alert(1)</script>,\"a\x01b\u202ec\",![x](http://x),y",
                           lambda row: f"{row}.1,{row * 2}.1,{row % 7}.3,{pq(row)}"),
    "names twice and none": lines("a,a,,,a,y", lambda row: f"{row}.5,1.{row},2.{row},3.{row},"
                                                           f"4.{row},{pq(row)}"),
    "a name of a thousand letters": lines("n" * 1000 + ",y", lambda row: f"{row}.5,{pq(row)}"),
    "NULs": lines("a,y", lambda row: f"{row}.5{chr(0) * (row == 3)},{pq(row)}",
                  range(400)),
    "a long cell": lines("a,b,y", lambda row: f"{row}.5,{'x' * 90_000 * (row == 1)},{pq(row)}"),
    "a longer cell": lines("a,b,y", lambda row: f"{row}.5,{'x' * 900_000 * (row == 1)},"
                                                f"{pq(row)}"),
    "a quotation that never ends": lines(
        "a,b,y", lambda row: f"{row}.5,{chr(34) * (row == 1)}word,{pq(row)}", range(9000)),
    "huge numbers": lines("a,b,y", lambda row: f"{row}.5,{'1e308' if row % 9 == 0 else row}.5,"
                                               f"{pq(row)}".replace("1e308.5", "1e308")),
    "numbers as large as may be": lines("a,y", lambda row: f"{row - 20}e28,{pq(row)}"),
    "huge answers": lines("a,y", lambda row: f"{row}.5,{row * 7 % 29}.5e25"),
    "infinity and no number": lines(
        "a,y", lambda row: f"{('inf', '-Infinity', 'NaN', row)[row % 4]},{pq(row)}"),
    "words among numbers": lines("a,y", lambda row: f"{'ten' if row == 3 else row},{pq(row)}"),
    "a class with one row": lines("a,y", lambda row: f"{row}.5,{pq(row) if row else 'r'}"),
    "fifty classes": lines("a,y", lambda row: f"{row}.5,c{row % 50}", range(300)),
    "short and long rows": lines("a,b,y", lambda row: "1.5" if row == 3 else
                                 f"{row}.5,2.{row},{pq(row)}" + ",9" * (row == 4)),
    "dates and numbers of rows": lines(
        "id,when,a,y", lambda row: f"{row},2020-01-{row % 28 + 1:02d},{row}.5,{pq(row)}"),
    "Latin letters": lines("Größe,Straße", lambda row: f"{row}.5,{'äö'[row % 2]}"
                           ).decode().encode("latin-1"),
    "broken UTF-8": lines("a,y", lambda row: f"{row}.5,{pq(row)}") + b"\n1.5,\xff\n2.5,\xff",
    "old Mac's lines": lines("a,y", lambda row: f"{row}.5,{pq(row)}").replace(b"\n", b"\r"),
    "odd line ends within text": lines(
        "a,b,y", lambda row: f"{row}.5,{'uv'[row % 2]}\u2028w,{pq(row)}"),
    "what closes a link": lines("a'),y=(,b",
                                lambda row: f"{row}.5,{row % 7}.5,{('p*:', 'q)=')[row % 2]}"),
    "200 columns": lines(",".join(f"c{i}" for i in range(200)),
                         lambda row: ",".join(f"{row * i % 17}.5" for i in range(200))),
    "no names": lines("1.5,2.5,p", lambda row: f"{row}.5,{row % 9},{pq(row)}"),
}


@pytest.mark.parametrize("what", WORKS)
def test_an_odd_table_is_learned_from(what):
    learned(WORKS[what])


def test_formulas_are_only_ever_text():
    sheet = read_sheet(WORKS["formula cells"])
    assert sheet.names[0] == "=cmd|' /C calc'!A0"
    assert set(sheet.columns[0]) == {'=HYPERLINK("http://x")'}


def test_names_are_printable_and_there_once():
    for what in ("hostile names", "names twice and none", "a name of a thousand letters"):
        names = read_sheet(WORKS[what]).names
        assert len(set(names)) == len(names)
        assert all(name and name.isprintable() and len(name) <= 66 for name in names)


def test_what_was_mended_is_said():
    notes = " ".join(read_sheet(WORKS["short and long rows"]).notes)
    assert "1 rows are shorter" in notes and "1 rows are longer" in notes


def test_a_category_of_a_thousand_values_is_left_out_and_the_reason_is_known():
    data = SENTENCES["a thousand classes"][0]
    assert look(read_sheet(data)).columns[1].unfit == "it has 1,000 different values"

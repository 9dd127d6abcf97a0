"""A script reads the same rows and pictures from the visitor's file as the page does."""

import csv
import re
from pathlib import PurePosixPath
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from playground.code.loading import passages_of
from playground.code.writer import keras_code
from playground.datasets.own_pictures import pictures_arrays, pictures_part
from playground.datasets.own_table import table_arrays, table_part
from playground.datasets.upload.columns import look
from playground.datasets.upload.delimited import read_sheet
from playground.datasets.upload.lent import shelf
from playground.datasets.upload.pictures import read_album
from playground.datasets.upload.plan import guess_plan
from playground.experiment import Experiment
from playground.share import link
from tests.datasets.test_upload_hostile import pq
from tests.datasets.test_upload_pictures import pets, zipped
from tests.datasets.test_upload_tables import penguins

TABLES = {
    "penguins": penguins(),
    "numbers to be learned": "\n".join(["a,b,price", *(
        f"{row}.5,{'?' if row % 9 == 4 else row * 7 % 13},\"€ {row * 1000:,}.50\""
        for row in range(60))]).encode("cp1252"),
    "classes that are numbers": "\n".join(["a\ty", *(
        f"{row}.5\t{10 - row % 3}" for row in range(60))]).encode("utf-16"),
    "without names": "\n".join(f"{row * 3 % 7}  {row * row % 11}.25 {pq(row)}"
                               for row in range(40)).encode(),
    "a rare value": "\n".join(["a,b,y", *(
        f"{row}.5,{'rare' if row == 3 else 'uv'[row // 2 % 2]},{pq(row)}"
        for row in range(40))]).encode(),
}


def done_by_script(experiment, folder, monkeypatch):
    """What the data's part of the script makes."""
    monkeypatch.chdir(folder)
    names = {"np": np, "csv": csv, "re": re, "Image": Image, "ZipFile": ZipFile,
             "PurePosixPath": PurePosixPath}
    text = "\n".join("\n".join(lines) for lines in passages_of(experiment, "keras"))
    exec(compile(text, "script", "exec"), names)  # noqa: S102 - our own text
    return [names[part] for part in ("x_train", "y_train", "x_test", "y_test")]


def on_the_page(experiment, arrays):
    shelf.lend("script", experiment.dataset.needs.key, arrays)
    try:
        data = experiment.dataset.load({}, points=0, share=experiment.share,
                                       seed=experiment.data_seed)
    finally:
        shelf.drop("script")
    return [data.x_train, data.y_train, data.x_test, data.y_test]


@pytest.mark.parametrize("what", TABLES)
def test_a_script_has_the_rows_of_the_page(what, tmp_path, monkeypatch):
    data = TABLES[what]
    seen = look(read_sheet(data))
    part = table_part("my table's.csv", data, seen, guess_plan(seen))
    (tmp_path / part.file).write_bytes(data)
    experiment = Experiment(data=part, share=70, data_seed=4)
    script = done_by_script(experiment, tmp_path, monkeypatch)
    for one, other in zip(script, on_the_page(experiment, table_arrays(part, data))):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    compile(keras_code(experiment), "script", "exec")


def test_columns_that_are_switched_off_are_left_out(tmp_path, monkeypatch):
    data = TABLES["penguins"]
    seen = look(read_sheet(data))
    part = table_part("p.csv", data, seen, guess_plan(seen))
    (tmp_path / "p.csv").write_bytes(data)
    experiment = Experiment(data=part, features=("island_dream", "body_mass"))
    x = done_by_script(experiment, tmp_path, monkeypatch)[0]
    np.testing.assert_allclose(
        x, on_the_page(experiment, table_arrays(part, data))[0][:, [1, 3]], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("colour", ["grey", "colour"])
def test_a_script_has_the_pictures_of_the_page(colour, tmp_path, monkeypatch):
    data = zipped(pets(8, "pets/"))
    part = pictures_part("pets.zip", data, read_album(data).classes, size="32", colour=colour)
    (tmp_path / "pets.zip").write_bytes(data)
    experiment = Experiment(data=part)
    x, y, x_test, y_test = on_the_page(experiment, pictures_arrays(part, data))
    script = done_by_script(experiment, tmp_path, monkeypatch)
    np.testing.assert_array_equal(script[1], y)
    np.testing.assert_array_equal(script[3], y_test)
    np.testing.assert_allclose(script[0], x / 255, atol=2 / 255)  # a reduced picture is rounded
    np.testing.assert_allclose(script[2], x_test / 255, atol=2 / 255)


@pytest.mark.parametrize("name", ['"""+evil()+"""', 'a"b.csv', "../../x.csv", "'+evil()+'"])
def test_a_hostile_name_stays_a_text(name):
    quoted = name.replace("'", "''")
    opened = link.read(f"data=own_table('{quoted}',digest=0123456789abcdef,"
                       "target='2=a%0A%20b:x*y',inputs='1=c')").experiment
    text = keras_code(opened)
    compile(text, "script", "exec")
    assert "/" not in opened.data.file and "evil()" not in re.sub(
        r"'[^'\n]*'|\"[^\"\n]*\"|\"\"\".*?\"\"\"", "", text)


def test_without_a_file_there_is_a_sentence():
    with pytest.raises(ValueError, match="needs a CSV file of your own"):
        keras_code(Experiment(data="own_table"))

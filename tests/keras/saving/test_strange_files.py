"""Whatever lies in a file, opening it gives a model or a sentence; never code, never a crash."""

import io
import json
import stat
import struct
import zipfile

import h5py
import numpy as np
import pytest

from playground import keras
from playground.keras import saving

CONFIG, WEIGHTS = "config.json", "model.weights.h5"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The parts of a sound file."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="first"),
                              keras.layers.Dense(1)], name="sound")
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    path = tmp_path_factory.mktemp("files") / "good.keras"
    model.save(path)
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts, **settings):
    """A ``.keras`` file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **settings) as archive:
        for name, content in dict(parts).items():
            archive.writestr(name, content)
    return file.getvalue()


def with_config(good, change):
    config = json.loads(good[CONFIG])
    changed = change(config)
    return packed({**good, CONFIG: json.dumps(config if changed is None else changed)})


def with_weights(good, change):
    file = io.BytesIO(good[WEIGHTS])
    with h5py.File(file, "a") as arrays:
        change(arrays)
    return packed({**good, WEIGHTS: file.getvalue()})


def refused(tmp_path, content, *words):
    path = tmp_path / "strange.keras"
    path.write_bytes(content)
    with pytest.raises((ValueError, TypeError)) as error:
        saving.load_model(path)
    text = str(error.value)
    assert "strange.keras" in text and len(text) < 3_000
    for word in words:
        assert word in text, text
    assert not (tmp_path / "made").exists()


def test_the_sound_file_opens(good, tmp_path):
    path = tmp_path / "good.keras"
    path.write_bytes(packed(good, compression=zipfile.ZIP_DEFLATED))
    assert saving.load_model(path)(np.ones((4, 3))).shape == (4, 1)


# ------------------------------------------------------------------ the archive

def flipped(good):
    content = bytearray(packed(good))
    at = content.index(good[WEIGHTS][:64]) + len(good[WEIGHTS]) // 2
    content[at] ^= 0xFF
    return bytes(content)


def patched(good, name, offset, form, value):
    """A file whose table of contents says something else about one part."""
    content = bytearray(packed(good))
    at = content.index(b"PK\x01\x02")
    while content[at + 46:at + 46 + len(name)] != name.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    struct.pack_into(form, content, at + offset, value)
    return bytes(content)


def twice(good):
    file = io.BytesIO(packed(good))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr(CONFIG, good[CONFIG])
    return file.getvalue()


def with_link(good):
    file = io.BytesIO(packed(good))
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("assets/words")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def counted(good, count):
    content = bytearray(packed(good))
    struct.pack_into("<HH", content, len(content) - 14, count, count)
    return bytes(content)


ARCHIVES = {
    "empty": (lambda good: b"", "not a zip"),
    "words": (lambda good: b"hello " * 100, "not a zip"),
    "cut in half": (lambda good: packed(good)[: len(packed(good)) // 2], "cut short"),
    "its end missing": (lambda good: packed(good)[:-5], "cut short"),
    "something behind": (lambda good: packed(good) + b"#!/bin/sh\n", "not a zip"),
    "its beginning missing": (lambda good: packed(good)[1_000:], "damaged"),
    "a bit changed": (flipped, "damaged"),
    "no configuration": (lambda good: packed({WEIGHTS: good[WEIGHTS]}), "no part 'config.json'"),
    "no weights": (lambda good: packed({CONFIG: good[CONFIG]}), "no part 'model.weights.h5'"),
    "a part outside": (lambda good: packed({**good, "../made": b"x"}), "../made"),
    "a part at the root": (lambda good: packed({**good, "/tmp/made": b"x"}), "/tmp/made"),
    "an asset outside": (lambda good: packed({**good, "assets/../../made": b"x"}), "made"),
    "an asset beside": (lambda good: packed({**good, "assets/..\\made": b"x"}), "made"),
    "an asset on a drive": (lambda good: packed({**good, "assets/C:/made": b"x"}), "made"),
    "an asset without a name": (lambda good: packed({**good, "assets//made": b"x"}), "made"),
    "a pickle": (lambda good: packed({**good, "model.pkl": b"cos\nsystem\n."}), "model.pkl"),
    "two parts of one name": (twice, "same name"),
    "a link": (with_link, "is a link"),
    "encrypted": (lambda good: patched(good, CONFIG, 8, "<H", 1), "encrypted"),
    "bzip2": (lambda good: packed(good, compression=zipfile.ZIP_BZIP2), "compressed"),
    "a bomb": (lambda good: patched(good, WEIGHTS, 24, "<L", 3 << 30), "3.0 GB unpacked"),
    "less than said": (lambda good: patched(good, WEIGHTS, 24, "<L", 10**6), "said to have"),
    "more than said": (lambda good: patched(good, CONFIG, 24, "<L", 100), "damaged"),
    "elsewhere": (lambda good: patched(good, CONFIG, 42, "<L", 5), "damaged"),
    "too many parts": (lambda good: counted(good, 60_000), "too long"),
    "deflated noise": (lambda good: patched(good, CONFIG, 10, "<H", 8), "damaged"),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_a_strange_archive_is_refused(case, good, tmp_path):
    make, word = ARCHIVES[case]
    refused(tmp_path, make(good), word)


# ------------------------------------------------------------------ the arrays

KERNEL = "layers/dense/vars/0"


def replaced(path, put):
    """Something else in the place of what is at this path."""
    def change(arrays):
        del arrays[path]
        put(arrays, path)
    return change


def external(arrays, path):
    arrays.create_dataset(path, (3, 2), "f4", external=[("/etc/passwd", 0, 24)])


def virtual(arrays, path):
    layout = h5py.VirtualLayout((3, 2), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "numbers", (3, 2), "f4")
    arrays.create_virtual_dataset(path, layout)


def never_written(arrays, path):
    space = h5py.h5s.create_simple((2**20, 2**20))
    h5py.h5d.create(arrays.id, path.encode(), h5py.h5t.IEEE_F32LE, space)


def compressed_bomb(arrays, path):
    arrays.create_dataset(path, (2**20, 2**20), "f4", compression="gzip", chunks=(2**10, 2**10))


def texts(arrays, path):
    arrays.create_dataset(path, data=np.array([b"ab"] * 6).reshape(3, 2))


def objects(arrays, path):
    arrays.create_dataset(path, (3, 2), h5py.string_dtype())


def references(arrays, path):
    arrays.create_dataset(path, (3, 2), h5py.ref_dtype)


def records(arrays, path):
    arrays.create_dataset(path, (3, 2), np.dtype([("a", "f4"), ("b", "f4")]))


def put(value):
    return lambda arrays, path: arrays.__setitem__(path, value)


LINK = h5py.SoftLink("/layers/dense_1/vars/0")
OUT = h5py.ExternalLink("/etc/passwd", "/")
ARRAYS = {
    "a link": (replaced(KERNEL, put(LINK)), "link"),
    "a link that leads nowhere": (replaced(KERNEL, put(h5py.SoftLink("/no"))), "first"),
    "a link outside": (replaced(KERNEL, put(h5py.ExternalLink("other.h5", "/x"))), "first"),
    "a folder outside": (replaced("layers/dense", put(OUT)), "first"),
    "all outside": (replaced("layers", put(OUT)), "first"),
    "a folder by link": (replaced("layers/dense", put(h5py.SoftLink("/layers/dense_1"))), "link"),
    "numbers of another file": (replaced(KERNEL, external), "another file"),
    "virtual numbers": (replaced(KERNEL, virtual), "another file"),
    "never written": (replaced(KERNEL, never_written), "does not hold so many"),
    "a compressed bomb": (replaced(KERNEL, compressed_bomb), "compressed"),
    "texts": (replaced(KERNEL, texts), "array of numbers"),
    "objects": (replaced(KERNEL, objects), "array of numbers"),
    "references": (replaced(KERNEL, references), "array of numbers"),
    "records": (replaced(KERNEL, records), "array of numbers"),
    "complex numbers": (replaced(KERNEL, put(np.ones((3, 2), "c8"))), "array of numbers"),
    "nothing": (replaced(KERNEL, put(h5py.Empty("f4"))), "empty"),
    "a group": (replaced(KERNEL, lambda arrays, path: arrays.create_group(path)), "array"),
    "an array for a group": (replaced("layers/dense/vars", put(np.ones(3))), "group"),
    "another shape": (replaced(KERNEL, put(np.ones((2, 3), "f4"))), "(3, 2)"),
    "a number alone": (replaced(KERNEL, put(np.float32(1))), "(3, 2)"),
    "too many axes": (replaced(KERNEL, put(np.ones((1, 3, 2), "f4"))), "(3, 2)"),
    "one too few": (replaced(KERNEL, lambda arrays, path: None), "first"),
    "one too many": (lambda arrays: arrays.__setitem__("layers/dense/vars/2", 1.0), "first"),
    "another name": (lambda arrays: arrays.move(KERNEL, "layers/dense/vars/kernel"), "first"),
    "no layers": (lambda arrays: arrays.__delitem__("layers"), "first"),
}


@pytest.mark.parametrize("case", ARRAYS)
def test_strange_arrays_are_refused_and_change_nothing(case, good, tmp_path):
    change, word = ARRAYS[case]
    refused(tmp_path, with_weights(good, change), word)


@pytest.mark.parametrize("content", [
    b"", b"no arrays at all", lambda whole: whole[:1_000], lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:-200], lambda whole: whole[:40] + bytes(200) + whole[240:],
], ids=["empty", "words", "its head", "half", "all but its end", "holes"])
def test_damaged_arrays_are_refused(content, good, tmp_path):
    content = content(good[WEIGHTS]) if callable(content) else content
    refused(tmp_path, packed({**good, WEIGHTS: content}))


@pytest.mark.parametrize("case", ["another shape", "a link", "one too few"])
def test_a_model_whose_weights_cannot_be_read_keeps_all_it_had(case, good, tmp_path):
    path = tmp_path / "strange.keras"
    path.write_bytes(with_weights(good, ARRAYS[case][0]))
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)])
    before = model.get_weights()
    with pytest.raises(ValueError, match="Nothing was changed"):
        model.load_weights(path)
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))
    with pytest.warns(UserWarning, match="left as it was"):
        model.load_weights(path, skip_mismatch=True)
    kept, loaded = model.layers[0].get_weights(), model.layers[1].get_weights()
    assert all((a == b).all() for a, b in zip(before[:2], kept, strict=True))
    assert not (before[2] == loaded[0]).all()


# ------------------------------------------------------------------ the configuration

def nested(depth):
    return "[" * depth + "]" * depth


def first_layer(change):
    def changed(config):
        layer = config["config"]["layers"][1]
        new = change(layer)
        if new is not None:
            config["config"]["layers"][1] = new
    return changed


def setting(name, value):
    return first_layer(lambda layer: layer["config"].__setitem__(name, value))


def many_layers(config):
    config["config"]["layers"] *= 2_000


def lambda_layer(layer):
    code = {"class_name": "__lambda__", "config": {"value": ["4wEAAAA=", None, None]}}
    return {"module": "keras.layers", "class_name": "Lambda", "registered_name": None,
            "config": {"name": "code", "function": code, "arguments": {}}}


def of(module, name, config=None):
    return lambda layer: {"module": module, "class_name": name, "registered_name": None,
                          "config": config or {}}


def function(module, name):
    return setting("activation", {"module": module, "class_name": "function", "config": name,
                                  "registered_name": name})


CONFIGURATIONS = {
    "a list": (lambda config: [config], "describe an object"),
    "a number": (lambda config: 7, "describe an object"),
    "nothing of a model": (lambda config: {}, ""),
    "a layer alone": (lambda config: config["config"]["layers"][1], ""),
    "too many layers": (many_layers, "at most 5,000"),
    "an unknown class": (first_layer(of("keras.layers", "Danse")), "Danse"),
    "a class of a module": (first_layer(of("os", "system", {"command": "touch made"})), "system"),
    "a class of a package": (first_layer(of("subprocess", "Popen", {"args": "touch made"})),
                             "Popen"),
    "a file of the net": (first_layer(of("keras.utils", "get_file", {"fname": "made"})),
                          "get_file"),
    "a callback": (first_layer(of("keras.callbacks", "CSVLogger", {"filename": "made"})),
                   "CSVLogger"),
    "an inner class": (first_layer(of("playground.keras.saving.writing", "Path")), "Path"),
    "code": (first_layer(lambda_layer), "Lambda"),
    "a function of the language": (function("builtins", "eval"), "eval"),
    "a function of a module": (function("os", "system"), "system"),
    "a function that loads": (function("keras.saving", "load_model"), "load_model"),
    "a text for a number": (setting("units", "many"), "units"),
    "a negative number": (setting("units", -1), "unit"),
    "a huge number": (setting("units", 10**13), "too large"),
    "an unknown setting": (setting("tentacles", 8), "tentacles"),
    "an unknown type": (setting("dtype", "float9000"), "float9000"),
    "an unknown initializer": (setting("kernel_initializer", {"class_name": "Magic",
                                                              "config": {}}), "Magic"),
    "a name that is none": (setting("name", {"a": 1}), "name"),
    "settings that are none": (first_layer(lambda layer: layer.__setitem__("config", 7)), ""),
    "layers that are none": (lambda config: config["config"].__setitem__("layers", 7), ""),
    "a layer that is none": (first_layer(lambda layer: 7), ""),
    "an unknown optimizer": (lambda config: config["compile_config"]["optimizer"].__setitem__(
        "class_name", "Eve"), "Eve"),
    "a text of a gigabyte": (lambda config: config["compile_config"].__setitem__("loss_weights", {
        "class_name": "__numpy__", "config": {"value": "a", "dtype": "U500000000"}}), "U5"),
    "training that is none": (lambda config: config.__setitem__("compile_config", [1]), ""),
}


@pytest.mark.parametrize("case", CONFIGURATIONS)
def test_a_strange_configuration_is_refused(case, good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    change, word = CONFIGURATIONS[case]
    refused(tmp_path, with_config(good, change), word)


@pytest.mark.parametrize(("text", "word"), [
    (b"", "not JSON"), (b"{", "not JSON"), (b"\xff\xfe", "not JSON"), (nested(10**5), "deep"),
    ('{"a": %s}' % nested(500), "deep"), (b" " * (17 << 20), "at most"),
], ids=["empty", "cut", "no text", "very deep", "deep", "too long"])
def test_a_configuration_that_is_no_json_is_refused(text, word, good, tmp_path):
    refused(tmp_path, packed({**good, CONFIG: text}), word)

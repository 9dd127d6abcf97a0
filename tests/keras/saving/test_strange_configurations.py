"""A configuration gives a model or a sentence: no code is run, and no other file is opened."""

import json

import pytest

from tests.keras.saving.files import CONFIG, packed, refused


def with_config(good, change):
    config = json.loads(good[CONFIG])
    changed = change(config)
    return packed({**good, CONFIG: json.dumps(config if changed is None else changed)})


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
    "too many layers": (many_layers, "at most 2,000"),
    "an unknown class": (first_layer(of("keras.layers", "Danse")), "Danse"),
    "a class of a module": (first_layer(of("os", "system", {"command": "touch made"})), "system"),
    "a class of a package": (first_layer(of("subprocess", "Popen", {"args": "touch made"})),
                             "Popen"),
    "a file of the net": (first_layer(of("keras.utils", "get_file", {"fname": "made"})),
                          "get_file"),
    "a callback": (first_layer(of("keras.callbacks", "CSVLogger", {"filename": "made"})),
                   "CSVLogger"),
    "a vocabulary from this machine": (first_layer(of("keras.layers", "StringLookup", {
        "vocabulary": "/etc/passwd"})), "name of a file"),
    "a vocabulary of texts from it": (first_layer(of("keras.layers", "TextVectorization", {
        "vocabulary": "/etc/passwd"})), "name of a file"),
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

"""A model in a file as code: a ``.keras`` file, or the JSON of ``model.to_json()``.

Nothing in the file is made or run: its configuration becomes a graph, and the graph a text. Its
weights are not read.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.code.config_values import config_value, kind_of
from playground.code.configured_graph import (
    MODELS,
    configured_graph,
    input_node,
    settings_of,
    shape_of,
)
from playground.code.graph import Graph, Node, Row
from playground.code.graph_writer import made_text, value_text, write
from playground.code.layout import Expression, lay_out

LARGEST = 64 * 2**20  # bytes of a file


def code_of_file(name: str, content: bytes) -> str:
    """The model in a file as a text.

    Raises:
        ValueError: a sentence: it is no such file, damaged, too large, or has what has no text.
    """
    from playground.keras.saving import archive, configuration  # with h5py: it takes its time

    if len(content) > LARGEST:
        raise ValueError(f"{name} has {len(content) / 2**20:.0f} MB; at most {LARGEST // 2**20} MB "
                         "are read. model.to_json() gives the model without its weights.")
    try:
        if name.lower().endswith(".keras"):
            content = archive.Archive(io.BytesIO(content)).read(archive.CONFIGURATION)
        config = configuration.parse(content, "its configuration")
        return _text(config)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"{name} cannot be read: its configuration is not one that Keras writes "
                         f"({type(error).__name__}: {error}). Save the model again.") from None
    except ValueError as error:
        raise ValueError(f"{name} cannot be read: {str(error).rstrip('.')}.") from None


def _text(config: Mapping[str, Any]) -> str:
    if config.get("class_name") not in MODELS:
        raise ValueError(f"it holds a {str(config.get('class_name'))[:60]}, and a file has no code "
                         "of classes. Paste the code that defines it")
    ending = _compiling(config.get("compile_config") or {})
    if config["class_name"] == "Sequential":
        stack = _stack_text(config["config"]["layers"])
        if stack:
            return stack + (f"{ending}\n" if ending else "")
    return write(replace(configured_graph(config), ending=ending))


# ---------------------------------------------------------------------- a row of layers

def _stack_text(layers: list[dict[str, Any]]) -> str:
    """As a ``Sequential``; empty where a model is among the layers."""
    if any(each["class_name"] in MODELS for each in layers):
        return ""
    lines, first = [], shape_of(layers[0]["config"]) if layers else None
    if layers and layers[0]["class_name"] == "InputLayer":
        lines.append(lay_out(made_text(Graph(), input_node("x", layers[0]["config"])), after=",",
                             indent=4))
        layers = layers[1:]
    elif first is not None:
        lines.append(lay_out(Expression("keras.Input", (("", repr(first)),)), after=",", indent=4))
    for each in layers:
        node = Node("x", kind_of(each, "layers"), settings_of(each))
        lines.append(lay_out(made_text(Graph(), node), after=",", indent=4))
    return "\n".join(["import keras", "", "model = keras.Sequential([", *lines, "])", ""])


# ---------------------------------------------------------------------- how it was compiled

def _compiling(config: Mapping[str, Any]) -> str:
    """``model.compile(…)``; empty where the file does not say."""
    arguments = []
    for name in ("optimizer", "loss", "loss_weights", "metrics"):
        value = config.get(name)
        if value is not None:
            made = config_value(value)
            made = Row(made) if name == "metrics" and isinstance(made, tuple) else made
            arguments.append((name, value_text(made)))
    return lay_out(Expression("model.compile", tuple(arguments))) if arguments else ""

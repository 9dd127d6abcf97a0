"""``model.save`` and ``load_model``: a model, its weights and how it is trained, in one file.

A ``.keras`` file is Keras's own: it goes both ways between Keras 3 and this library.
"""

from __future__ import annotations

import datetime
import io
import json
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO

from playground.keras.saving import archive, configuration
from playground.keras.saving.assets import AssetReader, AssetWriter
from playground.keras.saving.problems import reading, shown
from playground.keras.saving.state import save_state
from playground.keras.saving.weights import of_old, opened, read_weights
from playground.keras.saving.writing import check_overwrite, whole_file
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.sharing import sharing_objects
from playground.keras.variable import without_values

_WAY_OUT = "Only files written by model.save('….keras') are read; write it again if you can."


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: bool | None = None,
    include_optimizer: bool = True, save_format: str | None = None,
) -> None:
    """Write a model into a ``.keras`` file: what it is, its weights, its optimizer's state.

    Args:
        filepath: a name that ends with ``.keras``, or an open binary file.
        include_optimizer: whether how it was compiled, and the optimizer's state, are written too;
            Keras leaves them out of its old format only.

    Raises:
        ValueError: another ending.
        FileExistsError: the file exists and ``overwrite`` is False (where Keras asks).
    """
    if zipped is False:
        raise ValueError("Models are written as one file here; leave zipped=False out.")
    if hasattr(filepath, "write"):
        _write(model, filepath, include_optimizer)
        return
    name = str(filepath)
    if not name.endswith(".keras"):
        raise ValueError(f"A model expects a file name that ends with '.keras'; got "
                         f"{shown(filepath)}.{of_old(name)}")
    check_overwrite(filepath, overwrite)
    with whole_file(filepath) as file:
        _write(model, file, include_optimizer)


def load_model(
    filepath: Any, custom_objects: Mapping[str, Any] | None = None, compile: bool = True,  # noqa: A002
    safe_mode: bool = True,
) -> Any:
    """The model in a ``.keras`` file, ready to predict and, if it was compiled, to go on training.

    Code in a file is never run: not the code of a Lambda, whatever ``safe_mode`` says, and classes
    and functions are looked up among those of this library and those given or registered. At most
    1 GB of weights and 2,000 layers are read.

    Args:
        filepath: a name, or an open binary file.
        custom_objects: own classes and functions by their names.
        compile: whether it is compiled as it was.

    Raises:
        ValueError: there is no such file, or it is damaged, hostile, too large or of another kind.
    """
    name = str(filepath)
    if not hasattr(filepath, "read") and not name.endswith(".keras"):
        raise ValueError(f"Models are read from '.keras' files; got {shown(filepath)}."
                         f"{of_old(name)}")
    try:
        with opened(filepath) as file, reading(filepath, _WAY_OUT):
            return _read(file, filepath, custom_objects, compile, safe_mode)
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None  # as in Keras


def _write(model: Any, file: BinaryIO, include_optimizer: bool) -> None:
    from playground.keras import __version__
    from playground.keras.saving.hdf5 import WeightWriter

    if not model.built:
        warnings.warn(f"{model.name} is saved before it has weights: it has never been called on "
                      "data.", stacklevel=4)
    with sharing_objects():
        config = serialize_keras_object(model)
    skip = []
    if not include_optimizer:
        config.pop("compile_config", None)
        skip.append(model.optimizer)
    weights = io.BytesIO()
    with AssetWriter() as assets, zipfile.ZipFile(file, "w") as parts:
        with WeightWriter(weights) as writer:
            save_state(model, writer, assets, skip)
        parts.writestr(archive.METADATA, json.dumps({
            "keras_version": __version__,
            "date_saved": datetime.datetime.now().strftime("%Y-%m-%d@%H:%M:%S")}))
        parts.writestr(archive.CONFIGURATION, json.dumps(config))
        parts.writestr(archive.WEIGHTS, weights.getvalue())
        for name, content in assets.files():
            parts.writestr(archive.ASSETS + name, content)


def _read(
    file: BinaryIO, name: Any, custom_objects: Mapping[str, Any] | None, compiled: bool,
    safe_mode: bool,
) -> Any:
    parts = archive.Archive(file)
    config = configuration.parse(parts.read(archive.CONFIGURATION), archive.CONFIGURATION)
    if not compiled:
        config["compile_config"] = None
    weights = io.BytesIO(parts.read(archive.WEIGHTS))
    with without_values(archive.MOST_BYTES // 4), sharing_objects():
        model = deserialize_keras_object(config, custom_objects, safe_mode=safe_mode)
    with AssetReader(parts.assets()) as assets:
        read_weights(weights, model, name, assets=assets, way_out=_WAY_OUT)
    return model

"""Exported scripts run under Keras 3.15 (JAX backend) and under playground.keras."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Container, Mapping
from pathlib import Path

import numpy as np

from playground.code.loading import FILES
from playground.code.writer import keras_code
from playground.datasets.files import SHIPPED
from playground.experiment import Experiment

ROOT = Path(__file__).resolve().parents[2]
Found = dict[str, dict[str, np.ndarray]]


def both_ran(
    experiments: Mapping[str, Experiment], trained: Container[str], place: Path
) -> dict[str, Found]:
    """What became of every script, by library and experiment.

    Two processes, one for each library, run all scripts one after the other; those in ``trained``
    to the end, the others up to their training.
    """
    scripts = {f"{index:03}": name for index, name in enumerate(experiments)}
    started, results = [], {}
    for library in ("keras", "playground"):
        folder = place / library
        folder.mkdir()
        for script, name in scripts.items():
            end = ".train.py" if name in trained else ".py"
            (folder / (script + end)).write_text(keras_code(experiments[name], library=library))
        for file in FILES.values():
            shutil.copy(SHIPPED / file, folder)
        results[library] = folder / "result.npz"
        started.append(subprocess.Popen(
            [sys.executable, Path(__file__).with_name("run_scripts.py"), folder, results[library]],
            cwd=folder, env=os.environ | {"KERAS_BACKEND": "jax", "PYTHONPATH": str(ROOT)}))
    for process in started:
        assert process.wait(timeout=300) == 0
    return {library: _grouped(np.load(path), scripts) for library, path in results.items()}


def _grouped(found: np.lib.npyio.NpzFile, scripts: Mapping[str, str]) -> Found:
    grouped: Found = {}
    for key in found.files:
        script, _, what = key.partition("/")
        grouped.setdefault(scripts[script], {})[what] = found[key]
    return grouped

"""The house: who may import whom, and what a page must never drag in."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STANDARD = set(sys.stdlib_module_names)

# room -> (from the house, from outside); the longest prefix that matches a file's place counts
ROOMS = {
    "registry": ({"fields"}, set()),  # fields: for a type's name only
    "fields": ({"registry"}, set()),
    "png": (set(), {"numpy"}),
    "keras": ({"registry", "fields", "png"}, {"jax", "numpy"}),
    "keras.saving": ({"keras", "registry"}, {"numpy"}),
    "keras.saving.hdf5": ({"keras"}, {"numpy", "h5py"}),  # imported when a file is opened
    "datasets": ({"registry", "fields"}, {"numpy", "pandas", "sklearn"}),
    "datasets.upload.pictures": ({"datasets"}, {"numpy", "PIL"}),
    "starts": ({"fields"}, set()),
    "experiment": ({"keras", "datasets", "fields", "registry", "starts"}, set()),
    "view": ({"fields"}, set()),
    "presets": ({"experiment", "share", "fields", "registry"}, set()),
    "templates": ({"presets"}, set()),
    "code": ({"experiment", "keras", "datasets", "fields", "registry", "training.stages"}, set()),
    "code.reader": ({"keras", "registry"}, {"numpy"}),
    "share": ({"experiment", "view", "keras", "fields", "registry"}, set()),
    "training": ({"experiment", "code", "keras", "datasets", "fields", "registry"}, {"numpy"}),
    "training.inside": ({"keras"}, {"jax"}),
    "training.cost": (set(), {"jax"}),
    "training.feeding": ({"code", "datasets", "keras"}, {"numpy", "jax"}),
    "training.answers": ({"training", "code", "datasets", "experiment", "keras"},
                         {"numpy", "jax"}),
    "training.targets": ({"training", "code", "experiment", "keras"}, {"jax"}),
    "training.judgement": ({"training", "keras"}, {"jax"}),
    "training.arrays": ({"training", "keras"}, {"numpy", "jax"}),
    "training.samples": ({"training", "keras"}, {"numpy", "jax"}),
    "training.written": ({"training", "code", "datasets", "experiment", "keras"}, {"jax"}),
    "training.trainer": ({"training", "experiment", "keras", "datasets"}, {"numpy", "jax"}),
    "training.program": (set(), {"jax"}),
    "training.epochs": ({"training", "experiment"}, {"numpy", "jax"}),
    "training.slices": ({"training", "experiment", "keras"}, {"numpy", "jax"}),
    "training.probes": ({"training", "datasets", "keras"}, {"numpy", "jax"}),
    "training.examples": ({"training", "datasets", "experiment"}, {"numpy", "jax"}),
    "training.forecast": ({"training"}, {"numpy", "jax"}),
    "training.slopes": ({"training", "keras"}, {"numpy", "jax"}),
    "training.why": ({"training", "datasets", "keras"}, {"numpy", "jax"}),
    "training.material": ({"experiment", "keras", "datasets"}, {"numpy", "jax"}),
    "figures": ({"training.snapshot", "datasets", "png"}, {"numpy", "plotly"}),
    "figures.layered": (set(), {"graphlay"}),
    "live": ({"training.client", "training.snapshot"}, {"numpy", "starlette"}),
    "ui": ({"experiment", "starts", "view", "presets", "templates", "code", "share", "training",
            "figures", "live", "datasets", "fields", "registry"}, {"numpy", "streamlit"}),
}
OF_PAGES = ({"ui", "presets", "templates"}, {"streamlit"})
OF_THE_SERVER = ({"live", "ui"}, {"streamlit"})


def files():
    yield from sorted((ROOT / "playground").rglob("*.py"))
    yield from sorted((ROOT / "pages").rglob("*.py"))
    yield ROOT / "app.py"


def room_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] == "pages":
        return "pages", OF_PAGES
    if parts == ("app",):
        return "app", OF_THE_SERVER
    name = ".".join(part for part in parts[1:] if part != "__init__")
    while name and name not in ROOMS:
        name = name.rpartition(".")[0]
    return name, ROOMS.get(name, (set(), set()))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            if node.module == "playground":
                yield from (f"playground.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", list(files()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path):
    name, (house, outside) = room_of(path)
    for module in imports(path):
        top = module.partition(".")[0]
        if top == "playground":
            inner = module.partition(".")[2]
            allowed = {name, *house}
            assert any(inner == each or inner.startswith(each + ".") for each in allowed if each), (
                f"{name} must not import {module}")
        elif top not in STANDARD:
            assert top in outside, f"{name} must not import {module}"


def test_nothing_is_run_or_unpickled_that_came_from_outside():
    for path in files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "load" and getattr(node.func.value, "id", "") == "np":
                    allowed = {word.arg: ast.unparse(word.value) for word in node.keywords}
                    assert allowed.get("allow_pickle") == "False", path
        assert not {"pickle", "marshal", "shelve", "dill"} & set(imports(path)), path


def test_a_page_is_there_without_jax():
    code = ("import sys; import playground.ui.session, playground.experiment, playground.presets, "
            "playground.code.writer, playground.live.route; "
            "sys.exit(bool({'jax', 'jaxlib', 'h5py'} & set(sys.modules)))")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_no_drawer_for_odds_and_ends():
    names = {path.stem for path in files()}
    assert not names & {"helpers", "common", "misc", "util"}
    assert [path.parent.name for path in files() if path.stem == "utils"] in ([], ["keras"])


def test_only_what_was_agreed_lies_at_the_top():
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
        capture_output=True, text=True, check=True).stdout.split()
    top = {name.partition("/")[0] for name in tracked}
    assert {name for name in top if not name.startswith(".")} <= {
        "README.md", "LICENSE", "requirements.txt", "app.py", "playground", "pages", "tests"}


def test_nothing_is_fetched_from_another_host():
    for path in (ROOT / "playground").rglob("*"):
        if path.suffix in {".js", ".css", ".html"}:
            for address in re.findall(r"https?://[^\s\"'`)]+", path.read_text()):
                assert address.startswith("http://www.w3.org/"), f"{path.name}: {address}"

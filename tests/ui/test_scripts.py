"""Every component's script, put together as the browser gets it, is a script (checked by Node)."""

import re
import shutil
import subprocess

import pytest

from playground.ui.components import mounting

USED = re.compile(r'mount\(\s*"(\w+)"(?:,\s*(USES|\([^)]*\)))?')


def mounted():
    """Each component's name with the shared files that its Python names."""
    for path in sorted(mounting.HERE.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        uses = re.search(r"^USES = (\([^)]*\))", text, re.MULTILINE)
        if "import USES" in text:
            uses = re.search(r"^USES = (\([^)]*\))", (
                mounting.HERE / "examples.py").read_text(encoding="utf-8"), re.MULTILINE)
        for name, own in USED.findall(text):
            listed = uses[1] if own == "USES" else own
            yield name, tuple(re.findall(r'"(\w+)"', listed))


@pytest.mark.parametrize("name, uses", list(mounted()), ids=lambda value: str(value))
def test_a_components_script_can_be_read(name, uses, monkeypatch, tmp_path):
    registered = {}
    monkeypatch.setattr("streamlit.components.v2.component",
                        lambda name, **parts: registered.update(parts))
    mounting.mount.__wrapped__(name, uses)
    assert re.search(rf"export default function {name}\(", registered["js"], re.IGNORECASE)
    shared = [each for each in uses if not list(mounting.HERE.glob(f"{each}.*s"))]
    assert not shared, f"{name} uses {shared}, which are not there"
    if shutil.which("node") is None:
        pytest.skip("no Node here")
    script = tmp_path / "script.mjs"
    script.write_text(registered["js"], encoding="utf-8")
    read = subprocess.run(["node", "--check", script], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr

"""Browser code of other projects, as the Python packages that we depend on ship it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

_ACE = ("ace", "mode-python", "ext-language_tools", "ext-searchbox")


def plotly_path() -> Path:
    """Where Plotly lies."""
    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


@cache
def ace_script() -> str:
    """The editor Ace in one script: itself, Python, completion and search; it defines ``ace``.

    The package is looked up and never imported: its own Python is a part for Django's forms.
    """
    spec = find_spec("django_ace")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("django-ace is missing: pip install -r requirements.txt.")
    folder = Path(spec.origin).parent / "static" / "django_ace" / "ace"
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in _ACE)

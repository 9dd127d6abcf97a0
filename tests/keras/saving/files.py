"""Making files of parts, and what shall become of strange ones."""

import io
import zipfile

import pytest

from playground.keras import saving

CONFIG, WEIGHTS = "config.json", "model.weights.h5"


def packed(parts, **settings):
    """A ``.keras`` file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **settings) as archive:
        for name, content in dict(parts).items():
            archive.writestr(name, content)
    return file.getvalue()


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

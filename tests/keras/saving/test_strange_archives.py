"""An archive that is damaged, hostile or no archive is refused with a sentence."""

import io
import stat
import struct
import zipfile

import numpy as np
import pytest

from playground.keras import saving
from tests.keras.saving.files import CONFIG, WEIGHTS, packed, refused


def test_the_sound_file_opens(good, tmp_path):
    path = tmp_path / "good.keras"
    path.write_bytes(packed(good, compression=zipfile.ZIP_DEFLATED))
    assert saving.load_model(path)(np.ones((4, 3))).shape == (4, 1)


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

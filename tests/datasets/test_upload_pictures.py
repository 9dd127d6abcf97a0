"""ZIP files of pictures, a folder a class: what is odd is left out, what is hostile refused."""

import io
import stat
import struct
import time
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from playground.datasets.own_pictures import pictures_arrays, pictures_part
from playground.datasets.registry import described
from playground.datasets.upload import archive, pictures
from playground.datasets.upload.pictures import read_album


def encoded(image: Image.Image, kind: str = "PNG", **more) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def noise(mode: str = "RGB", size=(40, 30), seed: int = 0) -> Image.Image:
    width, height = size
    rows = np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)
    return Image.fromarray(rows).convert(mode)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return file.getvalue()


def pets(count: int = 6, prefix: str = "", **odd: bytes) -> dict[str, bytes]:
    """Two folders of pictures, and whatever else is asked for in the folder of cats."""
    files = {f"{prefix}{kind}/{index}.png": encoded(noise(seed=index))
             for kind in ("cat", "dog") for index in range(count)}
    return files | {f"{prefix}cat/{name.replace('_', '.')}": data for name, data in odd.items()}


def test_the_folders_are_the_classes_in_the_order_of_the_alphabet():
    album = read_album(zipped({**pets(), "Ant/1.png": encoded(noise())}))
    assert album.classes == ("Ant", "cat", "dog")
    assert album.x.shape == (13, 28, 28, 1) and album.x.dtype == np.uint8
    assert np.bincount(album.y).tolist() == [1, 6, 6] and album.y.dtype == np.int32
    assert album.notes == ("Of Ant there is only one picture: none is left to test it.",)


@pytest.mark.parametrize("size, colour, shape", [
    (28, "grey", (28, 28, 1)), (32, "colour", (32, 32, 3)), (64, "colour", (64, 64, 3))])
def test_every_picture_becomes_a_square_of_the_same_size(size, colour, shape):
    files = pets() | {"dog/wide.png": encoded(noise(size=(300, 7))),
                      "dog/dot.png": encoded(noise(size=(1, 1)))}
    assert read_album(zipped(files), size=size, colour=colour).x.shape == (14, *shape)


@pytest.mark.parametrize("prefix", ["", "pets/", "a/b/pets/"])
def test_folders_around_all_the_others_do_not_count(prefix):
    assert read_album(zipped(pets(prefix=prefix))).classes == ("cat", "dog")


def test_parts_made_elsewhere_are_put_together():
    files = pets(4, "data/train/") | pets(2, "data/test/")
    album = read_album(zipped(files))
    assert album.classes == ("cat", "dog") and len(album.x) == 12


def test_what_a_system_adds_of_its_own_is_no_picture():
    files = pets() | {
        "__MACOSX/cat/._0.png": b"x", "cat/.hidden.png": b"x", ".DS_Store": b"x",
        "cat/Thumbs.db": b"x", "cat/": b""}
    album = read_album(zipped(files))
    assert len(album.x) == 12 and album.notes == ()


PICTURES = {
    "a grey one": (encoded(noise("L")), "png"),
    "two colours": (encoded(noise("1")), "png"),
    "a palette": (encoded(noise("P")), "png"),
    "16 bits": (encoded(Image.fromarray(np.full((9, 9), 40_000, np.uint16))), "png"),
    "see-through": (encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), "png"),
    "grey and see-through": (encoded(Image.new("LA", (9, 9), (0, 0))), "png"),
    "CMYK": (encoded(noise("CMYK"), "JPEG"), "jpg"),
    "a progressive JPEG": (encoded(noise(), "JPEG", progressive=True), "jpeg"),
    "a bitmap": (encoded(noise(), "BMP"), "bmp"),
    "an animation": (encoded(noise("P"), "GIF", save_all=True, append_images=[noise("P", seed=9)]),
                     "gif"),
    "a PNG called JPEG": (encoded(noise()), "jpg"),
    "in capitals": (encoded(noise()), "PNG"),
}


@pytest.mark.parametrize("what", PICTURES)
@pytest.mark.parametrize("colour", ["grey", "colour"])
def test_every_sort_of_picture_is_read(what, colour):
    data, ending = PICTURES[what]
    album = read_album(zipped(pets() | {f"dog/odd.{ending}": data}), colour=colour)
    assert len(album.x) == 13 and album.notes == ()


def test_16_bits_keep_their_brightness_and_what_is_transparent_becomes_white():
    files = {f"a/{index}.png": PICTURES["16 bits"][0] for index in range(5)}
    files |= {f"b/{index}.png": PICTURES["see-through"][0] for index in range(5)}
    album = read_album(zipped(files))
    assert set(album.x[album.y == 0].ravel()) == {40_000 // 257}
    assert set(album.x[album.y == 1].ravel()) == {255}


def test_a_picture_taken_with_the_camera_upright_stands_upright():
    image = Image.new("L", (40, 40), 0)
    image.paste(255, (0, 0, 40, 20))  # bright above
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right by a quarter
    files = pets() | {"dog/zz.jpg": encoded(image, "JPEG", exif=exif)}
    turned = read_album(zipped(files)).x[-1, ..., 0]
    assert turned[:, 20:].mean() > 200 and turned[:, :8].mean() < 50


def bomb_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and packs black rows of it."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(height, 400) * (width + 1)), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*each) for each in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")))


LEFT_OUT = {
    "no picture at all": b"hello",
    "nothing": b"",
    "a page of the web": b"<svg xmlns='http://www.w3.org/2000/svg'/><script>alert(1)</script>",
    "half a JPEG": encoded(noise(size=(90, 90)), "JPEG")[:900],
    "half a PNG": encoded(noise(size=(90, 90)))[:900],
    "a PNG of 100,000 pixels a side": bomb_png(100_000, 100_000),
    "a PNG of 26 million pixels": bomb_png(26_000, 1_000),
    "a TIFF called PNG": encoded(noise(), "TIFF"),
    "noise with a PNG's beginning": b"\x89PNG\r\n\x1a\n" + np.random.default_rng(3).bytes(900),
    "more than 10 MB": b"\x89PNG" + bytes(10_000_001),
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_what_is_no_picture_is_left_out_and_said(what):
    began = time.monotonic()
    album = read_album(zipped(pets(odd_png=LEFT_OUT[what])))
    assert len(album.x) == 12
    assert album.notes == ("1 pictures cannot be read, or are too large, and are left out.",)
    assert time.monotonic() - began < 5


def test_other_files_are_left_out_unread_and_said():
    files = pets() | {"cat/read.me": b"x", "cat/more.zip": zipped(pets()), "dog/a.exe": b"MZ"}
    assert read_album(zipped(files)).notes == ("3 files are no pictures and are left out.",)


CLIMBING = ("../../etc/cat/x.png", "/etc/cat/x.png", "C:/cat/x.png", "C:\\cat\\x.png",
            "cat/../../x.png", "..\\..\\cat\\x.png", "\\\\server\\cat\\x.png",
            "/".join("abcdefghijk") + "/x.png")


@pytest.mark.parametrize("name", CLIMBING)
def test_a_name_that_leads_elsewhere_is_not_read(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    album = read_album(zipped(pets() | {name: encoded(noise())}))
    assert len(album.x) == 12 and album.classes == ("cat", "dog")
    assert not list(tmp_path.rglob("*"))


def test_a_link_is_not_followed():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in pets().items():
            made.writestr(name, data)
        info = zipfile.ZipInfo("cat/link.png")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, "/etc/passwd")
    assert len(read_album(file.getvalue()).x) == 12


def patched(data: bytes, **fields: int) -> bytes:
    """The archive with a lie in the list of its first entry: "size" or "flag"."""
    at = data.index(b"PK\x01\x02")
    places = {"flag": (8, "<H"), "size": (24, "<I"), "method": (10, "<H")}
    changed = bytearray(data)
    for name, value in fields.items():
        place, form = places[name]
        struct.pack_into(form, changed, at + place, value)
    return bytes(changed)


def overlapping(count: int) -> bytes:
    """Many entries of the list that all mean the same packed bytes."""
    data = zipped({"a/0.png": bytes(9_000_000)})
    at = data.index(b"PK\x01\x02")
    entry = data[at: at + 46 + len("a/0.png")]
    listed = b"".join(entry.replace(b"a/0.png", f"{'ab'[index % 2]}/{index % 10}.png".encode())
                      for index in range(count))
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF,
                      len(listed), at, 0)
    return data[:at] + listed + end


REFUSED = {
    "nothing": (b"", "empty"),
    "no archive": (b"hello", "this is none"),
    "a cut archive": (zipped(pets())[:2000], "damaged"),
    "a beginning alone": (b"PK\x03\x04" + bytes(99), "damaged"),
    "an empty archive": (zipped({}), "no picture"),
    "too large": (b"PK" + bytes(10_000_001), "up to 10 MB"),
    "no folders": (zipped({f"{i}.png": encoded(noise()) for i in range(12)}), "none does"),
    "one folder": (zipped({f"a/{i}.png": encoded(noise()) for i in range(12)}), "all lie in 'a'"),
    "51 folders": (zipped({f"{i}/a.png": encoded(noise()) for i in range(51)}), "up to 50 folders"),
    "few pictures": (zipped(pets(4)), "at least 10 pictures"),
    "no pictures": (zipped({"a/x.txt": b"x", "b/y.txt": b"y"}), "no picture"),
    "a password": (patched(zipped(pets()), flag=1), "password"),
    "too many files": (zipped({f"{i}": b"" for i in range(10_001)}, zipfile.ZIP_STORED),
                       "10,000 files"),
    "gigabytes": (zipped({f"{'ab'[i % 2]}/{i}.png": bytes(9_900_000) for i in range(30)}),
                  "unpack to 100 MB"),
    "entries over each other": (overlapping(9_000), "unpack to 100 MB|no picture|damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_archive_that_cannot_be_is_answered_with_a_sentence(what):
    data, sentence = REFUSED[what]
    began = time.monotonic()
    with pytest.raises(ValueError, match=sentence) as error:
        read_album(data)
    assert str(error.value).endswith(".") and len(str(error.value)) < 300
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("lie", [
    {"size": 10}, {"size": 4_000_000_000}, {"method": 12}, {"method": 14}, {"method": 99}])
def test_what_an_archive_says_of_its_sizes_is_not_believed(lie):
    album = read_album(patched(zipped(pets()), **lie))
    assert 11 <= len(album.x) <= 12


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_inflates_without_a_bound_is_not_inflated(method):
    with pytest.raises(ValueError, match="no picture"):
        read_album(zipped(pets(), method))


def test_pictures_with_too_many_pixels_together_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "ALL_PIXELS", 9 * 40 * 30)
    with pytest.raises(ValueError, match="more than 500 million pixels"):
        read_album(zipped(pets()))


def test_too_many_pictures_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PICTURES", 11)
    with pytest.raises(ValueError, match="up to 11 pictures"):
        read_album(zipped(pets()))


def test_no_more_than_asked_for_is_inflated(monkeypatch):
    asked = []
    inflated = archive._inflated

    def watched(file, info, most):
        data = inflated(file, info, most)
        asked.append(len(data or b""))
        return data

    monkeypatch.setattr(archive, "_inflated", watched)
    with pytest.raises(ValueError, match="unpack to 100 MB"):
        read_album(REFUSED["gigabytes"][0])
    assert sum(asked) <= archive.LARGEST_WHOLE + archive.LARGEST_ENTRY


def test_a_link_holds_enough_to_draw_the_model_and_to_know_the_file_again():
    data = zipped(pets())
    album = read_album(data, size=32, colour="colour")
    part = pictures_part("my/pets.zip", data, album.classes, size="32", colour="colour")
    about = described(part)
    assert about.class_names == ("cat", "dog") and about.task == "binary"
    assert about.form({}).shape == (32, 32, 3)
    assert about.needs.sentence == "This experiment needs the file pets.zip; drop it here."
    np.testing.assert_array_equal(pictures_arrays(part, data)["x"], album.x)
    with pytest.raises(ValueError, match="2 folders of pictures and the experiment 3 classes"):
        pictures_arrays(part.replace(classes="a*b*c"), data)

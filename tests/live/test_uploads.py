"""Files that visitors brought: one a run, bounded together, gone when the run is."""

import pytest

from playground.live import host
from playground.live.uploads import Upload, Uploads


def upload(size: int) -> Upload:
    return Upload("a.csv", bytes(size), "0" * 16, "CSV", None)


def test_a_run_has_one_file_and_nobody_else_has_it():
    uploads = Uploads()
    uploads.put("one", upload(3))
    uploads.put("one", upload(5))
    assert len(uploads.of("one").data) == 5 and uploads.of("two") is None
    uploads.drop("one")
    uploads.drop("one")
    assert uploads.of("one") is None


def test_there_is_room_for_so_much_and_no_more():
    uploads = Uploads(most=10)
    uploads.put("one", upload(6))
    with pytest.raises(ValueError, match="try again later"):
        uploads.put("two", upload(6))
    uploads.put("one", upload(10))  # in the place of the other
    uploads.drop("one")
    uploads.put("two", upload(6))


def test_a_file_goes_when_nobody_looks_at_its_run_any_more():
    host.uploads.put("gone", upload(3))
    host._end("gone")
    assert host.uploads.of("gone") is None

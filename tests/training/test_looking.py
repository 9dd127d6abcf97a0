"""What a visitor looks at, through the engine: examples that are wrong, pages of the gallery."""

import numpy as np
import pytest

from playground.training.gallery import next_mistake


@pytest.fixture(scope="module")
def digits(desk):
    """A small model after one epoch: it is wrong about many."""
    desk.open("looking", "data=digits&model=[Flatten,Dense(8,relu)]&optimizer=Adam(0.01)")
    desk.do("looking", "step", unit="epoch")
    desk.measured("looking", 1)
    return desk


def test_the_gallery_says_what_was_asked_for(digits):
    digits.do("looking", "gallery", filter="mistakes", sort="unsure", page=0, true=3)
    now = digits.now("looking", "gallery")
    asked = {name: now.gallery[name] for name in ("filter", "sort", "true", "predicted", "page")}
    assert asked == {
        "filter": "mistakes", "sort": "unsure", "true": 3, "predicted": None, "page": 0}
    assert set(now.arrays["gallery/true"]) <= {3.0}
    assert (now.arrays["gallery/predicted"] != 3).all()


def test_the_mistakes_are_stepped_through_in_order_and_round_the_end(digits):
    digits.do("looking", "gallery", filter="mistakes")
    wrong = digits.now("looking", "gallery").arrays["gallery/index"].tolist()
    digits.do("looking", "example", index=wrong[0])
    seen = []
    for _ in wrong[1:]:
        digits.do("looking", "example", next="mistake")
        seen.append(digits.now("looking", "example").example["index"])
    assert seen == wrong[1:]
    digits.do("looking", "example", index=digits.now("looking", "example").example["count"] - 1)
    digits.do("looking", "example", next="mistake")
    assert digits.now("looking", "example").example["index"] == wrong[0]


@pytest.mark.parametrize("outputs", [np.zeros((0, 3), np.float32), np.eye(3, dtype=np.float32)])
def test_where_nothing_is_known_to_be_wrong_a_sentence_says_so(outputs):
    class Perfect:
        task, threshold = "classes", 0.0
        data = type("Data", (), {"y_test": np.arange(3)})

        def predicted_class(self, outputs):
            return outputs.argmax(axis=1)

        def probability(self, outputs, said):
            return outputs.max(axis=1)

    with pytest.raises(ValueError, match="no test example wrong"):
        next_mistake(0, Perfect(), outputs, Perfect())


@pytest.mark.parametrize("command", [
    {"do": "look", "self": 1, "layer": [], "unit": {}}, {"do": "look", "layer": 2**60, "unit": -1},
    {"do": "gallery", "material": 3, "filter": [], "sort": {}, "page": -5, "true": "3"},
    {"do": "gallery", "page": 10**9, "true": 999, "predicted": 2**31 - 1},
    {"do": "example", "index": "7", "material": 1}, {"do": "example", "index": -3},
    {"do": "example", "index": 2**31 - 1}, {"do": "example", "next": ["mistake"]}])
def test_a_command_that_means_nothing_shows_the_nearest_thing(digits, command):
    digits.engine.command("looking", command)
    now = digits.now("looking", "example", "gallery")
    assert 0 <= now.example["index"] < now.example["count"]
    assert 0 <= now.gallery["page"] < max(1, now.gallery["pages"])


@pytest.mark.parametrize("own", [
    "", "AAAA", "é" * 86, "A" * 87, 7, [1, 2], {"a": 1}, True, "\ud800"])
def test_a_picture_of_another_size_is_refused_with_a_sentence(digits, own):
    with pytest.raises(ValueError, match="A picture expects 8 × 8 × 1 bytes"):
        digits.engine.command("looking", {"do": "example", "own": own})

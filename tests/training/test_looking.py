"""What a visitor looks at, through the engine: examples that are wrong, pages of the gallery."""

import base64

import numpy as np
import pytest

from playground.datasets.pairs import WORDS
from playground.experiment import change
from playground.share import link
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


ASKING = """\
import keras
question = keras.Input((6,), name="question")
picture = keras.Input((28, 28, 1), name="picture")
words = keras.layers.Flatten()(keras.layers.Embedding(22, 2)(question))
joined = keras.layers.Concatenate()([keras.layers.Flatten()(picture), words])
model = keras.Model([question, picture], keras.layers.Dense(1, activation="sigmoid")(joined))
"""


@pytest.fixture(scope="module")
def asking(desk):
    """A model of pictures and questions, as it begins."""
    pairs = link.read("data=digit_questions(count=1000)").experiment
    desk.open("asking", link.write(change(pairs, code=ASKING)))
    return desk


def look(desk, **example):
    desk.do("asking", "example", **example)
    return desk.now("asking", "example")


def drawn(pixels):
    return base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()


def test_what_is_not_replaced_of_a_pair_stays_as_in_the_chosen_test_example(asking):
    other, chosen = look(asking, index=7), look(asking, index=3)
    picture = other.arrays["example/input/picture"]
    both = look(asking, own={"picture": drawn(picture), "question": other.example["text"]})
    assert both.example | {"own": True, "index": 3, "true": None} == both.example
    for name in ("input", "input/picture", "input/question", "output"):
        np.testing.assert_array_equal(
            both.arrays[f"example/{name}"], other.arrays[f"example/{name}"])
    half = look(asking, own={"picture": drawn(picture)})
    np.testing.assert_array_equal(half.arrays["example/input"], picture)
    np.testing.assert_array_equal(
        half.arrays["example/input/question"], chosen.arrays["example/input/question"])
    assert half.example["text"] == chosen.example["text"]
    assert not look(asking, index=3).example["own"]


@pytest.mark.parametrize("question, read", [
    ("Is it more than FOUR?", ["is", "it", "more", "than", "four", "?"]),
    ("is 7 a seven, or is it not?", ["is", 1, "a", "seven", 1, "is"]), ("", [1]), ("…", [1])])
def test_a_typed_question_is_read_word_by_word_as_the_data_set_s_own(asking, question, read):
    now = look(asking, own={"question": question})
    numbers = [WORDS.index(word) if isinstance(word, str) else word for word in read]
    assert now.arrays["example/input/question"].tolist() == numbers + [0] * (6 - len(numbers))
    assert (now.example["text"], now.example["own"]) == (question, True)


@pytest.mark.parametrize("own, sentence", [
    *((own, "expects picture or question") for own in (
        "Is it even?", {}, [], 7, True, {"picture ": ""}, {"question": "", "self": 1},
        {"__class__": "", "picture": ""}, [["question", ""]])),
    *(({"picture": pixels}, "A picture expects 28 × 28 × 1 bytes") for pixels in (
        None, "", "AAAA", "A" * 10**6, [0] * 784, {"picture": ""}, "\ud800")),
    *(({"question": said}, "A message expects at most 500 characters") for said in (
        None, 7, ["Is it even?"], {}, "is " * 200)),
    ({"question": "Is it even?", "picture": "AAAA"}, "A picture expects")])
def test_of_a_pair_what_has_another_form_is_refused_and_changes_nothing(asking, own, sentence):
    look(asking, index=5)
    with pytest.raises(ValueError, match=sentence):
        asking.engine.command("asking", {"do": "example", "own": own})
    now = asking.now("asking", "example")
    assert (now.example["index"], now.example["own"]) == (5, False)

"""What a visitor looks at, through the engine: examples that are wrong, pages of the gallery."""

import numpy as np
import pytest

from playground.training.gallery import next_mistake


@pytest.fixture(scope="module")
def digits(desk):
    """A small model after one epoch: it is wrong about many."""
    desk.open("looking", "data=digits&model=[Flatten,Dense(8,relu)]&optimizer=Adam(0.01)")
    desk.do("looking", "step", unit="epoch")
    desk.until("looking", lambda now: now.epoch == 1 and now.val_loss is not None)
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

    with pytest.raises(ValueError, match="no test example wrong"):
        next_mistake(0, Perfect(), outputs, Perfect())

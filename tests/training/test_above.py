"""A stack that breaks is still drawn above the break, as the same layers are in one that fits."""

import numpy as np
import pytest


def opened(desk, name, text):
    desk.open(name, text)
    desk.until(name, lambda now: now.structure)
    return desk.now(name, "example")


@pytest.mark.parametrize("data, above, broken, whole", [
    ("digits", 1, "Conv2D(4),LSTM(3)", "Conv2D(4),Flatten"),
    ("digits", 2, "Conv2D(4),Flatten,Conv2D(2),Dense(3)", "Conv2D(4),Flatten,Dense(3)"),
    ("sms_spam(words=200)", 2, "Embedding(4),GRU(3),GRU(2)", "Embedding(4),GRU(3)"),
    ("digits", 1, "Conv2D(4)", "Conv2D(4),Flatten")])
def test_the_layers_above_are_drawn_with_their_initial_weights(desk, data, above, broken, whole):
    name = f"above {data} {broken}"
    now = opened(desk, name, f"data={data}&model=[{broken}]")
    like = opened(desk, name + " whole", f"data={data}&model=[{whole}]")
    assert now.status == "failed" and now.notes[0].kind == "stop"
    assert set(now.arrays) == {"example/input", *(
        f"example/{layer}{part}" for layer in range(above) for part in ("", "/range"))}
    for array in now.arrays:
        np.testing.assert_array_equal(now.arrays[array], like.arrays[array])
    desk.do(name, "example", index=2)
    desk.do(name, "look", layer=above - 1, unit=1)
    moved = desk.now(name, "example")
    assert moved.example["index"] == 2 and moved.look["unit"] == 1
    assert not np.array_equal(moved.arrays["example/input"], now.arrays["example/input"])


def test_a_first_layer_that_breaks_leaves_nothing_to_draw(desk):
    desk.open("nothing above", "data=digits&model=[GRU(2)]")
    now = desk.now("nothing above", "example")
    assert now.status == "failed" and not now.arrays


def test_a_stack_that_is_mended_is_drawn_whole(desk):
    opened(desk, "mended", "data=digits&model=[Conv2D(4),Conv1D(2)]")
    desk.open("mended", "data=digits&model=[Conv2D(4),Flatten]")
    assert "example/output" in desk.now("mended", "example").arrays

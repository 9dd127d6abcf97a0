"""What an answer leans on: against the weights themselves, and against doing it by hand."""

import numpy as np
import pytest


def frame(desk, run, *fields):
    desk.until(run, lambda now: now.val_loss is not None)
    return desk.now(run, *fields).arrays


def log_odds(share):
    return np.log(share / (1 - share))


@pytest.fixture(scope="module")
def linear(desk):
    """Pictures through one Dense layer: every answer can be worked out by hand."""
    desk.open("why linear", "data=digits&model=[Flatten]&optimizer=Adam(0.01)")
    desk.do("why linear", "step", unit="epoch")
    return frame(desk, "why linear", "example", "weights", "why")


def test_the_gradient_of_a_linear_model_is_its_weights(linear):
    kernel = linear["weights/1/kernel"]
    said = linear["example/output"].argmax()
    np.testing.assert_allclose(
        linear["why/gradient"], np.abs(kernel[:, said]).reshape(8, 8), rtol=1e-5)


def test_a_pixels_occlusion_is_the_mean_of_the_squares_that_cover_it(linear):
    kernel, bias = linear["weights/1/kernel"], linear["weights/1/bias"]
    x = linear["example/input"][..., 0] / 255
    said = linear["example/output"].argmax()
    before = log_odds(linear["example/output"][said])
    expected = np.zeros((8, 8, 2))
    for top in range(7):
        for left in range(7):  # 8 pixels and 10 steps: squares of 2, a step of 1
            covered = x.copy()
            covered[top:top + 2, left:left + 2] = np.median(x)
            powers = np.exp(covered.ravel() @ kernel + bias)
            fall = before - log_odds(powers[said] / powers.sum())
            expected[top:top + 2, left:left + 2] += [fall, 1]
    np.testing.assert_allclose(
        linear["why/occlusion"], expected[..., 0] / expected[..., 1], atol=1e-4)


def test_a_word_counts_as_much_as_an_unknown_one_in_its_place_changes(desk):
    run = "why words"
    desk.open(run, "data=sms_spam(words=500)&model=[Embedding(4),GlobalAveragePooling1D]")
    words = "call now to win a free prize".split()
    desk.do(run, "example", own=" ".join(words))
    before = frame(desk, run, "example", "why")
    sure = before["example/output"][0]
    for place, word in enumerate(words):
        desk.do(run, "example", own=" ".join(
            "qqqqqq" if k == place else each for k, each in enumerate(words)))
        after = desk.now(run, "example").arrays["example/output"][0]
        sign = 1 if sure > 0.5 else -1
        fall = sign * (log_odds(sure) - log_odds(after))
        assert np.isclose(before["why/occlusion"][place], fall, atol=1e-5), word
    assert not before["why/occlusion"][len(words):].any()


def test_a_column_without_weight_has_no_importance(desk):
    run = "why columns"
    desk.open(run, "data=iris&model=[]&features=[sepal_length,petal_length,petal_width]"
                   "&optimizer=Adam(0.1)")
    for _ in range(3):
        desk.do(run, "step", unit="epoch")
    for unit in range(3):
        desk.do(run, "edit", layer=0, name="kernel", index=[0, unit], value=0.0)
    seen = frame(desk, run, "why")
    for name in ("why/importance", "why/occlusion"):
        used = seen[name][[0, 2, 3]]
        assert np.isnan(seen[name][1])  # sepal_width is switched off
        assert used[0] == 0 and np.abs(used[1:]).max() > 0.01


def test_the_importance_of_numbers_is_in_their_own_unit(desk):
    """By hand: the same shuffles, the kernel, and the mean absolute error."""
    run = "why numbers"
    desk.open(run, "data=diabetes&model=[]&optimizer=Adam(0.1)")
    desk.do(run, "step", unit="epoch")
    seen = frame(desk, run, "why", "weights")
    from playground.datasets import sample
    data = sample("diabetes", {}, 500, 80, 1)
    x, y = data.x_test, data.in_own_units(data.y_test)

    def error(rows):
        out = rows @ seen["weights/0/kernel"] + seen["weights/0/bias"]
        return np.abs(data.in_own_units(out[:, 0]) - y).mean()

    rng = np.random.default_rng(0)
    orders = [rng.permutation(len(x)) for _ in range(5)]
    for column in range(x.shape[1]):
        errors = []
        for order in orders:
            other = x.copy()
            other[:, column] = x[order, column]
            errors.append(error(other))
        assert np.isclose(seen["why/importance"][column], np.mean(errors) - error(x), atol=1e-3)


@pytest.mark.parametrize("link, parts", [
    ("data=noisy_sine&model=[GRU(4)]", {"gradient": (24,), "occlusion": (24,)}),
    ("data=mnist(train=1000)&model=[Conv2D(4),Flatten]",
     {"gradient": (28, 28), "occlusion": (28, 28)})])
def test_every_kind_is_explained_in_the_shape_of_its_examples(desk, link, parts):
    desk.open(link, link)
    seen = desk.now(link, "why").arrays
    assert {name: seen[f"why/{name}"].shape for name in parts} == parts
    assert all(np.isfinite(values).all() and values.any() for values in seen.values())

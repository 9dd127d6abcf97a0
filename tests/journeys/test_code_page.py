"""The page Code in a real browser: code is pasted, described, trained, shared and mended."""

import keras
import pytest
from playwright.sync_api import expect

from playground.templates import graph_templates
from tests.code.tutorials import TUTORIALS
from tests.journeys.visitor import area, shows

PATIENCE = 120  # seconds: what is pasted is read, built and compiled

TUTORIAL = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

num_classes = 3
batch_size = 16

inputs = keras.Input(shape=(4,))
x = layers.Dense(16, activation="relu")(inputs)
x = x + layers.Dense(16, activation="relu")(x)  # a residual connection
outputs = layers.Dense(num_classes, activation="softmax")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
print("parameters:", model.count_params())
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(x_train, y_train, batch_size=batch_size, epochs=60)
"""


@pytest.fixture
def visitor(visit):
    return visit("code?data=iris")


def paste(visitor, text):
    visitor.page.locator(".ace_text-input").focus()
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.insert_text(text)


def ours(errors):
    """Without Streamlit's own: under a page's address it looks for its server there first."""
    return [each for each in errors if "404" not in each]


def test_a_tutorial_is_pasted_trained_and_shared(visitor, visit):
    paste(visitor, TUTORIAL)
    page = visitor.page
    page.get_by_text("The code compiles the model").wait_for(timeout=PATIENCE * 1000)
    page.get_by_text("1 line has printed").wait_for(timeout=PATIENCE * 1000)
    page.get_by_role("radio", name="Layers").click()
    page.get_by_text("16 relu").nth(1).wait_for(timeout=PATIENCE * 1000)
    visitor.until(lambda: visitor.header().get("parameters") == 403, PATIENCE)
    page.get_by_role("button", name="Play").click()
    visitor.until(lambda: visitor.header().get("status") == "finished", PATIENCE)
    assert visitor.header()["val_metric"] > 0.9
    assert visitor.header()["epoch"] == 60
    loss = visitor.header()["val_loss"]
    page.get_by_role("button", name="Gradient", exact=True).click()
    visitor.until(lambda: visitor.array("gradient/0"), PATIENCE)
    page.locator(".graph .facts", has_text="∇ kernel").first.wait_for(timeout=PATIENCE * 1000)

    friend = visit("code?" + page.url.partition("?")[2])
    friend.page.get_by_text("1 line has printed").wait_for(timeout=PATIENCE * 1000)
    friend.page.get_by_role("button", name="Play").click()
    friend.until(lambda: friend.header().get("status") == "finished", PATIENCE)
    assert friend.header()["val_loss"] == pytest.approx(loss, rel=1e-4)
    assert not ours(friend.errors + visitor.errors)


def test_a_nested_model_is_opened_by_mouse_and_closed_by_keyboard(visit):
    visitor = visit("code?" + graph_templates["graph_autoencoder"].link)
    page = visitor.page
    page.locator(".graph .box", has_text="encoder").get_by_text("+ Open").click()
    inner = page.locator('.graph .box[data-name="encoder / dense_1"]')
    expect(inner).to_contain_text("→ 4")
    visitor.play()
    visitor.until(lambda: visitor.array("example/2"))
    shows(inner.locator("canvas"), colours=3)
    page.locator('.graph .box[data-name="encoder"]').focus()
    page.keyboard.press("o")
    expect(inner).to_have_count(0)
    page.keyboard.press("o")  # it still has the focus
    expect(inner).to_have_count(1)
    assert not ours(visitor.errors)


def test_what_is_wrong_is_said_at_its_line_and_mended(visitor):
    page = visitor.page
    below = page.get_by_role("button", name="What is understood…")
    place = area(below)
    paste(visitor, "import keras\n\nmodel = keras.Sequential([keras.layers.Dence(3)])\n")
    page.get_by_text("Did you mean Dense?").first.wait_for(timeout=PATIENCE * 1000)
    visitor.until(lambda: visitor.header().get("notes"), PATIENCE)
    assert "Dence" not in page.locator(".words").inner_text()  # once, where it is
    assert below.bounding_box() == place
    paste(visitor, 'import keras\n\nmodel = keras.Sequential([keras.layers.Dense(3, "softmax")])\n')
    page.get_by_text("Did you mean").first.wait_for(state="detached", timeout=PATIENCE * 1000)
    visitor.until(lambda: visitor.header().get("parameters") == 15, PATIENCE)


@pytest.mark.parametrize("where", ["code", "functional"])
def test_a_model_file_is_opened_and_a_damaged_one_changes_nothing(visit, tmp_path, where):
    model = keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(7, "relu"), keras.layers.Dense(3, "softmax")])
    model.save(tmp_path / "flowers.keras")
    (tmp_path / "damaged.keras").write_bytes((tmp_path / "flowers.keras").read_bytes()[:-9])
    visitor = visit(f"{where}?data=iris")
    place = visitor.page.locator(".st-key-model_file input[type=file]")
    place.set_input_files(tmp_path / "flowers.keras")
    visitor.until(lambda: visitor.header().get("parameters") == model.count_params(), PATIENCE)
    visitor.page.get_by_text("Its weights are not taken over").wait_for()
    place.set_input_files(tmp_path / "damaged.keras")
    visitor.page.get_by_text("damaged.keras cannot be read").wait_for()
    assert visitor.header()["parameters"] == model.count_params()
    assert not ours(visitor.errors)


def test_a_template_makes_points_of_its_own(visitor):
    page = visitor.page
    page.get_by_role("combobox", name="a template").click()
    page.get_by_role("option", name="A generative adversarial network").click()
    visitor.until(lambda: visitor.header().get("metric_name") == "critic_loss", PATIENCE)
    visitor.until(lambda: visitor.array("samples/x"), PATIENCE)
    before = visitor.array("samples/x")
    page.get_by_role("button", name="Play").click()
    visitor.until(lambda: visitor.header().get("epoch", 0) > 5, PATIENCE)
    visitor.until(lambda: visitor.array("samples/x") != before)
    assert not ours(visitor.errors)


def test_tutorials_in_four_styles_are_pasted_one_after_the_other_and_train(visit):
    visitor = visit("code?data=wine")
    for name, parameters in (
            ("a model inside a model, with callbacks", 163),
            ("flowers from scikit-learn, in a main function", 191),
            ("an autoencoder that drops noise", 838),
            ("a list of layers, pictures of digits", 12_730)):
        paste(visitor, TUTORIALS[name][1])
        visitor.until(lambda: visitor.header().get("parameters") == parameters, PATIENCE)
        visitor.page.get_by_role("button", name="Play").click()
        visitor.until(lambda: visitor.header().get("epoch", 0) >= 2, PATIENCE)
    assert not ours(visitor.errors)

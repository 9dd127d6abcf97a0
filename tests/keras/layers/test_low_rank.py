"""Adapted layers against Keras 3.15: what is trained, what comes out, and files both ways."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import both

RNG = np.random.default_rng(0)
X = RNG.normal(size=(4, 5, 5, 3)).astype("float32")
IDS = RNG.integers(0, 6, (4, 3))
Y = RNG.normal(size=(4, 2)).astype("float32")
LAYERS = {
    "Dense": (lambda k: k.layers.Dense(4, kernel_regularizer="l2"), X),
    "Dense by its argument": (lambda k: k.layers.Dense(4, lora_rank=2, lora_alpha=3), X),
    "Embedding": (lambda k: k.layers.Embedding(6, 4), IDS),
    "ReversibleEmbedding": (lambda k: k.layers.ReversibleEmbedding(6, 4), IDS),
    "EinsumDense": (lambda k: k.layers.EinsumDense("abcd,de->abce", (5, 5, 2), bias_axes="e"), X),
    "Conv2D": (lambda k: k.layers.Conv2D(4, 3), X),
}


def adapted(k, name):
    make, x = LAYERS[name]
    model = k.Sequential([k.Input(x.shape[1:], dtype=x.dtype.name), make(k), k.layers.Flatten(),
                          k.layers.Dense(2)])
    layer = model.layers[0]
    if not layer.lora_enabled:
        layer.enable_lora(2, lora_alpha=3, b_initializer="ones")
    model.compile(k.optimizers.SGD(0.01), "mse")
    losses = model.fit(x, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    return model, losses


@pytest.mark.parametrize("name", LAYERS)
def test_an_adapted_layer_trains_as_in_keras_and_opens_there(name, tmp_path):
    (ours, losses), (theirs, expected) = both(lambda k: adapted(k, name))
    np.testing.assert_allclose(losses, expected, rtol=1e-4)
    assert [each.path for each in ours.trainable_weights] == [
        each.path for each in theirs.trainable_weights]
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    config, wanted = (model.layers[0].get_config() for model in (ours, theirs))
    assert [config[key] for key in ("lora_rank", "lora_alpha") if key in wanted] == [
        wanted[key] for key in ("lora_rank", "lora_alpha") if key in wanted]
    expected = ours.predict(LAYERS[name][1], verbose=0)
    for model, k in ((ours, oracle), (theirs, keras), (ours, keras)):
        model.save(tmp_path / "model.keras")
        opened = k.models.load_model(tmp_path / "model.keras")
        np.testing.assert_allclose(
            opened.predict(LAYERS[name][1], verbose=0), expected, rtol=1e-4, atol=1e-5)


def test_what_cannot_be_adapted_is_said():
    layer = keras.layers.Dense(2)
    with pytest.raises(ValueError, match="not built: call it on data before enable_lora"):
        layer.enable_lora(1)
    layer.build((None, 3))
    layer.enable_lora(1)
    with pytest.raises(ValueError, match="adapted already"):
        layer.enable_lora(1)
    held = keras.layers.Dense(2, kernel_constraint="non_neg")
    held.build((None, 3))
    with pytest.raises(ValueError, match="no kernel_constraint for enable_lora"):
        held.enable_lora(1)

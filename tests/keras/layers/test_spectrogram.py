"""Sound as a picture against Keras 3.15."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import Comparison

SMALL = {"fft_length": 16, "sequence_stride": 6, "num_mel_bins": 5, "sampling_rate": 400}
CASES = {
    "of the power": ((40,), lambda k: k.layers.MelSpectrogram(**SMALL)),
    "of the magnitude": ((40,), lambda k: k.layers.MelSpectrogram(
        **SMALL, mag_exp=1.0, power_to_db=False, min_freq=30.0, max_freq=150.0, window="hamming")),
    "near the loudest": ((40,), lambda k: k.layers.MelSpectrogram(
        **SMALL, top_db=3.0, ref_power=2.0)),
}
COMPARED = Comparison(CASES)


@pytest.mark.parametrize("case", CASES)
def test_pitches_are_as_strong_as_in_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


def test_a_window_longer_than_its_transform_is_answered_by_a_sentence():
    with pytest.raises(ValueError, match="fft_length of sequence_length, 9, or more; got 8"):
        keras.layers.MelSpectrogram(8, sequence_length=9)


def test_short_windows_give_the_output_of_keras_and_have_a_gradient():
    """Keras's is no number where a window hears nothing."""
    x = np.random.default_rng(0).normal(size=(2, 40)).astype("float32")
    ours, theirs = (k.layers.MelSpectrogram(**SMALL, sequence_length=10) for k in (keras, oracle))
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-4, atol=1e-5)
    slopes, its = (jax.grad(lambda x, f=f: f(x).sum())(np.zeros_like(x)) for f in (ours, theirs))
    assert np.isfinite(slopes).all() and not np.isfinite(its).all()

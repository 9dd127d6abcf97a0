"""MelSpectrogram: sound as a picture of what pitches there are, and when."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.ops.signals import stft
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("MelSpectrogram")
class MelSpectrogram(Layer):
    """How strong each pitch is in each window of a sound, on the mel scale, in decibels.

    A mel is a step of pitch that sounds as large everywhere: mel = 1127 ln(1 + hertz / 700).

    Args:
        fft_length, sequence_length, sequence_stride: of the windows, in samples.
        sampling_rate: samples a second.
        num_mel_bins: how many pitches, from ``min_freq`` to ``max_freq`` hertz.
        power_to_db: decibels over ``ref_power``, at most ``top_db`` below the loudest.
        mag_exp: 2 for the power, 1 for the magnitude.

    Shapes: (samples,) or (batch, samples) in, (…, num_mel_bins, windows) out.

    Source: D. O'Shaughnessy, "Speech communication: human and machine", 1987 (the scale).
    """

    def __init__(
        self, fft_length: int = 2048, sequence_stride: int = 512,
        sequence_length: int | None = None, window: Any = "hann", sampling_rate: int = 16000,
        num_mel_bins: int = 128, min_freq: float = 20.0, max_freq: float | None = None,
        power_to_db: bool = True, top_db: float = 80.0, mag_exp: float = 2.0,
        min_power: float = 1e-10, ref_power: float = 1.0, **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.fft_length, self.sequence_stride = fft_length, sequence_stride
        self.sequence_length = sequence_length or fft_length
        if fft_length < self.sequence_length:
            raise ValueError("MelSpectrogram expects an fft_length of sequence_length, "
                             f"{self.sequence_length}, or more; got {fft_length}.")
        self.window, self.sampling_rate, self.num_mel_bins = window, sampling_rate, num_mel_bins
        self.min_freq, self.max_freq = min_freq, max_freq or int(sampling_rate / 2)
        self.power_to_db, self.top_db, self.mag_exp = power_to_db, top_db, mag_exp
        self.min_power, self.ref_power = min_power, ref_power
        self.built = True

    def call(self, inputs: Array) -> Array:
        real, imaginary = stft(inputs.astype("float32"), self.sequence_length,
                               self.sequence_stride, self.fft_length, self.window)
        strength = (real**2 + imaginary**2) ** (self.mag_exp / 2)
        pitches = strength @ jnp.asarray(self._shares(strength.shape[-1]))
        if self.power_to_db:
            pitches = self._decibels(pitches)
        return jnp.swapaxes(pitches, -1, -2).astype(self.compute_dtype)

    def _shares(self, frequencies: int) -> np.ndarray:
        """What of each frequency belongs to each pitch, in triangles: (frequencies, pitches)."""
        hertz = np.linspace(0.0, self.sampling_rate / 2, frequencies)
        edges = np.linspace(_mel(self.min_freq), _mel(self.max_freq), self.num_mel_bins + 2)
        low, middle, high = edges[:-2], edges[1:-1], edges[2:]
        mels = _mel(hertz)[:, None]
        shares = np.minimum((mels - low) / (middle - low), (high - mels) / (high - middle))
        shares[0] = 0.0  # what does not swing has no pitch
        return np.maximum(shares, 0.0).astype("float32")

    def _decibels(self, power: Array) -> Array:
        least = self.min_power
        level = 10 * (jnp.log10(jnp.maximum(power, least))
                      - np.log10(max(abs(self.ref_power), least)))
        return jnp.maximum(level, jnp.max(level) - self.top_db)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        *batch, samples = input_shape
        windows = None if samples is None else samples // self.sequence_stride + 1
        return (*batch, self.num_mel_bins, windows)

    def get_config(self) -> dict[str, Any]:
        names = ("fft_length", "sequence_stride", "sequence_length", "window", "sampling_rate",
                 "num_mel_bins", "min_freq", "max_freq", "power_to_db", "top_db", "mag_exp",
                 "min_power", "ref_power")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


def _mel(hertz: Any) -> Any:
    return 1127.0 * np.log(1.0 + hertz / 700.0)

"""Waves: Fourier transforms, whole and window by window. A complex array is a pair of real ones."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from playground.keras.backend import jnp, lax
from playground.keras.ops import base
from playground.keras.variable import Array

op = functools.partial(base.op, module="math")
Pair = tuple[Array, Array]


@op(class_name="FFT")
def fft(x: tuple[Array, Array]) -> Pair:
    """The discrete Fourier transform along the last axis."""
    return _parts(jnp.fft.fft(_complex(x)))


@op(class_name="FFT2")
def fft2(x: tuple[Array, Array]) -> Pair:
    """The discrete Fourier transform along the last two axes."""
    return _parts(jnp.fft.fft2(_complex(x)))


@op(class_name="IFFT2")
def ifft2(x: tuple[Array, Array]) -> Pair:
    """The way back from ``fft2``."""
    return _parts(jnp.fft.ifft2(_complex(x)))


@op(class_name="RFFT")
def rfft(x: Array, fft_length: int | None = None) -> Pair:
    """The transform of real numbers: the first half, as the second mirrors it."""
    return _parts(jnp.fft.rfft(jnp.asarray(x), n=fft_length, axis=-1))


@op(class_name="IRFFT")
def irfft(x: tuple[Array, Array], fft_length: int | None = None) -> Array:
    """The way back from ``rfft``."""
    return jnp.fft.irfft(_complex(x), n=fft_length, axis=-1)


@op(class_name="ExtractSequences")
def extract_sequences(x: Array, sequence_length: int, sequence_stride: int) -> Array:
    """Windows of a signal, one every ``sequence_stride`` samples: (…, windows, samples)."""
    x = jnp.asarray(x)
    count = (x.shape[-1] - sequence_length) // sequence_stride + 1
    places = (np.arange(count)[:, None] * sequence_stride + np.arange(sequence_length))
    return x[..., places]


@op(class_name="STFT")
def stft(
    x: Array, sequence_length: int, sequence_stride: int, fft_length: int,
    window: Any = "hann", center: bool = True,
) -> Pair:
    """The transform of every window: what tones there are, and when. (…, windows, frequencies)

    Args:
        window: "hann", "hamming", an array of ``sequence_length`` weights, or None.
        center: whether the signal is mirrored at its ends, so that windows are centred.

    Raises:
        ValueError: an unknown window, or one longer than the transform.
    """
    x = jnp.asarray(x)
    weights = _window(window, sequence_length, fft_length, x.dtype)
    if center:
        half = fft_length // 2
        x = jnp.pad(x, [(0, 0)] * (x.ndim - 1) + [(half, half)], mode="reflect")
    frames = extract_sequences(x, fft_length, sequence_stride)
    return _parts(jnp.fft.rfft(frames * weights, n=fft_length))


@op(class_name="ISTFT")
def istft(
    x: tuple[Array, Array], sequence_length: int, sequence_stride: int, fft_length: int,
    length: int | None = None, window: Any = "hann", center: bool = True,
) -> Array:
    """The signal from the transforms of its windows: Σ w y / Σ w² over those that overlap."""
    spectrum = _complex(x)
    frames = jnp.fft.irfft(spectrum, n=fft_length)
    weights = _window(window, sequence_length, fft_length, frames.dtype)
    size = fft_length + sequence_stride * (frames.shape[-2] - 1)
    places = np.arange(frames.shape[-2])[:, None] * sequence_stride + np.arange(fft_length)
    signal = jnp.zeros((*frames.shape[:-2], size), frames.dtype).at[..., places].add(
        frames * weights)
    norm = jnp.zeros(size, frames.dtype).at[places].add(
        jnp.broadcast_to(jnp.square(weights), places.shape))
    signal = signal / jnp.where(norm > 1e-10, norm, 1.0)
    start = fft_length // 2 if center else 0
    end = start + length if length is not None else (size - fft_length // 2 if center else size)
    return signal[..., start:end]


def _window(window: Any, sequence_length: int, fft_length: int, dtype: Any) -> Array:
    """The weights of a window in the middle of a transform's samples."""
    if fft_length < sequence_length:
        raise ValueError(f"Expected fft_length of at least sequence_length, {sequence_length}; "
                         f"got {fft_length}.")
    before = (fft_length - sequence_length) // 2
    after = fft_length - sequence_length - before
    if window is None:
        return jnp.ones(fft_length, dtype)
    if isinstance(window, str):
        ways = {"hann": 0.5, "hamming": 0.54}
        if window not in ways:
            raise ValueError(f"Expected the window 'hann', 'hamming' or an array; got {window!r}.")
        angle = 2 * np.pi * np.arange(sequence_length) / sequence_length
        window = ways[window] - (1 - ways[window]) * np.cos(angle)
    window = jnp.asarray(window, dtype)
    if window.shape != (sequence_length,):
        raise ValueError(f"Expected a window of {sequence_length} weights; got {window.shape}.")
    return jnp.pad(window, (before, after))


def _complex(x: Any) -> Array:
    if not isinstance(x, (list, tuple)) or len(x) != 2:
        raise ValueError("Expected a pair of arrays, the real and the imaginary parts.")
    real, imaginary = (jnp.asarray(each) for each in x)
    if real.shape != imaginary.shape or not jnp.issubdtype(real.dtype, jnp.floating):
        raise ValueError("Expected real and imaginary parts of one shape, both floats; got "
                         f"{real.shape} of {real.dtype} and {imaginary.shape}.")
    return lax.complex(real, imaginary)


def _parts(x: Array) -> Pair:
    return jnp.real(x), jnp.imag(x)

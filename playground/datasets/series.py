"""Series: values in the order of time, of which the next is to be told from the last few.

Each function takes a generator, the number of values and the noise in percent, and returns them
(points,) float64. Noise is added to what is seen and never goes back into the rule. As with
points, the source stands by itself, more values keep the earlier ones, and noise only scales.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.datasets.registry import (
    SERIES,
    Card,
    Column,
    Data,
    Dataset,
    Form,
    Settings,
    datasets,
    describe,
    training_points,
)
from playground.fields import Number, Whole

NEXT = Column("next_value", "Next value", "The value that follows the window.")


def series(name: str, *, title: str, window: int, noise: int, what: str, source: str,
           ) -> Callable[[Callable[..., np.ndarray]], Dataset]:
    """Register the decorated function of values.

    Args:
        window: how many values a network sees, at first.
        noise: percent, at first.
        what: the card's sentences.
        source: where the rule is from.
    """

    def add(function: Dataset) -> Dataset:
        card = Card(what=f"{what} What is the next value?", source=source, licence="free to use")
        describe(function, title=title, kind=SERIES, classes=(), card=card, target=NEXT, share=80,
                 adjusts=("points", "share", "data_seed"))
        function.form = lambda settings: Form(SERIES, (settings["window"], 1))
        function.load = _drawn_by(function)
        return datasets.register(name, window=Whole(
            default=window, low=2, high=64, label="Window", restarts=True,
            help="How many values before it the network sees to tell the next one."),
            noise=Number(
                default=noise, low=0, high=50, step=5, label="Noise", restarts=True,
                help="How far the values are moved up or down, in percent. The rule underneath "
                     "stays the same."))(function)

    return add


def windows(values: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Every run of ``window`` values, (n, window, 1) float32, and the value after it, (n,)."""
    x = np.lib.stride_tricks.sliding_window_view(values, window)[:-1]
    return x[..., np.newaxis].astype(np.float32), values[window:].astype(np.float32)


def _drawn_by(function: Callable[..., np.ndarray]) -> Callable[..., Data]:
    def load(settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """As many windows as ``points``; the earlier ``share`` percent are there to learn from."""
        window = settings["window"]
        values = function(np.random.default_rng(seed), points + window, settings["noise"])
        x, y = windows(values, window)
        border = training_points(points, share)
        return Data(x[:border], y[:border], x[border:], y[border:])

    return load


@series(
    "noisy_sine", title="Noisy sine", window=24, noise=20,
    what="A sine wave with a period of 25 steps, seen through noise.",
    source="Layer Playground computes it: xₜ = sin(2π t / 25 + φ), φ from the seed")
def noisy_sine(
    rng: np.random.Generator, points: int, noise: float
) -> np.ndarray:
    """A sine wave in noise: only the noise cannot be told in advance."""
    phase = 2 * np.pi * rng.random()
    values = np.sin(2 * np.pi * np.arange(points) / 25 + phase)
    return values + noise / 100 * (2 * rng.random(points) - 1)


@series(
    "seasons", title="Two seasons", window=32, noise=10,
    what="Two waves on top of each other, as in a shop that has its weeks and its months: periods "
         "of 7 and 30 steps.",
    source="Layer Playground computes it: xₜ = (sin(2π t / 7 + φ) + sin(2π t / 30 + ψ)) / 2, "
           "φ and ψ from the seed")
def seasons(
    rng: np.random.Generator, points: int, noise: float
) -> np.ndarray:
    """Two waves at once, of a week and of a month: a window must show both."""
    week, month = 2 * np.pi * rng.random(2)
    step = 2 * np.pi * np.arange(points)
    values = (np.sin(step / 7 + week) + np.sin(step / 30 + month)) / 2
    return values + noise / 100 * (2 * rng.random(points) - 1)


@series(
    "logistic_map", title="Logistic map", window=4, noise=0,
    what="Every value follows from the one before by a parabola, and yet nobody can tell it far "
         "in advance: a tiny difference doubles with nearly every step.",
    source="Layer Playground computes it: xₜ₊₁ = 3.9 xₜ (1 − xₜ), from R. M. May, Simple "
           "mathematical models with very complicated dynamics, Nature 261, 1976; x₀ from the "
           "seed")
def logistic_map(
    rng: np.random.Generator, points: int, noise: float
) -> np.ndarray:
    """Chaos from a parabola: the next value is easy, the tenth impossible."""
    values = np.empty(points)
    values[0] = 0.1 + 0.8 * rng.random()
    for step in range(1, points):
        values[step] = 3.9 * values[step - 1] * (1 - values[step - 1])
    return values + noise / 100 * (2 * rng.random(points) - 1)

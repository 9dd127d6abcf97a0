"""Pictures of ten classes: x (n, height, width, 1) uint8, 0 to 255, and y (n,) int32."""

from __future__ import annotations

from functools import cache

import numpy as np

from playground.datasets.files import carried, fixed, shipped
from playground.datasets.registry import IMAGE, Card, Data, Form, Settings, loader
from playground.datasets.splitting import split
from playground.fields import Whole

DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot")


@loader(
    "mnist", title="MNIST", kind=IMAGE, form=lambda settings: Form(IMAGE, (28, 28, 1)),
    classes=DIGITS,
    fields={"train": Whole(
        default=60_000, low=1000, high=60_000, step=1000, label="Training pictures", restarts=True,
        help="How many of the 60,000 training pictures the network learns from: the first ones. "
             "The 10,000 that test it stay the same.")},
    card=Card(
        what="Digits that some 500 people wrote by hand, each centred in 28 × 28 pixels, from 0 "
             "for the black paper to 255 for the white ink. Which digit is it?",
        source="Y. LeCun, C. Cortes and C. Burges, 1998, from forms of the NIST",
        licence="CC BY-SA 3.0"))
def mnist(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Digits written by hand, 28 × 28 pixels: the classic, complete."""
    return _official("mnist.npz", settings["train"])


@loader(
    "fashion_mnist", title="Fashion-MNIST", kind=IMAGE, classes=CLOTHES,
    form=lambda settings: Form(IMAGE, (28, 28, 1)),
    card=Card(
        what="Clothes, shoes and bags from a shop's catalogue in 28 × 28 pixels. Which of ten "
             "kinds is it? It looks like MNIST and is harder.",
        source="H. Xiao, K. Rasul and R. Vollgraf, Zalando Research, 2017",
        licence="MIT",
        note="A sample of the 70,000 pictures, as many of each kind: 10,000 to learn from and "
             "2,000 to test. It is not the official split, so its figures cannot be compared "
             "with published ones."))
def fashion_mnist(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Ten kinds of clothes, 28 × 28 pixels: like MNIST, but harder."""
    return _official("fashion_mnist.npz")


@loader(
    "digits", title="Digits 8 × 8", kind=IMAGE, classes=DIGITS,
    form=lambda settings: Form(IMAGE, (8, 8, 1)), adjusts=("share", "data_seed"),
    card=Card(
        what="Digits that 13 people wrote by hand, in 8 × 8 pixels: small enough to learn in "
             "seconds. Which digit is it?",
        source="E. Alpaydin and C. Kaynak, UCI repository, 1998; the part that scikit-learn "
               "carries",
        licence="CC BY 4.0",
        note="The 1,797 pictures are the repository's test part; they are split here by the "
             "training share."))
def digits(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Small digits, 8 × 8 pixels: a network learns them in a second."""
    x, y = _digits()
    train, test = split(y, share, seed)
    return Data(x[train], y[train], x[test], y[test])


def _official(file: str, count: int | None = None) -> Data:
    """The parts as the file has them, without a copy; of the first, the first ``count``."""
    arrays = shipped(file)
    return Data(
        arrays["x_train"][:count, ..., np.newaxis], _labels(file, "y_train")[:count],
        arrays["x_test"][..., np.newaxis], _labels(file, "y_test"))


@cache
def _labels(file: str, part: str) -> np.ndarray:
    return fixed(shipped(file)[part].astype(np.int32))


@cache
def _digits() -> tuple[np.ndarray, np.ndarray]:
    """The pictures (1797, 8, 8, 1) uint8, whose brightness is 0 to 16 in the file, and classes."""
    rows = carried("digits.csv.gz")
    bright = np.round(rows[:, :-1] * 255 / 16)
    return (fixed(bright.astype(np.uint8).reshape(-1, 8, 8, 1)),
            fixed(rows[:, -1].astype(np.int32)))

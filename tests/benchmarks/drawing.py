"""Are drawings recognised as well as the test pictures? ``python -m tests.benchmarks.drawing``

The middle lines of MNIST's first test pictures are traced and drawn again as strokes: in place, and
at any size anywhere on the pad. The pad's own code makes pictures of them, in a real browser, and
one model judges all three.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from playground import keras
from playground.ui.components.trying import FITS
from tests.journeys.browser import launch

COUNT, FINER = 500, 4  # pictures; pixels of a finer picture for one
FIT_SCRIPT = Path(__file__).parents[2] / "playground" / "ui" / "components" / "pad_fit.js"


def main() -> None:
    """Print the three accuracies."""
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x_train / 255, y_train, epochs=5, batch_size=128, verbose=0)
    x, y = x_test[:COUNT], y_test[:COUNT]
    traced = [traces(picture) for picture in x]
    rng = np.random.default_rng(0)
    pictures = {"the pictures": x, "traced in place": drawn(traced),
                "traced anywhere": drawn([moved(strokes, rng) for strokes in traced])}
    print(f"Accuracy of Dense 128 after 5 epochs on {COUNT} test pictures of MNIST:")
    for name, each in pictures.items():
        said = model.predict(each / 255, verbose=0).argmax(-1)
        ink = each.sum() / 255 / COUNT
        print(f"{name:18} {(said == y).mean():6.1%}   mean ink {ink:5.1f} pixels")


def drawn(drawings: list[list]) -> np.ndarray:
    """What the pad makes of drawings, (n, 28, 28) uint8."""
    with sync_playwright() as playwright:
        page = launch(playwright).new_page()
        page.add_script_tag(content=f"const PEN = 0.07;\n{FIT_SCRIPT.read_text()}")
        made = [page.evaluate(
            "([strokes, fit]) => Array.from(fitDrawing(strokes, 28, 28, fit))",
            [strokes, dict(FITS["mnist"])]) for strokes in drawings]
    return np.array(made, np.uint8).reshape(-1, 28, 28)


def moved(strokes: list, rng: np.random.Generator) -> list:
    """The same drawing, smaller, somewhere on the pad."""
    size = rng.uniform(0.35, 1.0)
    corner = rng.uniform(0, 1 - size, 2)
    return (np.array(strokes) * size + corner).tolist()


def traces(picture: np.ndarray) -> list:
    """The middle lines of a picture as short strokes, [[x, y], [x, y]] from 0 to 1."""
    fine = np.kron(picture.astype(float), np.ones((FINER, FINER)))
    for axis in (0, 1):
        fine = sum(np.roll(fine, step, axis) for step in range(-2, 3)) / 5
    line = thinned(fine > 100)
    points = set(zip(*(places.tolist() for places in np.nonzero(line))))
    at = np.array([0.5, 0.5])
    return [(np.array([[x, y], [x + across, y + down]] + at) / len(line)).tolist()
            for y, x in points for down, across in ((0, 1), (1, 0), (1, 1), (1, -1))
            if (y + down, x + across) in points]


def thinned(ink: np.ndarray) -> np.ndarray:
    """Ink as lines one pixel wide (Zhang & Suen, 1984)."""
    ink = ink.astype(np.uint8)
    while True:
        before = ink.sum()
        for first in (True, False):
            padded = np.pad(ink, 1)
            places = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))  # from above
            around = [padded[y:y + ink.shape[0], x:x + ink.shape[1]] for y, x in places]
            count = sum(around)
            turns = sum((a == 0) & (b == 1) for a, b in zip(around, around[1:] + around[:1]))
            up, right, down, left = around[0], around[2], around[4], around[6]
            open_sides = ((up * right * down == 0) & (right * down * left == 0) if first
                          else (up * right * left == 0) & (up * down * left == 0))
            ink[(ink == 1) & (count >= 2) & (count <= 6) & (turns == 1) & open_sides] = 0
        if ink.sum() == before:
            return ink


if __name__ == "__main__":
    main()

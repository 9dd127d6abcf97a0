"""A small picture of a data set, for choosing one."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np

from playground.figures.colours import DARK, LIGHT, rgb, table

SIZE = 64
_ROOM = 3.0  # pixels between the outermost point and the edge
_MOST = 160  # points; more do not show at this size


def points(x: np.ndarray, y: np.ndarray, task: str) -> str:
    """The points as an SVG picture in a data URI, transparent behind, x₂ pointing up.

    Args:
        x: (n, 2), or (n,) or (n, 1): then the picture is y over x.
        y: (n,) as for ``output.decision_map``.
        task: "regression", "binary" or "classes".
    """
    x, y = np.asarray(x, float), np.asarray(y, float).reshape(-1)
    x = x.reshape(len(y), -1)
    flat = x.shape[1] == 1
    across, up = (x[:, 0], y) if flat else (x[:, 0], x[:, 1])
    left, top = _fit(across, up, stretch=flat)
    shown = np.random.default_rng(0).permutation(len(y))[:_MOST]  # classes may come in turn
    colours = _colours(y, task)
    dots = "".join(
        f"<circle cx='{left[i]:.1f}' cy='{top[i]:.1f}' r='{1.9 if flat else 2.1}' "
        f"fill='{colours[i]}'/>" for i in shown)
    picture = (f"<svg xmlns='http://www.w3.org/2000/svg' width='{SIZE}' height='{SIZE}' "
               f"viewBox='0 0 {SIZE} {SIZE}'>{dots}</svg>")
    return "data:image/svg+xml," + quote(picture, safe=" =:/'")


def _fit(across: np.ndarray, up: np.ndarray, *, stretch: bool) -> tuple[np.ndarray, np.ndarray]:
    """Pixels from the left and from the top; a curve is stretched, a plane keeps its shape."""
    wide, high = np.abs(across).max(initial=1e-9), np.abs(up).max(initial=1e-9)
    if not stretch:
        wide = high = max(wide, high)
    half = SIZE / 2 - _ROOM
    return SIZE / 2 + half * across / wide, SIZE / 2 - half * up / high  # an SVG's y points down


def _colours(y: np.ndarray, task: str) -> list[str]:
    """One colour a point, between the forms for a light and a dark page: readable on both."""
    classes = [_between(one, other) for one, other in zip(LIGHT.classes, DARK.classes)]
    if task == "classes":
        return [classes[int(label) % len(classes)] for label in y]
    if task == "binary":
        return [classes[int(value > 0)] for value in y]
    scale = table(((0, classes[0]), (0.5, "#a9aeb8"), (1, classes[1])))
    at = 127 + np.round(127 * y / (np.abs(y).max(initial=0.0) or 1.0)).astype(int)
    return ["#%02x%02x%02x" % scale[index] for index in at]


def _between(one: str, other: str) -> str:
    return "#%02x%02x%02x" % tuple((a + b) // 2 for a, b in zip(rgb(one), rgb(other)))

"""Pictures seen from aside, or bent like rubber."""

from __future__ import annotations

from typing import Any

from playground.keras import random
from playground.keras.backend import jax, jnp
from playground.keras.ops.base import op
from playground.keras.ops.image.filters import gaussian_blur
from playground.keras.ops.image.warping import ORDERS, check_fill, read
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array


@op(class_name="PerspectiveTransform")
def perspective_transform(
    images: Array, start_points: Array, end_points: Array, interpolation: str = "bilinear",
    fill_value: float = 0, data_format: str | None = None,
) -> Array:
    """The picture in which four points have moved, and all straight lines have stayed straight.

    Args:
        start_points, end_points: four points (x, y), (4, 2) or (batch, 4, 2): where they are in
            the picture, and where they come to lie.

    Raises:
        ValueError: an unknown interpolation, or other shapes.
    """
    images, before, after = jnp.asarray(images), jnp.asarray(start_points), jnp.asarray(end_points)
    _check("perspective_transform", images, interpolation)
    if before.shape != after.shape or before.shape[-2:] != (4, 2) or before.ndim not in (2, 3):
        raise ValueError("perspective_transform expects four points before and after, of shape "
                         f"(4, 2) or (batch, 4, 2); got {before.shape} and {after.shape}.")
    before, after = (each.astype("float32").reshape(-1, 4, 2) for each in (before, after))

    def places(height: int, width: int) -> Array:
        y, x = jnp.meshgrid(jnp.arange(height), jnp.arange(width), indexing="ij")
        a = [each[:, None, None] for each in jnp.unstack(_homography(before, after), axis=-1)]
        scale = a[6] * x + a[7] * y + 1
        return jnp.stack([(a[3] * x + a[4] * y + a[5]) / scale,
                          (a[0] * x + a[1] * y + a[2]) / scale], axis=1)

    return _read_at(images, places, interpolation, "constant", fill_value, data_format)


@op(class_name="ElasticTransform")
def elastic_transform(
    images: Array, alpha: float = 20.0, sigma: float = 5.0, interpolation: str = "bilinear",
    fill_mode: str = "reflect", fill_value: float = 0.0, seed: Any = None,
    data_format: str | None = None,
) -> Array:
    """Every pixel read off a little aside, neighbours about as far as each other.

    As in Keras one draw moves them along both axes, so along the diagonal.

    Args:
        alpha: how far.
        sigma: how many pixels move together.

    Source: P. Y. Simard et al., Proc. ICDAR (2003).

    Raises:
        ValueError: an unknown interpolation or fill mode, or no pictures.
    """
    images = jnp.asarray(images)
    _check("elastic_transform", images, interpolation)
    check_fill(fill_mode, "elastic_transform")
    window, key = (int(6 * sigma) | 1,) * 2, random.key_of(seed)
    count = images.shape[0] if images.ndim == 4 else 1

    def places(height: int, width: int) -> Array:
        noise = sigma * random.normal((count, height, width), dtype=images.dtype.name, seed=key)
        aside = alpha * gaussian_blur(noise[..., None], window, (sigma, sigma),
                                      data_format="channels_last")[..., 0]
        y, x = jnp.meshgrid(jnp.arange(height), jnp.arange(width), indexing="ij")
        return jnp.stack([y + aside, x + aside], axis=1)

    return _read_at(images, places, interpolation, fill_mode, fill_value, data_format)


def _homography(before: Array, after: Array) -> Array:
    """a₀ … a₇ that lead from each point after to the one before, (batch, 8).

    x = (a₀ u + a₁ v + a₂) / (a₆ u + a₇ v + 1), y = (a₃ u + a₄ v + a₅) / (a₆ u + a₇ v + 1)
    """
    (x, y), (u, v) = jnp.unstack(before, axis=-1), jnp.unstack(after, axis=-1)  # (batch, 4)
    zero, one = jnp.zeros_like(u), jnp.ones_like(u)
    rows = jnp.concatenate([
        jnp.stack([u, v, one, zero, zero, zero, -x * u, -x * v], axis=-1),
        jnp.stack([zero, zero, zero, u, v, one, -y * u, -y * v], axis=-1)], axis=1)
    return jnp.linalg.solve(rows, jnp.concatenate([x, y], axis=-1)[..., None])[..., 0]


def _read_at(
    images: Array, places: Any, interpolation: str, fill_mode: str, fill_value: float,
    data_format: str | None,
) -> Array:
    """Every channel read off at (y, x): ``places`` gives (batch, 2, height, width)."""
    last = checked_format(data_format, "The picture") == "channels_last"
    batch = images if images.ndim == 4 else images[None]
    batch = jnp.moveaxis(batch, -1, 1) if last else batch  # (batch, channels, height, width)
    at = places(*batch.shape[2:])
    at = jnp.broadcast_to(at, (batch.shape[0], *at.shape[1:]))

    def one(channel: Array, where: Array) -> Array:
        return read(channel, where, ORDERS[interpolation], fill_mode, fill_value)

    outputs = jax.vmap(jax.vmap(one, (0, None)))(batch, at)
    outputs = jnp.moveaxis(outputs, 1, -1) if last else outputs
    return outputs if images.ndim == 4 else outputs[0]


def _check(who: str, images: Array, interpolation: str) -> None:
    if interpolation not in ORDERS:
        raise ValueError(f"{who} expects 'nearest' or 'bilinear'; got {interpolation!r}.")
    if images.ndim not in (3, 4):
        raise ValueError(f"{who} expects a picture or a batch of them; got the shape "
                         f"{images.shape}.")

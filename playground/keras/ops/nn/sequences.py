"""Sequences read out of scores: connectionist temporal classification.

A label is stretched over the time steps: each of its classes for one step or more, in order, with
blanks (class ``mask_index``) between.

Source: A. Graves et al., ICML 2006.
"""

from __future__ import annotations

from playground.keras.backend import jax, jnp, lax
from playground.keras.ops.base import op
from playground.keras.variable import Array

_NEVER = -1e30  # log 0; an infinity would have no gradient


@op(class_name="CTCLoss")
def ctc_loss(
    target: Array, output: Array, target_length: Array, output_length: Array, mask_index: int = 0
) -> Array:
    """-log of the probability of each label, over all ways of stretching it.

    α holds the probability of having come to each place of blank, first, blank, second, ….

    Args:
        target: the classes of each label, of which ``target_length`` count; (batch, length).
        output: what a softmax would be applied to; (batch, steps, classes), of which
            ``output_length`` steps count.

    Raises:
        ValueError: other numbers of axes.
    """
    labels, output = jnp.asarray(target).astype("int32"), jnp.asarray(output)
    if labels.ndim != 2 or output.ndim != 3:
        raise ValueError("ctc_loss expects labels of shape (batch, length) and predictions of "
                         f"shape (batch, steps, classes); got {labels.shape} and {output.shape}.")
    size, length = labels.shape
    places = jnp.full((size, 2 * length + 1), mask_index, "int32").at[:, 1::2].set(labels)
    before = jnp.pad(places, ((0, 0), (2, 0)), constant_values=mask_index)[:, :-2]
    skips = (places != mask_index) & (places != before)  # over a blank between different classes
    log_p = jnp.take_along_axis(jax.nn.log_softmax(output, -1), places[:, None, :], -1)

    def later(alpha: Array, by: int) -> Array:
        return jnp.pad(alpha, ((0, 0), (by, 0)), constant_values=_NEVER)[:, :-by]

    def step(alpha: Array, now: tuple[Array, Array]) -> tuple[Array, None]:
        log_p, counts = now
        came = jnp.logaddexp(alpha, later(alpha, 1))
        came = jnp.logaddexp(came, jnp.where(skips, later(alpha, 2), _NEVER)) + log_p
        return jnp.where(counts[:, None], came, alpha), None

    first = jnp.where(jnp.arange(2 * length + 1) < 2, log_p[:, 0], _NEVER)
    counts = jnp.arange(1, output.shape[1])[:, None] < jnp.asarray(output_length)
    alpha, _ = lax.scan(step, first, (jnp.moveaxis(log_p[:, 1:], 1, 0), counts))
    last = 2 * jnp.asarray(target_length).astype("int32")[:, None]
    on_blank = jnp.take_along_axis(alpha, last, -1)
    on_class = jnp.take_along_axis(alpha, jnp.maximum(last - 1, 0), -1)
    return -jnp.logaddexp(on_blank, jnp.where(last > 0, on_class, _NEVER))[:, 0]


@op(class_name="CTCDecode")
def ctc_decode(
    inputs: Array, sequence_lengths: Array, strategy: str = "greedy", beam_width: int = 100,
    top_paths: int = 1, merge_repeated: bool = True, mask_index: int = 0,
) -> tuple[Array, Array]:
    """The label of the best class of every step, once blanks and repetitions are left out.

    Args:
        inputs: (batch, steps, classes), of which ``sequence_lengths`` steps count.
        strategy: "greedy" alone; Keras's "beam_search", with ``beam_width`` and ``top_paths``, is
            not here.
        merge_repeated: whether a class that stays for several steps counts once.

    Returns:
        the labels, (1, batch, steps), filled up with -1, and minus the sum of the best scores,
        (batch, 1).

    Raises:
        ValueError: another strategy.
    """
    if strategy != "greedy":
        raise ValueError("ctc_decode expects strategy='greedy', which takes the best class of "
                         f"every step: a beam search is not here; got {strategy!r}.")
    inputs = jnp.asarray(inputs)
    steps = jnp.arange(inputs.shape[1])
    counts = steps < jnp.asarray(sequence_lengths)[:, None]
    best = jnp.where(counts, jnp.argmax(inputs, -1), mask_index)
    score = -jnp.sum(jnp.where(counts, jnp.max(inputs, -1), 0.0), 1, keepdims=True)
    kept = best != mask_index
    if merge_repeated:
        kept &= jnp.pad(best[:, 1:] != best[:, :-1], ((0, 0), (1, 0)), constant_values=True)
    order = jnp.argsort(~kept, axis=1, stable=True)  # what is kept first, in its order
    labels = jnp.take_along_axis(jnp.where(kept, best, -1), order, 1)
    return labels[None], score

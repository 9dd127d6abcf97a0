"""Keras's activations as operations; what each computes stands in ``keras.activations``."""

from __future__ import annotations

import functools

from playground.keras import activations
from playground.keras.ops.base import op
from playground.keras.variable import Array

_operation = functools.partial(op, module="nn")

celu = _operation(activations.celu)
elu = _operation(activations.elu)
glu = _operation(activations.glu)
hard_shrink = _operation(activations.hard_shrink)
hard_sigmoid = _operation(activations.hard_sigmoid)
hard_silu = hard_swish = _operation(activations.hard_silu)
hard_tanh = _operation(activations.hard_tanh)
leaky_relu = _operation(activations.leaky_relu)
log_sigmoid = _operation(activations.log_sigmoid)
log_softmax = _operation(activations.log_softmax)
relu6 = _operation(activations.relu6)
selu = _operation(activations.selu)
sigmoid = _operation(activations.sigmoid)
silu = swish = _operation(activations.silu)
soft_shrink = _operation(activations.soft_shrink)
softmax = _operation(activations.softmax)
softplus = _operation(activations.softplus)
softsign = _operation(activations.softsign)
sparse_plus = _operation(activations.sparse_plus)
sparse_sigmoid = _operation(activations.sparse_sigmoid)
sparsemax = _operation(activations.sparsemax)
squareplus = _operation(activations.squareplus)
tanh_shrink = _operation(activations.tanh_shrink)
threshold = _operation(activations.threshold)


@op
def relu(x: Array) -> Array:
    """max(x, 0)"""
    return activations.relu(x)


@op
def gelu(x: Array, approximate: bool = True) -> Array:
    """x Φ(x), approximated unless said otherwise: the activation of the same name is exact."""
    return activations.gelu(x, approximate)

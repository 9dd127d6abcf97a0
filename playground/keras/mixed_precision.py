"""``keras.mixed_precision``: the old names of dtype policies."""

from __future__ import annotations

from playground.keras.dtype_policies import DTypePolicy, dtype_policy, set_dtype_policy
from playground.keras.optimizers.loss_scale import LossScaleOptimizer

Policy = DTypePolicy
global_policy, set_global_policy = dtype_policy, set_dtype_policy

__all__ = ["DTypePolicy", "LossScaleOptimizer", "Policy", "dtype_policy", "global_policy",
           "set_dtype_policy", "set_global_policy"]

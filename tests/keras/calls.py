"""Layers called on anything, here and in Keras 3.15, held side by side.

A case is a function that makes the layer from ``k`` (``playground.keras`` or ``keras``) and what
the layer is called with: several arrays, masks, states.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import jax
import keras as oracle
import numpy as np
from keras.src.backend.common.global_state import set_global_attribute

from tests.keras.comparing import both


class Case(NamedTuple):
    make: Callable[[Any], Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def case(make: Callable[[Any], Any], *args: Any, **kwargs: Any) -> Case:
    return Case(make, args, kwargs)


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


class Calls:
    """Many layers with the same weights, called in one compiled function: compiling is dear.

    Args:
        sloping: the cases whose gradients are compared; None: all.
    """

    def __init__(self, cases: Mapping[str, Case], sloping: Collection[str] | None = None) -> None:
        self.cases = cases
        self.sloping = cases if sloping is None else sloping
        assert set(self.sloping) <= set(cases)

    @cached_property
    def pairs(self) -> dict[str, Any]:
        """Both layers of every case and what they announce for any batch; or what went wrong."""
        made: dict[str, Any] = {}
        for name, each in self.cases.items():
            def build(k, each=each):
                layer = each.make(k)
                args, kwargs = jax.tree.map(
                    lambda x: k.KerasTensor((None, *x.shape[1:]), x.dtype.name)
                    if isinstance(x, np.ndarray) else x, (each.args, each.kwargs))
                with oracle.StatelessScope(initialize_variables=False):
                    outputs = layer(*args, **kwargs)
                set_global_attribute("uninitialized_variables", [])
                return layer, jax.tree.leaves(outputs)

            try:
                made[name] = both(build)
            except Exception as error:
                made[name] = error
        return made

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        return [self._results_of(which) for which in (0, 1)]

    def _results_of(self, which: int) -> dict[str, Any]:
        layers = {name: pair[which][0] for name, pair in self.pairs.items()
                  if not isinstance(pair, Exception)}
        failed: dict[str, Any] = {}

        def total(given):
            loss, outputs = 0.0, {}
            for name, layer in layers.items():
                state = [each.value for each in layer.non_trainable_variables]
                weights, floats = given[name] if name in self.sloping else (
                    jax.lax.stop_gradient(given[name]))
                args, kwargs = self._filled(name, floats)
                try:
                    y, after, losses = layer.stateless_call(
                        weights, state, *args, return_losses=True, **kwargs)
                except Exception as error:
                    failed[name] = error
                    continue
                outputs[name] = jax.tree.leaves(y), after, losses
                loss += sum(losses) + sum(
                    (each**2 * (1 + index)).sum() for index, each in enumerate(outputs[name][0]))
            return loss, outputs

        given = {name: self._given(name, layer) for name, layer in layers.items()}
        compute = jax.jit(jax.value_and_grad(total, has_aux=True))
        (_, outputs), slopes = compute(given)
        return {name: (outputs[name], slopes[name]) for name in outputs} | failed

    def _given(self, name: str, layer: Any) -> tuple[list[Any], list[Any]]:
        """The weights, and those of the arguments that have a gradient."""
        rng = np.random.default_rng(0)
        floats = [each for each in jax.tree.leaves(self.cases[name][1:]) if _is_float(each)]
        return [rng.normal(size=tuple(each.shape)).astype("float32") * 0.5
                for each in layer.trainable_variables], floats

    def _filled(self, name: str, floats: list[Any]) -> Any:
        rest = iter(floats)
        return jax.tree.map(lambda each: next(rest) if _is_float(each) else each,
                            tuple(self.cases[name][1:]))

    def check(self, name: str) -> None:
        """Names, announced shapes, outputs, state, losses and gradients are Keras's."""
        if isinstance(self.pairs[name], Exception):
            raise self.pairs[name]
        (ours, announced), (theirs, expected) = self.pairs[name]
        assert ours.name == theirs.name
        for a, b in zip(ours.weights, theirs.weights, strict=True):
            assert (a.path, a.shape, a.trainable) == (b.path, tuple(b.shape), b.trainable)
        mine, its = (each[name] for each in self.results)
        for result in (its, mine):
            if isinstance(result, Exception):
                raise result
        for output, symbol, of_keras in zip(mine[0][0], announced, expected, strict=True):
            assert _fits(output, symbol) and symbol.dtype == of_keras.dtype
            assert symbol.shape == of_keras.shape or not _fits(output, of_keras)
        assert jax.tree.structure(mine) == jax.tree.structure(its)
        for a, b in zip(jax.tree.leaves(mine), jax.tree.leaves(its), strict=True):
            assert a.dtype == b.dtype
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5 * max(1, np.abs(b).max()))

    def check_first_weights(self, name: str) -> None:
        """From the same seed come the same weights and states."""
        def build(k):
            layer = self.cases[name].make(k)
            layer.build(*(each.shape for each in self.cases[name].args))
            return layer

        for a, b in zip(*(each.variables for each in both(build)), strict=True):
            np.testing.assert_array_equal(np.asarray(a), np.asarray(b))

    def check_configuration(self, name: str) -> None:
        """The configuration is Keras's, and both read it back."""
        ours, theirs = both(self.cases[name].make)
        mine, its = ours.get_config(), theirs.get_config()
        assert plain(mine) == plain(its)
        assert plain(type(ours).from_config(mine).get_config()) == plain(mine)
        assert plain(type(theirs).from_config(mine).get_config()) == plain(its)


def _fits(output: Any, symbol: Any) -> bool:
    return len(output.shape) == len(symbol.shape) and all(
        size in (None, came) for size, came in zip(symbol.shape, output.shape, strict=True))


def plain(config: Any) -> Any:
    """A configuration without what is not there: tuples are lists, numbers are float32."""
    if isinstance(config, Mapping):
        return {key: plain(value) for key, value in config.items()
                if key not in ("quantization_config", "build_config")}
    if isinstance(config, float):
        return float(np.float32(config))
    return [plain(each) for each in config] if isinstance(config, (list, tuple)) else config


def _is_float(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == np.float32

"""Layers here and the same ones in Keras 3.15: made from one seed, then held side by side.

A case is the shape of one sample and a function that makes the layer from ``k``, which is
``playground.keras`` or ``keras``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import jax
import keras as oracle
import numpy as np
import pytest
from keras.src.backend.common.global_state import set_global_attribute
from keras.src.utils.naming import reset_uids

from playground import keras

Case = tuple[tuple[int, ...], Callable[[Any], Any]]

NOT_OURS = {"quantization_config", "lora_rank", "lora_alpha", "rms_scaling", "renorm",
            "renorm_clipping", "renorm_momentum"}


def values(variables):
    return [np.asarray(each) for each in variables]


def both(build):
    """The same thing built by both, from the same seed and from fresh names."""
    made = []
    for k, reset in ((keras, keras.utils.clear_session), (oracle, reset_uids)):
        reset()
        k.utils.set_random_seed(11)
        made.append(build(k))
    return made


class Comparison:
    """Many layers with the same weights on the same samples, all computed in one go.

    Compiling is dear: one function holds all layers, and the first weights, which cost a compiled
    function for every shape, are drawn only for ``check_first_weights``. Without ``gradients``
    nothing is compiled: for layers which Keras unrolls into ten thousands of operations.
    """

    def __init__(self, cases: Mapping[str, Case], training: Iterable[bool] = (False,),
                 gradients: bool = True) -> None:
        self.cases, self.training, self.gradients = cases, tuple(training), gradients

    @cached_property
    def layers(self) -> dict[str, Any]:
        """The two layers of every case, built, their weights not yet drawn; or what went wrong."""
        made: dict[str, Any] = {}
        for name, (shape, make) in self.cases.items():
            def build(k, shape=shape, make=make):
                layer = make(k)
                with oracle.StatelessScope(initialize_variables=False):
                    layer.build((None, *shape))
                set_global_attribute("uninitialized_variables", [])
                return layer

            try:
                made[name] = both(build)
            except Exception as error:
                made[name] = error
        return made

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        return [self._results_of(which) for which in (0, 1)]

    def _results_of(self, which: int) -> dict[str, Any]:
        layers = {name: pair[which] for name, pair in self.layers.items()
                  if not isinstance(pair, Exception)}
        given = {name: [self._given(name, layer) for _ in self.training]
                 for name, layer in layers.items()}
        failed: dict[str, Any] = {}

        def total(given):
            loss, outputs = 0.0, {}
            for name, layer in layers.items():
                try:
                    for training, (weights, x) in zip(self.training, given[name], strict=True):
                        y, after, more = _call(layer, weights, x, training)
                        loss = loss + (y**2).sum() + sum(more)
                        outputs.setdefault(name, []).append((y, after))
                except Exception as error:
                    failed[name] = error
            return loss, outputs

        if self.gradients:
            (_, outputs), slopes = jax.jit(jax.value_and_grad(total, has_aux=True))(given)
        else:
            outputs, slopes = total(given)[1], {}
        return {name: (outputs[name], slopes.get(name)) for name in outputs} | failed

    def _given(self, name: str, layer: Any) -> tuple[list[np.ndarray], np.ndarray]:
        """Weights and samples for a case: the same for both layers."""
        rng = np.random.default_rng(0)
        x = rng.normal(size=(3, *self.cases[name][0])).astype("float32")
        return [rng.normal(size=tuple(each.shape)).astype("float32")
                for each in layer.trainable_variables], x

    def check(self, name: str) -> None:
        """Names, shapes, outputs, state and gradients are Keras's."""
        if isinstance(self.layers[name], Exception):
            raise self.layers[name]
        ours, theirs = self.layers[name]
        assert ours.name == theirs.name
        assert ours.count_params() == theirs.count_params()
        for a, b in zip(ours.weights, theirs.weights, strict=True):
            assert (a.path, a.shape, a.trainable) == (b.path, tuple(b.shape), b.trainable)
        shape = self.cases[name][0]
        for given in ((None, *shape), (3, *shape)):
            announced = tuple(ours.compute_output_shape(given))
            assert announced == tuple(theirs.compute_output_shape(given))
        mine, its = (each[name] for each in self.results)
        if isinstance(mine, Exception):
            raise mine
        assert mine[0][0][0].shape == announced
        for a, b in zip(jax.tree.leaves(mine), jax.tree.leaves(its), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5 * max(1, np.abs(b).max()))

    def check_first_weights(self, name: str) -> None:
        """From the same seed come the same weights."""
        def build(k):
            shape, make = self.cases[name]
            layer = make(k)
            layer.build((None, *shape))
            return layer

        for a, b in zip(*(each.variables for each in both(build)), strict=True):
            np.testing.assert_array_equal(np.asarray(a), np.asarray(b))

    def check_configuration(self, name: str) -> None:
        """The configuration is Keras's, and both read it back."""
        ours, theirs = both(self.cases[name][1])
        mine, its = ours.get_config(), theirs.get_config()
        assert set(mine) - set(its) == set()
        for key in set(its) - NOT_OURS:
            if "initializer" in key or "regularizer" in key:
                if its[key] is not None:
                    assert mine[key]["class_name"] == its[key]["class_name"]
                    assert mine[key]["config"] == pytest.approx(its[key]["config"])
            elif key == "dtype":
                assert mine[key] == its[key] or mine[key]["config"] == its[key]["config"]
            elif key == "axis" and isinstance(mine[key], int):
                assert its[key] in (mine[key], [mine[key]])
            else:
                assert mine[key] == its[key] or list(mine[key]) == list(its[key])
        assert type(ours).from_config(mine).get_config() == mine
        text = json.dumps(mine)
        assert json.dumps(type(ours).from_config(json.loads(text)).get_config()) == text
        type(theirs).from_config(mine)


def _call(layer, given, x, training):
    takes_training = isinstance(layer, keras.Layer) or layer._call_has_training_arg
    settings = {"training": training} if takes_training else {}
    state = [each.value for each in layer.non_trainable_variables]
    return layer.stateless_call(given, state, x, return_losses=True, **settings)

"""200 models drawn from seeds, here and in Keras 3.15 with the same weights: everything is alike.

What an optimizer is given is compared: outputs, loss, gradients, the state after the step, every
second time while training, with Keras's random numbers. Compiling is dear: twenty models are one
function.
"""

from __future__ import annotations

import json
from typing import Any

import jax
import keras as oracle
import numpy as np
import pytest
from keras.src.backend.common.global_state import set_global_attribute

from playground import keras
from tests.keras import comparing
from tests.keras.models.test_functional_models import table, without_marks
from tests.keras.random_models import numbers, random_graph, random_stack

TOGETHER = 20
LOSSES = ("mse", "mae", "huber", "log_cosh", "squared_hinge")
EVERY = range(0, 100, TOGETHER)


def both(plan: Any) -> list[Any]:
    """The model of a plan from both, with the same names and seeds, its weights not yet drawn."""
    def build(k: Any) -> Any:
        with oracle.StatelessScope(initialize_variables=False):
            model = plan.build(k)
        set_global_attribute("uninitialized_variables", [])
        return model

    return comparing.both(build)


def given(plan: Any, model: Any, seed: int) -> tuple[Any, ...]:
    """Values for the variables, samples and labels: the same for both."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=each.shape, scale=0.5).astype("float32")
               for each in model.trainable_variables]
    state = [np.array([seed, 0], "uint32") if each.dtype == "uint32"
             else rng.uniform(0.5, 2, each.shape).astype("float32")
             for each in model.non_trainable_variables]
    x, y = (numbers(rng, each) for each in (model.inputs, model.outputs))
    return weights, state, plan.given(x), plan.arranged(y)


def steps(models: list[Any], gifts: list[tuple[Any, ...]], first: int) -> list[Any]:
    """What one step of every model computes, compiled together."""
    def total(weights):
        loss, found = 0.0, []
        for place, (model, own, (_, state, x, y)) in enumerate(
                zip(models, weights, gifts, strict=True), start=first):
            one, (_, *rest, _) = model.compute_loss_and_updates(
                own, state, [], x, y, None, training=place % 2 == 0)
            loss += one
            found.append((one, rest))
        return loss, found

    compute = jax.jit(jax.value_and_grad(total, has_aux=True))
    (_, found), slopes = compute([weights for weights, *_ in gifts])
    return list(zip(found, slopes, strict=True))


def same_structure(ours: Any, theirs: Any) -> None:
    assert ours.name == theirs.name and ours.count_params() == theirs.count_params()
    assert [each.name for each in ours.layers] == [each.name for each in theirs.layers]
    assert [each.path for each in ours.variables] == [each.path for each in theirs.variables]
    assert ours.output_shape == theirs.output_shape
    assert table(ours, expand_nested=True) == table(theirs, expand_nested=True)


@pytest.mark.filterwarnings("ignore:.*mask:UserWarning")  # by both: it is lost on the way
@pytest.mark.parametrize("first", EVERY)
@pytest.mark.parametrize("draw", [random_stack, random_graph])
def test_twenty_random_models_are_and_compute_what_they_do_in_keras(draw, first):
    plans = {seed: draw(seed) for seed in range(first, first + TOGETHER)}
    pairs, gifts = [], []
    for seed, plan in plans.items():
        pairs.append(pair := both(plan))
        same_structure(*pair)
        gifts.append(given(plan, pair[0], seed))
        for model in pair:
            names = [LOSSES[(seed + place) % len(LOSSES)] for place in range(len(model.outputs))]
            model.compile(loss=plan.arranged(names))
            model.optimizer = None
    for plan, mine, its in zip(plans.values(), *(
            steps(models, gifts, first) for models in zip(*pairs, strict=True)), strict=True):
        assert jax.tree.structure(mine) == jax.tree.structure(its)
        for a, b in zip(jax.tree.leaves(mine), jax.tree.leaves(its), strict=True):
            assert a.dtype == b.dtype
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5 * max(1, np.abs(b).max()),
                                       err_msg=str(plan))


@pytest.mark.parametrize("draw", [random_stack, random_graph])
def test_random_models_have_the_configuration_of_keras_and_read_it(draw):
    for seed in range(200, 220):
        ours, theirs = both(draw(seed))
        its = json.loads(theirs.to_json())
        assert without_marks(json.loads(ours.to_json())) == without_marks(its)
        again = keras.models.model_from_json(json.dumps(its))
        assert without_marks(json.loads(again.to_json())) == without_marks(its)
        assert [each.shape for each in again.weights] == [each.shape for each in theirs.weights]

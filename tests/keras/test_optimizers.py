"""Every registered optimizer and schedule against Keras 3.15, step by step."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.optimizers import optimizers
from playground.keras.optimizers.schedules import schedules

SETTINGS = {
    "SGD": [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}, {"clipnorm": 0.5},
            {"clipvalue": 0.1}, {"global_clipnorm": 0.3}, {"weight_decay": 0.1},
            {"use_ema": True, "ema_momentum": 0.8}, {"gradient_accumulation_steps": 2},
            {"use_ema": True, "ema_overwrite_frequency": 2}, {"loss_scale_factor": 4.0}],
    "RMSprop": [{}, {"momentum": 0.5, "clipnorm": 0.5}, {"centered": True, "weight_decay": 0.1}],
    "Adam": [{}, {"amsgrad": True}, {"gradient_accumulation_steps": 2, "clipvalue": 0.3},
             {"global_clipnorm": 0.5, "weight_decay": 0.1, "use_ema": True}],
    "Ftrl": [{}, {"l1_regularization_strength": 0.01, "beta": 0.1}],
    "Adafactor": [{}, {"relative_step": False, "weight_decay": 0.1}],
    "Muon": [{}, {"nesterov": False, "rms_rate": None, "adam_lr_ratio": 0.5}],
    "ScheduleFreeAdamW": [{}, {"warmup_steps": 3, "weight_decay": 0.1}],
}
SHAPES = ((4, 3), (3,), (2, 5))
RNG = np.random.default_rng(1)


def start():
    return [np.random.default_rng(7).normal(size=each).astype("float32") for each in SHAPES]


SLOPES = [[RNG.normal(size=each).astype("float32") for each in SHAPES] for _ in range(6)]


def stepped(k, optimizer, slopes=SLOPES):
    """The values after some pure steps."""
    variables = [k.Variable(each) for each in start()]
    optimizer.build(variables)
    values = ([v.value for v in variables], [v.value for v in optimizer.variables])
    step = jax.jit(lambda t, o, g: optimizer.stateless_apply(o, g, t))
    for slope in slopes:
        values = step(*values, slope)
    return values


@pytest.mark.parametrize(("name", "settings"), [
    (name, settings) for name in optimizers if name != "LossScaleOptimizer"
    for settings in SETTINGS.get(name, [{}])])
def test_optimizers_follow_keras_over_several_steps(name, settings):
    mine, its = (getattr(k.optimizers, name)(learning_rate=0.05, **settings)
                 for k in (keras, oracle))
    ours, theirs = stepped(keras, mine), stepped(oracle, its)
    for a, b in zip(ours[0], theirs[0], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)
    assert len(ours[1]) == len(theirs[1])
    assert [np.shape(a) for a in ours[1]] == [np.shape(b) for b in theirs[1]]
    assert mine.get_config() == its.get_config()
    assert type(mine).from_config(its.get_config()).get_config() == mine.get_config()


def test_an_optimizer_of_keras_is_missing_only_where_it_is_several():
    known = {each.__name__ for each in oracle.src.optimizers.ALL_OBJECTS}
    assert known - set(optimizers) == {"Optimizer", "MultiOptimizer", "OptimizerMap"}


@pytest.mark.parametrize("bad", [False, True])
def test_the_loss_scale_finds_itself_as_in_keras(bad):
    slopes = [list(each) for each in SLOPES]
    if bad:
        slopes[3] = [each * np.inf for each in slopes[3]]
    results = [stepped(k, k.optimizers.LossScaleOptimizer(
        k.optimizers.SGD(0.1, momentum=0.5), initial_scale=8.0, dynamic_growth_steps=2), slopes)
        for k in (keras, oracle)]
    for a, b in zip(jax.tree.leaves(results[0][0]), jax.tree.leaves(results[1][0]), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)
    ours = sorted(float(np.sum(each)) for each in results[0][1])
    np.testing.assert_allclose(ours, sorted(float(np.sum(each)) for each in results[1][1]),
                               rtol=1e-5)


SCHEDULES = {
    "ExponentialDecay": [(0.1, 4, 0.5), (0.1, 4, 0.5, True)],
    "PiecewiseConstantDecay": [([3, 6], [0.5, 0.2, 0.1])],
    "PolynomialDecay": [(0.1, 5), (0.1, 5, 0.01, 2.0), (0.1, 5, 0.01, 0.5, True)],
    "InverseTimeDecay": [(0.1, 4, 0.5), (0.1, 4, 0.5, True)],
    "CosineDecay": [(0.1, 8), (0.1, 8, 0.1), (0.0, 6, 0.1, "warm", 0.4, 4)],
    "CosineDecayRestarts": [(0.1, 3), (0.1, 3, 1.0, 0.5, 0.1), (0.1, 3, 1.5, 0.8)],
}


@pytest.mark.parametrize(("name", "arguments"), [
    (name, each) for name in schedules for each in SCHEDULES[name]])
def test_schedules_are_keras_s_at_every_step(name, arguments):
    ours, theirs = (getattr(k.optimizers.schedules, name)(*arguments) for k in (keras, oracle))
    for step in (0, 1, 2, 3, 4, 6, 7, 11):
        np.testing.assert_allclose(ours(step), theirs(step), rtol=2e-5, atol=1e-8)
    written = keras.optimizers.schedules.serialize(ours)
    assert written == oracle.optimizers.schedules.serialize(theirs)
    again = keras.optimizers.schedules.deserialize(written)
    assert again.get_config() == ours.get_config()


def test_a_schedule_is_followed_kept_and_read_back():
    class Halving(keras.optimizers.schedules.LearningRateSchedule):
        def __call__(self, step):
            return 0.5 ** (1.0 + step)

        def get_config(self):
            return {}

    optimizer = keras.optimizers.SGD(Halving())
    weight = keras.Variable(np.ones((), "float32"))
    optimizer.apply_gradients([(1.0, weight)])
    assert float(weight) == 0.5 and float(optimizer.learning_rate) == 0.25
    optimizer.apply([1.0])
    assert float(weight) == 0.25 and int(optimizer.iterations) == 2
    with pytest.raises(TypeError, match="follows a schedule"):
        optimizer.learning_rate = 0.1
    decaying = keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9))
    config = decaying.get_config()
    assert config == oracle.optimizers.Adam(
        oracle.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)).get_config()
    assert keras.optimizers.Adam.from_config(config).get_config() == config


def test_setting_the_learning_rate_assigns_its_variable():
    optimizer = keras.optimizers.Adam(0.1)
    optimizer.learning_rate = 0.5
    assert float(optimizer.variables[1].value) == 0.5
    with keras.StatelessScope() as scope:
        optimizer.learning_rate = 0.25
        assert float(scope.get_current_value(optimizer.variables[1])) == 0.25
    assert float(optimizer.learning_rate) == 0.5


def own(k):
    """A user's optimizer, as Keras's documentation has them written."""

    class Momentum(k.optimizers.Optimizer):
        def __init__(self, learning_rate=0.01, mu=0.9, name="own", **kwargs):
            super().__init__(learning_rate=learning_rate, name=name, **kwargs)
            self.mu = mu

        def build(self, variables):
            if self.built:
                return
            super().build(variables)
            self.momentums = [self.add_variable_from_reference(each, name="m")
                              for each in variables]

        def update_step(self, gradient, variable, learning_rate):
            m = self.momentums[self._get_variable_index(variable)]
            self.assign(m, m * self.mu + gradient)
            self.assign_sub(variable, m * learning_rate)

        def get_config(self):
            return {**super().get_config(), "mu": self.mu}

    return Momentum(0.1, clipnorm=1.0)


def test_an_own_optimizer_is_written_as_in_keras():
    (ours, mine), (theirs, its) = stepped(keras, own(keras)), stepped(oracle, own(oracle))
    for a, b in zip([*ours, *mine], [*theirs, *its], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: keras.optimizers.Adam(learning_rte=1), "Did you mean 'learning_rate'"),
    (lambda: keras.optimizers.SGD(clipnorm=1, clipvalue=1), "Only one of"),
    (lambda: keras.optimizers.SGD().apply([1.0]), "optimizer.build(variables)"),
    (lambda: keras.optimizers.SGD().stateless_apply([], [], []), "is not built"),
    (lambda: keras.optimizers.schedules.ExponentialDecay(0.1, 0, 0.5), "decay_steps above 0"),
    (lambda: keras.optimizers.schedules.PiecewiseConstantDecay([1], [1]), "one value more"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        mistake()
    assert sentence in str(error.value)

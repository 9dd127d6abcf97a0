"""Random numbers are exactly Keras's for the same seed."""

from __future__ import annotations

import random
import subprocess
import sys
import threading

import jax.numpy as jnp
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.random import seed_everything

LOGITS = np.log([[0.2, 0.3, 0.5], [0.9, 0.05, 0.05]]).astype("float32")
X = jnp.arange(12.0).reshape(4, 3)

DRAWS = {
    "normal": lambda r, seed: r.normal((3, 4), 1.0, 2.0, seed=seed),
    "uniform": lambda r, seed: r.uniform((3, 4), -1.0, 3.0, seed=seed),
    "truncated_normal": lambda r, seed: r.truncated_normal((3, 4), seed=seed),
    "randint": lambda r, seed: r.randint((3, 4), 2, 9, seed=seed),
    "categorical": lambda r, seed: r.categorical(LOGITS, 6, seed=seed),
    "dropout": lambda r, seed: r.dropout(X, 0.4, seed=seed),
    "dropout, shared": lambda r, seed: r.dropout(X, 0.4, noise_shape=(None, 1), seed=seed),
    "dropout, none": lambda r, seed: r.dropout(X, 0, seed=seed),
    "dropout, all": lambda r, seed: r.dropout(X, 1.0, seed=seed),
    "shuffle": lambda r, seed: r.shuffle(X, axis=1, seed=seed),
    "gamma": lambda r, seed: r.gamma((3, 4), 2.5, seed=seed),
    "beta": lambda r, seed: r.beta((3, 4), 2.0, 5.0, seed=seed),
    "binomial": lambda r, seed: r.binomial((3, 4), 10, 0.3, seed=seed),
}


@pytest.mark.parametrize("name", DRAWS)
def test_the_same_seed_draws_keras_s_numbers(name):
    drawn = []
    for k in (keras, oracle):
        k.utils.set_random_seed(7)
        generator = k.random.SeedGenerator(11)
        drawn.append([np.asarray(DRAWS[name](k.random, seed))
                      for seed in (5, generator, generator, None)])
    for a, b in zip(*drawn, strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)


def test_nothing_of_keras_random_is_missing():
    assert {each for each in dir(oracle.random) if not each.startswith("_")} <= set(
        dir(keras.random))


def test_what_a_script_draws_itself_moves_seeds_and_orders_as_in_keras():
    drawn = []
    for library in (keras, oracle):
        library.utils.set_random_seed(3)
        data = np.random.rand(12, 2).astype("float32")
        random.random()
        model = library.Sequential([library.Input((2,)), library.layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(data, data[:, :1], batch_size=5, epochs=2, verbose=0)
        drawn.append([*model.get_weights()[0].ravel(), np.random.rand(), random.random()])
    np.testing.assert_allclose(*drawn, rtol=1e-5)


def test_importing_jax_late_leaves_numpys_numbers_alone():
    script = ("import numpy as np; from playground import keras; keras.utils.set_random_seed(3)\n"
              "keras.ops.ones(2); print(np.random.rand() == np.random.RandomState(3).rand())")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr


def test_a_thread_that_builds_a_model_does_not_move_the_seeds_of_another():
    def drawn(between=lambda: None):
        seed_everything(5)
        first = keras.layers.Dense(3).kernel_initializer.seed
        between()
        return [first, keras.layers.Dense(3).kernel_initializer.seed]

    def elsewhere():
        other = threading.Thread(target=lambda: drawn())
        other.start()
        other.join()

    assert drawn(elsewhere) == drawn()

"""A training loop written by hand with JAX."""

import jax
import numpy as np

import keras

keras.utils.set_random_seed(7)
rng = np.random.default_rng(0)
checks = {}
x, y = rng.normal(size=(48, 10)).astype("float32"), rng.integers(3, size=48)
y = keras.utils.to_categorical(y, 3)

start = keras.Input(shape=(10,))
h = keras.layers.Dropout(0.3, seed=1)(keras.layers.Dense(8, activation="relu")(start))
model = keras.Model(start, keras.layers.Dense(3)(h))
optimizer = keras.optimizers.Adam(learning_rate=1e-2)
error = keras.losses.CategoricalCrossentropy(from_logits=True)
seen, tested = keras.metrics.CategoricalAccuracy(), keras.metrics.CategoricalAccuracy()


def objective(trainable, others, counts, x, y):
    y_pred, others = model.stateless_call(trainable, others, x, training=True)
    return error(y, y_pred), (others, seen.stateless_update_state(counts, y, y_pred))


@jax.jit
def step(state, x, y):
    trainable, others, slots, counts = state
    (loss, (others, counts)), gradients = jax.value_and_grad(objective, has_aux=True)(
        trainable, others, counts, x, y)
    trainable, slots = optimizer.stateless_apply(slots, gradients, trainable)
    return loss, (trainable, others, slots, counts)


@jax.jit
def test(trainable, others, counts, x, y):
    y_pred, others = model.stateless_call(trainable, others, x, training=False)
    return error(y, y_pred), tested.stateless_update_state(counts, y, y_pred)


optimizer.build(model.trainable_variables)
state = tuple([variable.value for variable in variables] for variables in (
    model.trainable_variables, model.non_trainable_variables, optimizer.variables,
    seen.variables))
losses = []
for number in range(12):
    rows = slice(16 * (number % 3), 16 * (number % 3) + 16)
    loss, state = step(state, x[rows], y[rows])
    losses.append(float(loss))
checks["losses"] = losses

trainable, others, slots, counts = state
for variable, value in zip(seen.variables, counts):
    variable.assign(value)
checks["accuracy"] = float(seen.result())
seen.reset_state()
checks["accuracy, reset"] = float(seen.result())

loss, counts = test(trainable, others, [each.value for each in tested.variables], x, y)
checks["tested"] = (float(loss), float(tested.stateless_result(counts)))

for variable, value in zip(model.trainable_variables, trainable):
    variable.assign(value)
for variable, value in zip(model.non_trainable_variables, others):
    variable.assign(value)
checks["the model afterwards"] = model.predict(x[:4], verbose=0)

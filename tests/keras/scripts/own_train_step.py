"""A model with a training step of its own, in the JAX form."""

import jax
import numpy as np

import keras

keras.utils.set_random_seed(6)
rng = np.random.default_rng(0)
checks = {}
x, y = rng.normal(size=(40, 8)).astype("float32"), rng.normal(size=(40, 1)).astype("float32")


class Careful(keras.Model):
    """The built-in step, written out: loss and metrics as compile was told."""

    def objective(self, trainable, others, x, y, weight, training):
        y_pred, others = self.stateless_call(trainable, others, x, training=training)
        return self.compute_loss(x, y, y_pred, weight), (y_pred, others)

    def watch(self, values, loss, y, y_pred, weight=None):
        logs, after = {}, []
        for metric in self.metrics:
            own = values[len(after) : len(after) + len(metric.variables)]
            if metric.name == "loss":
                own = metric.stateless_update_state(own, loss)
            else:
                own = metric.stateless_update_state(own, y, y_pred, sample_weight=weight)
            logs[metric.name] = metric.stateless_result(own)
            after += own
        return logs, after

    def train_step(self, state, data):
        trainable, others, slots, watched = state
        x, y, weight = data if len(data) == 3 else (*data, None)
        slope = jax.value_and_grad(self.objective, has_aux=True)
        (loss, (y_pred, others)), gradients = slope(trainable, others, x, y, weight, training=True)
        trainable, slots = self.optimizer.stateless_apply(slots, gradients, trainable)
        logs, watched = self.watch(watched, loss, y, y_pred, weight)
        return logs, (trainable, others, slots, watched)

    def test_step(self, state, data):
        trainable, others, watched = state
        x, y = data
        loss, (y_pred, others) = self.objective(trainable, others, x, y, None, training=False)
        logs, watched = self.watch(watched, loss, y, y_pred)
        return logs, (trainable, others, watched)


start = keras.Input(shape=(8,))
model = Careful(start, keras.layers.Dense(1)(keras.layers.BatchNormalization()(start)))
model.compile(optimizer="adam", loss="mse", weighted_metrics=["mae"])
checks["with weights"] = model.fit(
    x, y, sample_weight=np.linspace(0, 1, 40, dtype="float32"), epochs=2, verbose=0).history
checks["evaluate"] = model.evaluate(x, y, verbose=0, return_dict=True)
checks["moving mean"] = model.layers[1].moving_mean.numpy()


class Free(keras.Model):
    """Knows its loss and its metrics itself; compile is told the optimizer alone."""

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.mean_loss = keras.metrics.Mean(name="loss")
        self.distance = keras.metrics.MeanAbsoluteError(name="distance")
        self.error = keras.losses.Huber()

    @property
    def metrics(self):
        return [self.mean_loss, self.distance]

    def train_step(self, state, data):
        trainable, others, slots, watched = state
        x, y = data

        def objective(trainable, others):
            y_pred, others = self.stateless_call(trainable, others, x, training=True)
            return self.error(y, y_pred), (y_pred, others)

        (loss, (y_pred, others)), gradients = jax.value_and_grad(
            objective, has_aux=True)(trainable, others)
        trainable, slots = self.optimizer.stateless_apply(slots, gradients, trainable)
        count = len(self.mean_loss.variables)
        first = self.mean_loss.stateless_update_state(watched[:count], loss)
        second = self.distance.stateless_update_state(watched[count:], y, y_pred)
        logs = {"loss": self.mean_loss.stateless_result(first),
                "distance": self.distance.stateless_result(second)}
        return logs, (trainable, others, slots, first + second)


model = Free(start, keras.layers.Dense(1)(start))
model.compile(optimizer="adam")
checks["own metrics"] = model.fit(x, y, epochs=3, verbose=0).history


class Noisy(keras.Model):
    """Has the loss of its own alone."""

    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(1)

    def call(self, x):
        return self.inner(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.ops.mean(keras.ops.abs(y - y_pred)) + 0.1 * keras.ops.mean(y_pred**2)


model = Noisy()
model.compile(optimizer="sgd")
checks["own loss"] = model.fit(x, y, epochs=2, verbose=0).history

"""Own schedules, optimizers, losses and metrics; a search for the learning rate; saved and read."""

import tempfile
from pathlib import Path

import numpy as np

import keras
from keras import layers, ops
from keras.optimizers import schedules

rng = np.random.default_rng(0)
checks = {}
x, y = rng.normal(size=(48, 6)).astype("float32"), rng.integers(3, size=48)


def fresh():
    keras.utils.set_random_seed(9)
    return keras.Sequential([keras.Input((6,)), layers.Dense(8, "relu"),
                             layers.Dense(3, activation="softmax")])


class Hill(schedules.LearningRateSchedule):
    """Up along a line, down along a cosine."""

    def __init__(self, top, steps, up):
        super().__init__()
        self.top, self.steps, self.up, self.pi = top, steps, up, ops.array(np.pi)

    def __call__(self, step):
        step = ops.cast(step, "float32")
        down = 0.5 * (1 + ops.cos(self.pi * (step - self.up) / float(self.steps - self.up)))
        rate = self.top * ops.where(step < self.up, step / self.up, down)
        return ops.where(step > self.steps, 0.0, rate)


class Rising(keras.callbacks.Callback):
    """Raises the rate from batch to batch until the loss runs away; leaves the weights as found."""

    def __init__(self, low, high, steps):
        super().__init__()
        self.low, self.factor, self.seen = low, (high / low) ** (1 / steps), []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights()
        self.model.optimizer.learning_rate = self.low

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        self.seen.append((rate, logs["loss"]))
        if logs["loss"] > 2 * min(loss for _, loss in self.seen):
            self.model.stop_training = True
        self.model.optimizer.learning_rate.assign(rate * self.factor)

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before)


model, rising = fresh(), Rising(1e-3, 10.0, 10)
model.compile(keras.optimizers.Adam(), "sparse_categorical_crossentropy")
model.fit(x, y, epochs=4, batch_size=8, verbose=0, callbacks=[rising])
checks["a search for the rate"] = rising.seen
checks["weights after the search"] = model.get_weights()


class Centred(keras.optimizers.RMSprop):
    """Takes the mean out of every gradient of a matrix."""

    def apply(self, grads, trainable_variables=None):
        grads = [slope - ops.mean(slope, axis=0, keepdims=True) if len(slope.shape) > 1 else slope
                 for slope in grads]
        return super().apply(grads, trainable_variables)


class Heavy(keras.optimizers.Optimizer):
    """Rolls on with what it has learnt before."""

    def __init__(self, learning_rate=0.05, friction=0.8, name="heavy", **settings):
        super().__init__(learning_rate=learning_rate, name=name, **settings)
        self.friction = friction

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.speeds = [self.add_variable_from_reference(each, name="speed")
                           for each in variables]

    def update_step(self, gradient, variable, learning_rate):
        speed = self.speeds[self._get_variable_index(variable)]
        self.assign(speed, ops.subtract(ops.multiply(speed, self.friction), ops.multiply(
            gradient, ops.cast(learning_rate, variable.dtype))))
        self.assign_add(variable, speed)

    def get_config(self):
        return {**super().get_config(), "friction": self.friction}


for name, optimizer in {
    "a hill": keras.optimizers.SGD(Hill(0.1, 20, 4), momentum=0.9, nesterov=True),
    "centred": Centred(1e-2),
    "heavy": Heavy(),
    "heavy, with everything": Heavy(weight_decay=0.01, clipnorm=0.5, use_ema=True,
                                    ema_momentum=0.9, ema_overwrite_frequency=4),
    "accumulated": keras.optimizers.AdamW(1e-2, gradient_accumulation_steps=2),
    "scaled": keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1)),
}.items():
    model = fresh()
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    checks[name] = model.fit(x, y, epochs=2, batch_size=8, verbose=0).history
    checks[f"{name}, weights"] = model.get_weights()
    checks[f"{name}, variables"] = [each.path for each in optimizer.variables]


@keras.saving.register_keras_serializable("scripts")
class Doubt(keras.losses.Loss):
    """Heeds most where the model is unsure: arXiv:1708.02002."""

    def __init__(self, gamma=2.0, reduction="sum_over_batch_size", name="doubt"):
        super().__init__(reduction=reduction, name=name)
        self.gamma = gamma

    def call(self, y_true, y_pred):
        chosen = ops.one_hot(ops.cast(ops.reshape(y_true, [-1]), "int32"), 3)
        p = ops.clip(ops.sum(chosen * y_pred, axis=-1), keras.config.epsilon(), 1.0)
        return -ops.power(1 - p, self.gamma) * ops.log(p)

    def get_config(self):
        return {**super().get_config(), "gamma": self.gamma}


@keras.saving.register_keras_serializable("scripts")
class Balance(keras.metrics.Metric):
    """The mean over the classes of how much of each is found."""

    def __init__(self, classes=3, name="balance", **settings):
        super().__init__(name=name, **settings)
        self.classes = classes
        self.table = self.add_weight(shape=(classes, classes), initializer="zeros", name="table")

    def update_state(self, y_true, y_pred, sample_weight=None):
        true = ops.one_hot(ops.cast(ops.ravel(y_true), "int32"), self.classes)
        found = ops.one_hot(ops.argmax(y_pred, axis=-1), self.classes)
        self.table.assign(self.table + ops.matmul(ops.transpose(true), found))

    def result(self):
        return ops.mean(ops.diagonal(self.table) / (ops.sum(self.table, axis=1) + 1e-7))


def surprise(y_true, y_pred):
    return -ops.sum(y_pred * ops.log(y_pred + 1e-7), axis=-1)


model = fresh()
model.compile("adam", Doubt(gamma=1.5), metrics=[Balance(), surprise, "acc"])
checks["doubt"] = model.fit(x, y, epochs=2, batch_size=16, verbose=0,
                            validation_data=(x[:9], y[:9], np.arange(9.0))).history
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "doubt.keras"
    model.save(path)
    again = keras.models.load_model(path, custom_objects={"surprise": surprise})
checks["read again"] = again.evaluate(x, y, verbose=0, return_dict=True)
checks["goes on"] = again.fit(x, y, epochs=1, batch_size=16, verbose=0).history

checks["restarts"] = [float(schedules.CosineDecayRestarts(0.1, 5, t_mul=2.0, m_mul=0.9)(step))
                      for step in range(0, 20, 3)]

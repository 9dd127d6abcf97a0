"""Own callbacks: every hook, the model in their hands, and the learning rate."""

import numpy as np

import keras

keras.utils.set_random_seed(5)
rng = np.random.default_rng(0)
checks = {}
x, y = rng.normal(size=(40, 6)).astype("float32"), rng.normal(size=(40, 1)).astype("float32")


def new_model():
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.1),
                  loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model


class Recorder(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.heard = []

    def note(self, hook, logs):
        self.heard.append((hook, sorted(logs or {})))

    def on_train_begin(self, logs=None):
        self.note("train begins", logs)

    def on_train_end(self, logs=None):
        self.note("train ends", logs)

    def on_epoch_begin(self, epoch, logs=None):
        self.note(f"epoch {epoch} begins", logs)

    def on_epoch_end(self, epoch, logs=None):
        self.note(f"epoch {epoch} ends", logs)

    def on_test_begin(self, logs=None):
        self.note("test begins", logs)

    def on_test_end(self, logs=None):
        self.note("test ends", logs)

    def on_predict_begin(self, logs=None):
        self.note("predict begins", logs)

    def on_predict_end(self, logs=None):
        self.note("predict ends", logs)

    def on_train_batch_begin(self, batch, logs=None):
        self.note(f"train batch {batch} begins", logs)

    def on_train_batch_end(self, batch, logs=None):
        self.note(f"train batch {batch} ends", logs)

    def on_test_batch_begin(self, batch, logs=None):
        self.note(f"test batch {batch} begins", logs)

    def on_test_batch_end(self, batch, logs=None):
        self.note(f"test batch {batch} ends", logs)

    def on_predict_batch_begin(self, batch, logs=None):
        self.note(f"predict batch {batch} begins", logs)

    def on_predict_batch_end(self, batch, logs=None):
        self.note(f"predict batch {batch} ends", logs)


recorder = Recorder()
model = new_model()
model.fit(x, y, batch_size=20, epochs=1, verbose=0, validation_split=0.5, callbacks=[recorder])
model.evaluate(x, y, batch_size=20, verbose=0, callbacks=[recorder])
model.predict(x, batch_size=20, verbose=0, callbacks=[recorder])
checks["hooks"] = recorder.heard


class EveryBatch(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


model, every = new_model(), EveryBatch()
model.fit(x, y, batch_size=10, epochs=2, verbose=0, callbacks=[every])
checks["losses of every batch"] = every.losses


class Backtrack(keras.callbacks.Callback):
    """Stops when the loss has risen, and goes back to the best weights."""

    def on_train_begin(self, logs=None):
        self.lowest, self.weights, self.at = float("inf"), None, None

    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] < self.lowest:
            self.lowest, self.weights = logs["loss"], self.model.get_weights()
            return
        self.at, self.model.stop_training = epoch, True
        self.model.set_weights(self.weights)


class Rates(keras.callbacks.Callback):
    """Sets the learning rate before every epoch, by a rule, and keeps what it set."""

    def __init__(self, rule):
        super().__init__()
        self.rule, self.kept = rule, []

    def on_epoch_begin(self, epoch, logs=None):
        optimizer = self.model.optimizer
        optimizer.learning_rate = self.rule(epoch, float(np.asarray(optimizer.learning_rate)))
        self.kept.append(float(np.asarray(optimizer.learning_rate)))


model = new_model()
rates, back = Rates(lambda epoch, rate: 0.05 if epoch == 1 else rate * 2), Backtrack()
history = model.fit(x, y, batch_size=10, epochs=12, verbose=0, callbacks=[rates, back])
checks["stopped"] = (back.at, history.history["loss"])
checks["rates"] = rates.kept
checks["weights"] = model.get_weights()

logged = []
model = new_model()
model.fit(x, y, epochs=2, verbose=0, callbacks=[
    keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logged.append(epoch)),
    keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5),
    keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=1, min_delta=10.0),
])
checks["lambda"] = logged
checks["rate at the end"] = float(np.asarray(model.optimizer.learning_rate))

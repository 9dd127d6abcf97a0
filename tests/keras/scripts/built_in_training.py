"""compile, fit, evaluate and predict with everything they take."""

import numpy as np

import keras
from keras import layers, ops

keras.utils.set_random_seed(4)
rng = np.random.default_rng(0)
checks = {}
x, y = rng.normal(size=(60, 8)).astype("float32"), rng.integers(3, size=60)
x_val, y_val = rng.normal(size=(20, 8)).astype("float32"), rng.integers(3, size=20)


def new_model():
    inputs = keras.Input(shape=(8,), name="row")
    h = layers.Dense(6, activation="relu", name="dense_1")(inputs)
    h = layers.Dense(6, activation="relu", name="dense_2")(h)
    outputs = layers.Dense(3, activation="softmax", name="answer")(h)
    return keras.Model(inputs=inputs, outputs=outputs)


def compiled_model():
    model = new_model()
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy",
                  metrics=["sparse_categorical_accuracy"])
    return model


model = new_model()
model.compile(optimizer=keras.optimizers.RMSprop(),
              loss=keras.losses.SparseCategoricalCrossentropy(),
              metrics=[keras.metrics.SparseCategoricalAccuracy()])
history = model.fit(x, y, batch_size=16, epochs=2, validation_data=(x_val, y_val), verbose=0)
checks["history"] = history.history
checks["evaluate"] = model.evaluate(x_val, y_val, batch_size=16, verbose=0)
checks["as a dict"] = model.evaluate(x_val, y_val, verbose=0, return_dict=True)
checks["predict"] = model.predict(x_val[:3], verbose=0)


def quartic(y_true, y_pred):
    return ops.mean(ops.power(y_true - y_pred, 4), axis=-1)


class Shy(keras.losses.Loss):
    """The squared error, and a price for being sure."""

    def __init__(self, price=0.1, name="shy"):
        super().__init__(name=name)
        self.price = price

    def call(self, y_true, y_pred):
        error, sure = ops.square(y_true - y_pred), ops.square(y_pred - 1 / 3)
        return ops.mean(error + self.price * sure, axis=-1)


class Hits(keras.metrics.Metric):
    """How many answers were right, each counted by its weight."""

    def __init__(self, name="hits", **settings):
        super().__init__(name=name, **settings)
        self.count = self.add_variable(shape=(), name="count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        right = ops.cast(ops.equal(
            ops.cast(ops.reshape(y_true, (-1,)), "int32"),
            ops.cast(ops.argmax(y_pred, axis=-1), "int32")), "float32")
        if sample_weight is not None:
            right = right * ops.cast(sample_weight, "float32")
        self.count.assign_add(ops.sum(right))

    def result(self):
        return self.count.value

    def reset_state(self):
        self.count.assign(0)


one_hot = ops.one_hot(y, num_classes=3)
for name, loss in (("function", quartic), ("class", Shy())):
    model = new_model()
    model.compile(optimizer=keras.optimizers.Adam(), loss=loss)
    checks[f"an own loss, a {name}"] = model.fit(
        x, np.asarray(one_hot), batch_size=16, epochs=1, verbose=0).history
model = new_model()
model.compile(keras.optimizers.RMSprop(learning_rate=1e-3),
              loss=keras.losses.SparseCategoricalCrossentropy(),
              metrics=[Hits()])
checks["an own metric"] = model.fit(x, y, batch_size=16, epochs=2, verbose=0).history


class Judged(layers.Layer):
    """Gets the answers as an input and adds its loss itself."""

    def __init__(self, name=None):
        super().__init__(name=name)
        self.error = keras.losses.BinaryCrossentropy(from_logits=True)

    def call(self, answers, logits, weights=None):
        self.add_loss(self.error(answers, logits, weights))
        return ops.sigmoid(logits)


question = keras.Input(shape=(3,), name="question")
answers = keras.Input(shape=(2,), name="answers")
model = keras.Model(inputs=[question, answers],
                    outputs=Judged(name="judged")(answers, layers.Dense(2)(question)))
model.compile(optimizer="adam")
data = {"question": rng.normal(size=(6, 3)), "answers": np.eye(2)[rng.integers(2, size=6)]}
checks["answers as an input"] = model.fit(data, epochs=2, verbose=0).history

model = compiled_model()
checks["a share to validate"] = model.fit(
    x, y, batch_size=16, validation_split=0.2, epochs=1, verbose=0).history


class Pages(keras.utils.PyDataset):
    """Batches by number."""

    def __init__(self, x, y, size, **settings):
        super().__init__(**settings)
        self.x, self.y, self.size, self.turned = x, y, size, 0

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, page):
        rows = slice(page * self.size, (page + 1) * self.size)
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.turned += 1


model = compiled_model()
checks["a dataset of batches"] = model.fit(
    Pages(x, y, 16), epochs=2, shuffle=False, verbose=0,
    validation_data=Pages(x_val, y_val, 16)).history
checks["evaluated on one"] = model.evaluate(Pages(x_val, y_val, 16), verbose=0)


def batches():
    while True:
        for start in range(0, 48, 16):
            yield x[start : start + 16], y[start : start + 16]


model = compiled_model()
checks["a generator"] = model.fit(batches(), steps_per_epoch=3, epochs=2, verbose=0).history

class_weight = {0: 1.0, 1: 2.0, 2: 0.5}
model = compiled_model()
checks["class weights"] = model.fit(
    x, y, class_weight=class_weight, batch_size=16, epochs=1, verbose=0).history
sample_weight = np.where(y == 1, 2.0, 1.0)
model = new_model()
model.compile("sgd", "sparse_categorical_crossentropy", weighted_metrics=["accuracy"],
              metrics=["accuracy"])
checks["sample weights"] = model.fit(
    x, y, sample_weight=sample_weight, batch_size=16, epochs=1, verbose=0).history

# several inputs and outputs
photo = keras.Input(shape=(8, 8, 3), name="photo")
steps_in = keras.Input(shape=(None, 5), name="steps")
x1 = layers.GlobalMaxPooling2D()(layers.Conv2D(3, 3)(photo))
x2 = layers.GlobalMaxPooling1D()(layers.Conv1D(3, 3)(steps_in))
h = layers.concatenate([x1, x2])
height = layers.Dense(1, name="height")(h)
colour = layers.Dense(5, activation="softmax", name="colour")(h)
images = rng.random(size=(12, 8, 8, 3)).astype("float32")
series = rng.random(size=(12, 6, 5)).astype("float32")
scores = rng.random(size=(12, 1)).astype("float32")
classes = np.eye(5, dtype="float32")[rng.integers(5, size=12)]


def two_outputs():
    model = keras.Model([photo, steps_in], [height, colour])
    return keras.models.clone_model(model)


model = two_outputs()
model.compile("rmsprop", loss=[keras.losses.MeanSquaredError(),
                               keras.losses.CategoricalCrossentropy()],
              metrics=[[keras.metrics.MeanAbsolutePercentageError(),
                        keras.metrics.MeanAbsoluteError()],
                       [keras.metrics.CategoricalAccuracy()]])
checks["lists"] = model.fit([images, series], [scores, classes], batch_size=6, epochs=1,
                            verbose=0).history
model = two_outputs()
model.compile("rmsprop", loss={"height": keras.losses.MeanSquaredError(),
                               "colour": keras.losses.CategoricalCrossentropy()},
              metrics={"height": [keras.metrics.MeanAbsoluteError()],
                       "colour": [keras.metrics.CategoricalAccuracy()]},
              loss_weights={"height": 2.0, "colour": 1.0})
checks["dicts"] = model.fit({"photo": images, "steps": series},
                            {"height": scores, "colour": classes},
                            batch_size=6, epochs=1, verbose=0).history
model = two_outputs()
model.compile("rmsprop", loss=[None, keras.losses.CategoricalCrossentropy()])
checks["one output without a loss"] = model.fit(
    [images, series], [scores, classes], batch_size=6, epochs=1, verbose=0).history

# schedules, early stopping
schedule = keras.optimizers.schedules.ExponentialDecay(
    0.1, decay_steps=10, decay_rate=0.96, staircase=True)
model = new_model()
model.compile(keras.optimizers.RMSprop(learning_rate=schedule), "sparse_categorical_crossentropy")
checks["a schedule"] = model.fit(x, y, batch_size=4, epochs=1, verbose=0).history
model = compiled_model()
stopped = model.fit(x, y, epochs=20, batch_size=16, validation_split=0.2, verbose=0, callbacks=[
    keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=0.5, patience=2)])
checks["early stopping"] = stopped.epoch

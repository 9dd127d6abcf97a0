"""Short programs: a residual graph, a subclass, a convolutional network on digits."""

import numpy as np

import keras
from keras import Model, layers, losses, metrics, optimizers

keras.utils.set_random_seed(8)
rng = np.random.default_rng(0)
checks = {}
x = rng.random((32, 16)).astype("float32")
y = rng.random((32, 4)).astype("float32")

start = layers.Input((16,), batch_size=8)
h = layers.Dense(8, activation="relu")(start)
for depth in (2, 1):
    around = h
    for _ in range(depth):
        h = layers.Dense(8, activation="relu")(h)
    h += around
model = Model(start, layers.Dense(4)(h))
model.compile(optimizer=optimizers.SGD(learning_rate=0.01), loss=losses.MeanSquaredError(),
              metrics=[metrics.MeanSquaredError()])
history = model.fit(x, y, batch_size=8, epochs=3, verbose=0, validation_split=0.25)
checks["graph"] = history.history


class Plain(Model):
    """Two hidden layers and an output, one after the other."""

    def __init__(self, hidden, outputs):
        super().__init__()
        self.first = layers.Dense(hidden, activation="relu")
        self.second = layers.Dense(hidden, activation="relu")
        self.last = layers.Dense(outputs)

    def call(self, x):
        return self.last(self.second(self.first(x)))


model = Plain(hidden=8, outputs=4)
model.compile(optimizer=optimizers.SGD(learning_rate=0.01), loss=losses.MeanSquaredError(),
              metrics=[metrics.MeanSquaredError()])
checks["subclass"] = model.fit(x, y, batch_size=8, epochs=2, verbose=0,
                               validation_split=0.25).history
lines = []
model.summary(print_fn=lines.append)
checks["subclass summary"] = "\n".join(lines)

digits = rng.integers(256, size=(96, 28, 28))
labels = keras.utils.to_categorical(rng.integers(10, size=96), 10)
pictures = np.expand_dims(digits.astype("float32") / 255, -1)
convnet = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(8, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(16, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
)
lines = []
convnet.summary(print_fn=lines.append)
checks["convnet summary"] = "\n".join(lines)
convnet.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
checks["convnet"] = convnet.fit(pictures, labels, batch_size=32, epochs=2, validation_split=0.1,
                                verbose=0).history
checks["convnet score"] = convnet.evaluate(pictures, labels, verbose=0)

"""Pieces of tutorial code in ten styles, as people paste them; in words of our own.

Each has the data set that it loads or, where it loads none, is written for.
"""

TUTORIALS: dict[str, tuple[str, str]] = {
    "a list of layers, pictures of digits": ("mnist", '''\
"""Recognize handwritten digits."""
import tensorflow as tf
import matplotlib.pyplot as plt

print("TensorFlow", tf.__version__)
mnist = tf.keras.datasets.mnist
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

plt.figure(figsize=(6, 6))
for i in range(9):
    plt.subplot(3, 3, i + 1)
    plt.imshow(x_train[i], cmap="gray")
    plt.title(y_train[i])
    plt.axis("off")
plt.show()

model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(16, activation="relu"),
    tf.keras.layers.Dense(10),
])
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, batch_size=250)
test_loss, test_acc = model.evaluate(x_test, y_test, verbose=2)
print(f"Test accuracy: {test_acc:.3f}")
probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
print(probability_model(x_test[:5]))
'''),
    "add by add, one column a class": ("fashion_mnist", '''\
from __future__ import print_function
import numpy as np
from tensorflow.keras.datasets import fashion_mnist
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Activation, Conv2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.optimizers import Adadelta
from tensorflow.keras.utils import to_categorical

batch_size = 250
num_classes = 10
epochs = 3
img_rows, img_cols = 28, 28

(X_train, y_train), (X_test, y_test) = fashion_mnist.load_data()
X_train = X_train.reshape(X_train.shape[0], img_rows, img_cols, 1)
X_test = X_test.reshape(X_test.shape[0], img_rows, img_cols, 1)
input_shape = (img_rows, img_cols, 1)
X_train = X_train.astype('float32')
X_test = X_test.astype('float32')
X_train /= 255
X_test /= 255
print('X_train shape:', X_train.shape)
Y_train = to_categorical(y_train, num_classes)
Y_test = to_categorical(y_test, num_classes)

model = Sequential()
model.add(Conv2D(4, kernel_size=(5, 5), strides=2, input_shape=input_shape))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(num_classes))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer=Adadelta(learning_rate=1.0),
              metrics=['accuracy'])
model.fit(X_train, Y_train, batch_size=batch_size, epochs=epochs, verbose=1,
          validation_data=(X_test, Y_test))
score = model.evaluate(X_test, Y_test, verbose=0)
print('Test loss:', score[0])
print('Test accuracy:', score[1])
'''),
    "flowers from scikit-learn, in a main function": ("iris", '''\
#!/usr/bin/env python
# Classify iris flowers with a small network.
import argparse
import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 7
EPOCHS = 40


def load():
    """The flowers, standardized."""
    data = load_iris()
    X_train, X_test, y_train, y_test = train_test_split(
        data.data, data.target, test_size=0.2, random_state=SEED)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    return X_train, X_test, y_train, y_test


def build_model(n_features: int, n_classes: int, hidden=(12, 8)) -> keras.Model:
    model = keras.Sequential(name="flowers")
    model.add(keras.Input(shape=(n_features,)))
    for i, units in enumerate(hidden):
        model.add(keras.layers.Dense(units, activation="relu", name=f"hidden_{i}"))
    model.add(keras.layers.Dense(n_classes, activation="softmax"))
    return model


def main():
    keras.utils.set_random_seed(SEED)
    X_train, X_test, y_train, y_test = load()
    model = build_model(n_features=4, n_classes=3)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-2),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
    )
    history = model.fit(X_train, y_train, validation_split=0.2, epochs=EPOCHS, batch_size=8,
                        verbose=0)
    frame = pd.DataFrame(history.history)
    print(frame.tail())
    loss, acc = model.evaluate(X_test, y_test)
    print("accuracy: %.2f%%" % (100 * acc))


if __name__ == "__main__":
    main()
'''),
    "functional, with branches that merge": ("digits", '''\
from keras import Model
from keras.layers import Add, BatchNormalization, Concatenate, Conv2D, Dense, Dropout
from keras.layers import GlobalAveragePooling2D, Input, ReLU


def conv_block(x, filters, kernel_size=3, name=None):
    x = Conv2D(filters, kernel_size, padding="same", use_bias=False, name=name)(x)
    x = BatchNormalization()(x)
    return ReLU()(x)


inputs = Input(shape=(8, 8, 1), name="picture")
x = conv_block(inputs, 4, name="stem")
for stage in range(2):
    shortcut = x
    x = conv_block(x, 4, name=f"stage{stage}_a")
    x = Conv2D(4, 3, padding="same", name=f"stage{stage}_b")(x)
    x = Add(name=f"stage{stage}_add")([shortcut, x])
small = conv_block(x, 3, 1)
large = conv_block(x, 3, 5)
x = Concatenate(axis=-1)([small, large])
x = GlobalAveragePooling2D()(x)
x = Dropout(0.0)(x)
outputs = Dense(10, activation="softmax", name="digit")(x)

model = Model(inputs=inputs, outputs=outputs, name="mini_resnet")
model.summary()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=2, batch_size=64)
'''),
    "a model inside a model, with callbacks": ("wine", '''\
import numpy as np
import keras
from keras import layers, callbacks


class LossHistory(keras.callbacks.Callback):
    """Notes the loss of every batch."""

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


encoder_input = keras.Input(shape=(13,), name="wine")
h = layers.Dense(8, activation="gelu")(encoder_input)
code = layers.Dense(4, activation="gelu")(h)
encoder = keras.Model(encoder_input, code, name="encoder")

features = keras.Input(shape=(13,))
encoded = encoder(features)
logits = layers.Dense(3)(encoded)
probabilities = layers.Softmax()(logits)
classifier = keras.Model(features, probabilities, name="classifier")

schedule = keras.optimizers.schedules.ExponentialDecay(
    initial_learning_rate=0.02, decay_steps=20, decay_rate=0.9)
optimizer = keras.optimizers.RMSprop(schedule, rho=0.95)
classifier.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy",
                   metrics=["accuracy"])
history = LossHistory()
early = callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
checkpoint = callbacks.ModelCheckpoint("best.keras", save_best_only=True)
lower = callbacks.LearningRateScheduler(lambda epoch, lr: lr * 0.9)
classifier.fit(x_train, y_train, batch_size=16, epochs=30, validation_data=(x_test, y_test),
               callbacks=[history, early, checkpoint])
print(len(history.losses))
'''),
    "a class derived from Model": ("breast_cancer", '''\
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import Dense, Dropout


class MyModel(Model):
    def __init__(self, units=8, rate=0.0):
        super(MyModel, self).__init__()
        self.d1 = Dense(units, activation='relu')
        self.d2 = Dense(units, activation='relu')
        self.dropout = Dropout(rate)
        self.out = Dense(1, activation='sigmoid')

    def call(self, inputs, training=False):
        x = self.d1(inputs)
        x = self.d2(x)
        if training:
            x = self.dropout(x, training=training)
        return self.out(x)


model = MyModel()
model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
              loss=tf.keras.losses.BinaryCrossentropy(),
              metrics=[tf.keras.metrics.BinaryAccuracy(), tf.keras.metrics.AUC(name='auc')])
model.build((None, 30))
model.summary()
history = model.fit(x_train, y_train, epochs=10, batch_size=32, validation_split=0.1)
'''),
    "a layer with weights of its own": ("diabetes", '''\
import tensorflow as tf
from tensorflow import keras


class Linear(keras.layers.Layer):
    def __init__(self, units=32, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(
            name="w", shape=(input_shape[-1], self.units),
            initializer="random_normal", trainable=True,
            regularizer=keras.regularizers.l2(1e-4))
        self.b = self.add_weight(name="b", shape=(self.units,), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.w) + self.b)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config


model = keras.Sequential([
    keras.layers.InputLayer(shape=(10,)),
    Linear(16, activation="tanh"),
    Linear(1),
])
model.compile(optimizer=keras.optimizers.Adam(), loss=keras.losses.Huber(delta=1.0),
              metrics=["mae", keras.metrics.RootMeanSquaredError()])
model.fit(x_train, y_train, epochs=20, batch_size=32)
'''),
    "settings in a dict, layers in a loop": ("digits", '''\
import keras
from keras import layers, regularizers

config = {
    "units": [24, 16],
    "activation": "elu",
    "l2": 1e-3,
    "learning_rate": 3e-3,
    "batch_size": 64,
}
act = {"relu": layers.ReLU, "elu": layers.ELU}[config["activation"]]


def make_model(config, input_shape=(64,), num_classes=10):
    """The model that the settings describe."""
    stack = [keras.Input(shape=input_shape)]
    for n, units in enumerate(config["units"], start=1):
        stack += [
            layers.Dense(units, kernel_initializer="he_normal",
                         kernel_regularizer=regularizers.L2(config["l2"]), name=f"dense_{n}"),
            layers.LayerNormalization(name="norm_{}".format(n)),
            act(),
        ]
    stack.append(layers.Dense(num_classes, activation="softmax", name="predictions"))
    return keras.Sequential(stack)


model = make_model(config)
optimizer = keras.optimizers.AdamW(config["learning_rate"], weight_decay=1e-4)
model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
assert len(model.layers) == 7, "two blocks and an output"
model.fit(x_train, y_train, batch_size=config["batch_size"], epochs=3)
for layer in model.layers:
    print(layer.name, layer.output.shape)
model.save("digits.keras")
'''),
    "attention over the rows of a picture": ("digits", '''\
import keras
from keras import layers, ops


class AddPosition(layers.Layer):
    def __init__(self, steps, width):
        super().__init__()
        self.embedding = layers.Embedding(input_dim=steps, output_dim=width)
        self.steps = steps

    def call(self, x):
        positions = ops.arange(0, self.steps, 1)
        return x + self.embedding(positions)


inputs = keras.Input(shape=(8, 8))
x = layers.Dense(8)(inputs)
x = AddPosition(8, 8)(x)
for _ in range(1):
    attended = layers.MultiHeadAttention(num_heads=2, key_dim=x.shape[-1] // 2)(x, x)
    x = layers.LayerNormalization(epsilon=1e-6)(x + attended)
    hidden = layers.Dense(x.shape[-1] * 2, activation=keras.activations.gelu)(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x + layers.Dense(x.shape[-1])(hidden))
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(10)(x)
model = keras.Model({"rows": inputs}, outputs)
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.Nadam(learning_rate=0.002, clipnorm=1.0),
    metrics=[keras.metrics.SparseTopKCategoricalAccuracy(k=3)],
)
model.fit(x_train, y_train, batch_size=64, epochs=3)
'''),
    "an autoencoder that drops noise": ("digits", '''\
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models
from sklearn.datasets import load_digits
import matplotlib.pyplot as plt

data = load_digits()
x = data.images.astype("float32") / 16.0
x = np.reshape(x, (len(x), 8, 8, 1))
x_train, x_test = x[:1400], x[1400:]

class Autoencoder(models.Model):
    def __init__(self, latent_dim, shape):
        super().__init__()
        self.latent_dim = latent_dim
        self.shape = shape
        self.encoder = tf.keras.Sequential([
            layers.Flatten(),
            layers.Dense(latent_dim, activation='relu'),
        ])
        self.decoder = tf.keras.Sequential([
            layers.Dense(int(np.prod(shape)), activation='sigmoid'),
            layers.Reshape(shape),
        ])

    def call(self, x):
        encoded = self.encoder(x)
        decoded = self.decoder(encoded)
        return decoded

autoencoder = Autoencoder(6, (8, 8, 1))
autoencoder.compile(optimizer='adam', loss=tf.keras.losses.MeanSquaredError())
autoencoder.fit(x_train, x_train, epochs=10, batch_size=64, shuffle=True,
                validation_data=(x_test, x_test))
encoded = autoencoder.encoder(x_test).numpy()
decoded = autoencoder.decoder(encoded).numpy()
n = 5
plt.figure(figsize=(2 * n, 4))
for i in range(n):
    ax = plt.subplot(2, n, i + 1)
    plt.imshow(decoded[i].reshape(8, 8))
    ax.get_xaxis().set_visible(False)
plt.savefig("digits.png")
'''),
}

"""A stack: built at once or late, looked into, frozen and reused."""

import numpy as np

import keras
from keras import layers

keras.utils.set_random_seed(1)
checks = {}

model = keras.Sequential(
    [
        layers.Dense(2, activation="relu", name="first"),
        layers.Dense(3, activation="relu", name="second"),
        layers.Dense(4, name="third"),
    ],
    name="late",
)
checks["weights before a call"] = len(model.weights)
checks["output"] = model(np.ones((3, 3), "float32"))
checks["weights after a call"] = [weight.shape for weight in model.weights]
model.pop()
checks["layers after pop"] = [layer.name for layer in model.layers]

vision = keras.Sequential()
vision.add(keras.Input(shape=(24, 24, 3)))
vision.add(layers.Conv2D(8, 5, strides=2, activation="relu"))
vision.add(layers.Conv2D(8, 3, activation="relu", name="middle"))
vision.add(layers.MaxPooling2D(2))
vision.add(layers.Conv2D(8, 3, activation="relu"))
vision.add(layers.GlobalMaxPooling2D())
vision.add(layers.Dense(10))
lines = []
vision.summary(print_fn=lines.append)
checks["summary"] = "\n".join(lines)

x = np.random.default_rng(0).normal(size=(2, 24, 24, 3)).astype("float32")
every = keras.Model(inputs=vision.inputs, outputs=[layer.output for layer in vision.layers])
checks["every layer"] = [np.asarray(each) for each in every(x)]
middle = keras.Model(inputs=vision.inputs, outputs=vision.get_layer(name="middle").output)
checks["one layer"] = middle.predict(x, verbose=0)

for layer in vision.layers[:-1]:
    layer.trainable = False
checks["frozen"] = (len(vision.trainable_weights), len(vision.non_trainable_weights))
vision.compile("sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
before = vision.get_layer("middle").get_weights()[0].copy()
history = vision.fit(x, np.array([1, 2]), epochs=3, verbose=0)
checks["losses"] = history.history["loss"]
checks["frozen weights stay"] = bool((before == vision.get_layer("middle").get_weights()[0]).all())

base = keras.Sequential([keras.Input((4,)), layers.Dense(3, "tanh")], name="base")
base.trainable = False
whole = keras.Sequential([base, layers.Dense(2)])
whole.build((None, 4))
checks["a stack in a stack"] = (whole.count_params(), [w.path for w in whole.trainable_weights])

"""Own layers and models: weights, losses, training and masks, and a variational autoencoder."""

import numpy as np

import keras
from keras import layers, ops

keras.utils.set_random_seed(3)
rng = np.random.default_rng(0)
checks = {}


class Scale(layers.Layer):
    """Every column times a number that is learnt, after a product with a matrix."""

    def __init__(self, columns=3, **settings):
        super().__init__(**settings)
        self.columns = columns

    def build(self, input_shape):
        self.mix = self.add_weight(shape=(input_shape[-1], self.columns), name="mix",
                                   initializer="random_normal", trainable=True)
        self.factor = self.add_weight(shape=(self.columns,), initializer="ones", name="factor")

    def call(self, x):
        return self.factor * ops.matmul(x, self.mix)

    def get_config(self):
        settings = super().get_config()
        settings.update({"columns": self.columns})
        return settings


class Tally(layers.Layer):
    """Counts up what it has seen, and learns nothing."""

    def __init__(self, width):
        super().__init__()
        self.seen = self.add_weight(shape=(width,), initializer="zeros", trainable=False)

    def call(self, x):
        self.seen.assign_add(ops.sum(x, axis=0))
        return self.seen


tally = Tally(2)
checks["it goes on counting"] = [np.asarray(tally(np.ones((2, 2)))).tolist() for _ in range(2)]
checks["a tally's weights"] = (len(tally.weights), len(tally.trainable_weights))


class Tower(layers.Layer):
    """Layers in attributes, in a list and in a dict: all are found."""

    def __init__(self):
        super().__init__()
        self.ground = Scale(5)
        self.floors = [Scale(4), {"roof": Scale(1)}]

    def call(self, x):
        x = keras.activations.relu(self.ground(x))
        return self.floors[1]["roof"](self.floors[0](x))


tower = Tower()
checks["a tower"] = tower(rng.normal(size=(3, 6)).astype("float32"))
checks["a tower's weights"] = [weight.shape for weight in tower.weights]
checks["settings"] = Scale.from_config(Scale(7, name="seven").get_config()).get_config()["columns"]


class Toll(layers.Layer):
    """Lets everything through, and charges for it."""

    def __init__(self, price=1e-2):
        super().__init__()
        self.price = price

    def call(self, x):
        self.add_loss(self.price * ops.mean(ops.square(x)))
        return x


class Road(layers.Layer):
    def __init__(self):
        super().__init__()
        self.toll = Toll()
        self.end = layers.Dense(3, kernel_regularizer=keras.regularizers.l2(1e-3))

    def call(self, x):
        return self.end(self.toll(x))


road = Road()
checks["charges before"] = len(road.losses)
for height in (2.0, 1.0):  # those of the last call count
    road(np.full((2, 3), height, "float32"))
    checks[f"charges at {height}"] = [float(each) for each in road.losses]

start = keras.Input(shape=(3,))
x, y = np.full((2, 3), 0.5, "float32"), np.zeros((2, 3))
model = keras.Model(start, Toll()(start))
model.compile(optimizer="adam", loss="mse")
checks["a charge beside the loss"] = model.fit(x, y, verbose=0).history["loss"]
model = keras.Model(start, Toll()(start))
model.compile(optimizer="adam")
checks["a charge alone"] = model.fit(x, y, verbose=0).history["loss"]


class Fog(layers.Layer):
    """Hides a share of its input, while training only."""

    def __init__(self, share, **settings):
        super().__init__(**settings)
        self.share, self.dice = share, keras.random.SeedGenerator(11)

    def call(self, x, training=None):
        return keras.random.dropout(x, rate=self.share, seed=self.dice) if training else x


fog = Fog(0.5)
checks["fog"] = [np.asarray(fog(np.ones((4, 4), "float32"), training=flag))
                 for flag in (True, False, True)]


class Draw(layers.Layer):
    """A number from the bell with this mean and this logarithm of the variance."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.dice = keras.random.SeedGenerator(5)

    def call(self, inputs):
        mean, log_variance = inputs
        noise = keras.random.normal(shape=ops.shape(mean), seed=self.dice)
        return mean + noise * ops.exp(log_variance / 2)


class Dream(keras.Model):
    """A variational autoencoder: arXiv:1312.6114."""

    def __init__(self, width, hidden=6, latent=2, **settings):
        super().__init__(**settings)
        self.look = layers.Dense(hidden, activation="relu")
        self.mean, self.log_variance = layers.Dense(latent), layers.Dense(latent)
        self.draw = Draw()
        self.paint = keras.Sequential([layers.Dense(hidden, "relu"), layers.Dense(width)])

    def call(self, x):
        seen = self.look(x)
        mean, log_variance = self.mean(seen), self.log_variance(seen)
        self.add_loss(0.5 * ops.mean(
            ops.exp(log_variance) + ops.square(mean) - log_variance - 1.0))
        return self.paint(self.draw((mean, log_variance)))


data = rng.uniform(size=(24, 12)).astype("float32")
dream = Dream(12, name="dream")
dream.compile(keras.optimizers.Adam(1e-2), loss=keras.losses.MeanSquaredError())
checks["a dream"] = dream.fit(data, data, epochs=3, batch_size=8, verbose=0).history["loss"]
checks["a dream's layers"] = [layer.name for layer in dream.layers]
checks["a dream's weights"] = [(weight.path, weight.shape) for weight in dream.weights]


class Share(layers.Layer):
    """What each place has of the whole; places that are masked have nothing."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.supports_masking = True

    def call(self, x, mask=None):
        power = ops.exp(x)
        if mask is not None:
            power = power * ops.expand_dims(ops.cast(mask, "float32"), -1)
        return power / ops.sum(power, axis=1, keepdims=True)


words = np.array([[3, 1, 0, 0], [2, 2, 1, 0]])
start = keras.Input(shape=(None,), dtype="int32")
h = layers.Embedding(input_dim=5, output_dim=3, mask_zero=True)(start)
checks["a mask goes through a graph"] = keras.Model(start, Share()(layers.Dense(1)(h)))(words)
stack = keras.Sequential([layers.Embedding(5, 3, mask_zero=True), layers.Dense(1), Share()])
checks["a mask goes through a stack"] = stack(words)

"""Models that make new examples; the page draws what their ``sample`` gives."""

from __future__ import annotations

from playground.presets import Preset

_VAE = '''\
import keras
from keras import layers, ops


class VAE(keras.Model):
    """A digit becomes a place on a map, and a place on the map becomes a digit."""

    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(4),  # where on the map (2 numbers), and how unsure (2)
        ], name="encoder")
        self.decoder = keras.Sequential([
            keras.Input((2,)),
            layers.Dense(64, activation="relu"),
            layers.Dense(64, activation="sigmoid"),
            layers.Reshape((8, 8, 1)),
        ], name="decoder")
        self.seed = keras.random.SeedGenerator(1)

    def call(self, x, training=None):
        place, spread = ops.split(self.encoder(x), 2, axis=-1)
        if training:
            noise = keras.random.normal(ops.shape(place), seed=self.seed)
            far = ops.mean(ops.exp(spread) + place**2 - 1 - spread)  # from the standard normal
            self.add_loss(0.01 * far)
            place = place + ops.exp(0.5 * spread) * noise
        return self.decoder(place)

    def sample(self, count):
        """Digits that nobody wrote."""
        return self.decoder(keras.random.normal((count, 2), seed=7))


model = VAE()
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse")
model.fit(x_train, x_train)
'''

_GAN = '''\
import jax
import keras
from keras import layers, ops


class GAN(keras.Model):
    """One network makes points, another tells them from the real ones."""

    def __init__(self):
        super().__init__()
        self.generator = keras.Sequential([
            keras.Input((2,)),
            layers.Dense(32, activation="relu"),
            layers.Dense(32, activation="relu"),
            layers.Dense(2),
        ], name="generator")
        self.critic = keras.Sequential([
            keras.Input((2,)),
            layers.Dense(32, activation="leaky_relu"),
            layers.Dense(32, activation="leaky_relu"),
            layers.Dense(1),
        ], name="critic")
        self.seed = keras.random.SeedGenerator(1)

    def call(self, points):
        made = self.generator(keras.random.normal(ops.shape(points), seed=self.seed))
        return self.critic(points), self.critic(made)

    def critic_loss(self, trainable, non_trainable, points):
        (real, made), non_trainable = self.stateless_call(trainable, non_trainable, points)
        return ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(made)), non_trainable

    def generator_loss(self, trainable, non_trainable, points):
        (_, made), _ = self.stateless_call(trainable, non_trainable, points)
        return ops.mean(ops.softplus(-made))

    def train_step(self, state, data):
        trainable, before, optimizer, metrics = state
        points, _ = data
        (critic, after), critic_slopes = jax.value_and_grad(self.critic_loss, has_aux=True)(
            trainable, before, points)
        generator, slopes = jax.value_and_grad(self.generator_loss)(trainable, before, points)
        own = len(self.generator.trainable_variables)  # each goes down its own slope
        gradients = slopes[:own] + critic_slopes[own:]
        trainable, optimizer = self.optimizer.stateless_apply(optimizer, gradients, trainable)
        logs = {"loss": generator, "critic_loss": critic}
        return logs, (trainable, after, optimizer, metrics)

    def sample(self, count):
        """Points that were not in the data."""
        return self.generator(keras.random.normal((count, 2), seed=7))


model = GAN()
model.compile(optimizer=keras.optimizers.Adam(0.002, beta_1=0.5))
'''

TEMPLATES = (
    Preset.of_code(
        "vae", "A variational autoencoder",
        "Digits become places on a map of two numbers. Under Samples, random places become digits "
        "again: noise first, then strokes, then digits.",
        "data=digits&batch_size=32", _VAE),
    Preset.of_code(
        "gan", "A generative adversarial network",
        "One network makes points, another judges them. Watch the made points walk to the "
        "data, and the two losses hold each other in balance.",
        "data=circle&batch_size=50", _GAN),
)

"""Training steps of one's own, in Keras's form for JAX: from a state to the next."""

from __future__ import annotations

from playground.presets import Preset

_SMOOTHING = '''\
import jax
import keras
from keras import layers, ops


class Smoothing(keras.Model):
    """The true class counts 0.9, and the rest is shared out: nobody may be too sure."""

    def smooth_loss(self, trainable, non_trainable, x, y):
        answers, non_trainable = self.stateless_call(trainable, non_trainable, x, training=True)
        wanted = 0.9 * ops.one_hot(y, 10) + 0.1 / 10
        loss = -ops.mean(ops.sum(wanted * ops.log(answers + 1e-7), axis=-1))
        return loss, non_trainable

    def train_step(self, state, data):
        trainable, non_trainable, optimizer, metrics = state
        x, y = data
        (loss, non_trainable), gradients = jax.value_and_grad(self.smooth_loss, has_aux=True)(
            trainable, non_trainable, x, y)
        trainable, optimizer = self.optimizer.stateless_apply(optimizer, gradients, trainable)
        return {"loss": loss}, (trainable, non_trainable, optimizer, metrics)


inputs = keras.Input((8, 8, 1))
x = layers.Flatten()(inputs)
x = layers.Dense(64, activation="relu")(x)
model = Smoothing(inputs, layers.Dense(10, activation="softmax")(x))
'''

_PENALTY = '''\
import jax
import keras
from keras import layers, ops


class Gentle(keras.Model):
    """Where the answer would change quickly from place to place, that costs something."""

    def gentle_loss(self, trainable, non_trainable, x, y):
        def answer(points):
            return self.stateless_call(trainable, non_trainable, points)[0]

        y = ops.reshape(y, (-1, 1))
        loss = ops.mean(keras.losses.binary_crossentropy(y, answer(x)))
        slopes = jax.grad(lambda points: ops.sum(answer(points)))(x)
        return loss + 0.5 * ops.mean(ops.sum(slopes**2, axis=-1))

    def train_step(self, state, data):
        trainable, non_trainable, optimizer, metrics = state
        x, y = data
        loss, gradients = jax.value_and_grad(self.gentle_loss)(trainable, non_trainable, x, y)
        trainable, optimizer = self.optimizer.stateless_apply(optimizer, gradients, trainable)
        return {"loss": loss}, (trainable, non_trainable, optimizer, metrics)


inputs = keras.Input((2,))
x = layers.Dense(24, activation="tanh")(inputs)
x = layers.Dense(24, activation="tanh")(x)
model = Gentle(inputs, layers.Dense(1, activation="sigmoid")(x))
'''

TEMPLATES = (
    Preset.of_code(
        "smoothing", "A training step: label smoothing",
        "The step is written out: outputs, loss, gradients, new weights. The loss cannot reach 0 "
        "here, for no answer may be surer than 0.9.",
        "data=digits&batch_size=32&optimizer=Adam(0.003)", _SMOOTHING),
    Preset.of_code(
        "penalty", "A training step: gradient penalty",
        "The loss holds a gradient, and its gradient is taken again: the border between the "
        "classes becomes soft.",
        "data=moons(noise=20)&optimizer=Adam(0.01)", _PENALTY),
)

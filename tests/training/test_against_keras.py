"""The engine's training is real Keras's (3.15, JAX backend), batch for batch."""

import keras
import numpy as np
import pytest

from playground.share import link
from playground.training.assembly import numbers_of
from playground.training.epochs import EpochTrainer
from playground.training.material import Orders, material_of

L2 = keras.regularizers.L2
EXPERIMENTS = {
    "binary": (
        "data=circle&model=[Dense(4,tanh),Dense(2,relu)]&optimizer=SGD(0.05,momentum=0.9)",
        lambda: [keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(2, activation="relu"),
                 keras.layers.Dense(1, activation="sigmoid")],
        lambda: keras.optimizers.SGD(0.05, momentum=0.9), "binary_crossentropy"),
    "classes with a regularizer and a small last batch": (
        "data=pinwheel&batch_size=12&model=[Dense(5,elu,kernel_regularizer=L2(0.01))]"
        "&optimizer=Adam(0.02)",
        lambda: [keras.layers.Dense(5, activation="elu", kernel_regularizer=L2(0.01)),
                 keras.layers.Dense(3, activation="softmax")],
        lambda: keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy"),
    "regression with normalization": (
        "data=plane&model=[Dense(6,tanh),BatchNormalization]&optimizer=RMSprop(0.005)&loss=huber",
        lambda: [keras.layers.Dense(6, activation="tanh"), keras.layers.BatchNormalization(),
                 keras.layers.Dense(1)],
        lambda: keras.optimizers.RMSprop(0.005), "huber"),
}


@pytest.mark.parametrize("text, layers, optimizer, loss", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_two_epochs_end_with_the_same_weights_and_losses(text, layers, optimizer, loss):
    experiment = link.read(text).experiment
    material, numbers = material_of(experiment), numbers_of(experiment)
    trainer, orders = EpochTrainer.of(experiment), Orders(experiment.seed, material.count)
    state, rows = trainer.advance(
        trainer.initial(experiment), numbers, material, orders, epoch=0, step=0, epochs=2,
        evaluate=np.array([False, True]))

    keras.utils.set_random_seed(experiment.seed)
    model = keras.Sequential([keras.Input((len(experiment.features),)), *layers()])
    model.compile(optimizer(), loss)
    for start, mine in zip(model.trainable_variables, trainer.initial(experiment)[0]):
        np.testing.assert_allclose(start.numpy(), mine, rtol=1e-6, atol=1e-7)
    x, y = np.asarray(material.x), np.asarray(material.y)
    for epoch in range(2):
        order = orders.of(epoch)
        for first in range(0, material.count, experiment.batch_size):
            batch = order[first:first + experiment.batch_size]
            model.train_on_batch(x[batch], y[batch])

    for theirs, mine in zip(model.trainable_variables, state[0]):
        np.testing.assert_allclose(theirs.numpy(), mine, rtol=2e-4, atol=2e-5)
    for count, data, row in ((material.count, (material.x, material.y), 0),
                             (material.count_test, (material.x_test, material.y_test), 1)):
        expected = model.evaluate(*(np.asarray(each)[:count] for each in data),
                                  batch_size=count, verbose=0)
        assert float(rows[1, row, 0]) == pytest.approx(expected, rel=1e-3)

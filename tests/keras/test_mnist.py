"""The script that a beginner writes first, with one import changed."""

from __future__ import annotations

from playground.keras.datasets import mnist
from playground.keras.layers import Dense
from playground.keras.models import Sequential
from playground.keras.utils import set_random_seed


def test_the_mnist_script_reaches_97_percent_in_5_epochs():
    set_random_seed(1)
    model = Sequential([
        Dense(128, activation='relu', input_shape=(784,)),
        Dense(10, activation='softmax')
    ])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    (x, y), (x_test, y_test) = mnist.load_data()
    model.fit(x.reshape(-1, 784) / 255, y, epochs=5, validation_split=0.1, verbose=0)
    _, accuracy = model.evaluate(x_test.reshape(-1, 784) / 255, y_test, verbose=0)
    assert accuracy >= 0.97

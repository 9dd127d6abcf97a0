"""Many examples: an epoch in slices is real Keras's epoch (3.15, JAX backend), batch for batch."""

import keras
import numpy as np
import pytest

from playground.share import link
from playground.training.course import MANY, MARKS, SliceCourse
from playground.training.kinds import course_of, trainer_of
from playground.training.material import data_of, material_of

LAYERS = keras.layers
EXPERIMENTS = {
    "pictures": (
        "data=digits&share=40&batch_size=32&model=[Conv2D(4,3,relu),MaxPooling2D(2),Flatten]",
        lambda: [LAYERS.Conv2D(4, 3, activation="relu"), LAYERS.MaxPooling2D(2), LAYERS.Flatten(),
                 LAYERS.Dense(10, activation="softmax")],
        "sparse_categorical_crossentropy"),
    "words, with a small last batch": (
        "data=sms_spam(words=200,length=12)&share=20&batch_size=48"
        "&model=[Embedding(4),GlobalAveragePooling1D,Dense(5,tanh)]&optimizer=Adam(0.003)",
        lambda: [LAYERS.Embedding(200, 4), LAYERS.GlobalAveragePooling1D(),
                 LAYERS.Dense(5, activation="tanh"), LAYERS.Dense(1, activation="sigmoid")],
        "binary_crossentropy"),
}


def begun(text):
    experiment = link.read(text).experiment
    material = material_of(experiment)
    course = course_of(experiment, trainer_of(experiment), material)
    assert isinstance(course, SliceCourse)
    return experiment, course


def measured(course):
    while course.measured is None or course._measuring:
        course.advance(0, 1)
    return course


def one_epoch(course):
    measured(course)
    while not course.take("epoch"):
        pass
    return measured(course)


@pytest.mark.parametrize("text, layers, loss", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_an_epoch_ends_with_the_same_weights_losses_and_outputs(text, layers, loss):
    experiment, course = begun(text)
    order = course.orders.of(0).copy()
    one_epoch(course)

    data = data_of(experiment)
    scale = 255 if data.x_train.dtype == np.uint8 else 1
    dtype = "int32" if data.words else "float32"
    x, x_test = ((each / scale).astype(dtype) for each in (data.x_train, data.x_test))
    keras.utils.set_random_seed(experiment.seed)
    model = keras.Sequential([keras.Input(x.shape[1:], dtype=dtype), *layers()])
    model.compile(keras.optimizers.Adam(experiment.optimizer.learning_rate), loss)
    for first in range(0, len(x), experiment.batch_size):
        batch = order[first:first + experiment.batch_size]
        model.train_on_batch(x[batch], data.y_train[batch])

    for theirs, mine in zip(model.trainable_variables, course.state[0]):
        np.testing.assert_allclose(theirs.numpy(), mine, rtol=1e-3, atol=2e-5)
    np.testing.assert_allclose(
        model.predict(x_test, verbose=0), course.outputs(), rtol=1e-3, atol=1e-5)
    for row, examples in enumerate(((x, data.y_train), (x_test, data.y_test))):
        expected = model.evaluate(*examples, verbose=0)
        assert course.measured[row, 0] == pytest.approx(expected, rel=1e-3)


def test_slices_of_any_size_end_in_the_same_state():
    text = EXPERIMENTS["pictures"][0]
    _, whole = begun(text)
    _, single = begun(text)
    one_epoch(whole)
    measured(single)
    for _ in range(single.steps_per_epoch):
        single.take("batch")
        measured(single)
    assert (single.epoch, single.step) == (whole.epoch, whole.step) == (1, 0)
    for one, other in zip(whole.state[0], single.state[0]):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
    np.testing.assert_allclose(whole.measured, single.measured, rtol=1e-6)


def test_a_long_epoch_is_measured_at_even_marks(monkeypatch):
    _, course = begun(EXPERIMENTS["pictures"][0])
    monkeypatch.setattr("playground.training.course.MANY", 1)
    assert MANY > course.material.count  # as it is, only the end of an epoch is a mark
    marks, course.steps_per_epoch = [], 1875  # MNIST in batches of 32
    while not marks or marks[-1] < 1875:
        marks.append(course._next_mark())
        course.step = marks[-1]
        assert course._at_mark()
    assert marks == [469, 938, 1407, 1875] and len(marks) == MARKS


def test_the_training_loss_of_many_examples_says_on_how_many_it_is(desk):
    text = "data=mnist(train={})&batch_size=256&model=[GlobalAveragePooling2D]"
    for count, said in ((3000, 2000), (1000, 0)):
        desk.open("said", text.format(count))
        assert desk.now("said").sampled == said


def test_other_examples_of_another_count_train_too(desk):
    """Copies of a message are on one side, so another seed gives another number of messages."""
    text = "data=sms_spam(words=200,length=8)&batch_size=64&epochs=1&model=[Embedding(2),Flatten]"
    counts = set()
    for seed in (1, 2, 3):
        desk.open("again", f"{text}&data_seed={seed}")
        counts.add(desk.now("again").steps_per_epoch * 64 - len(data_of(
            link.read(f"{text}&data_seed={seed}").experiment).y_train))
        desk.finish("again")
        assert "1 epochs are done" in desk.now("again").notes[0].text
    assert len(counts) > 1

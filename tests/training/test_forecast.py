"""A series drawn on, step by step as by hand."""

import numpy as np
import pytest

from playground.share import link
from playground.training.assembly import numbers_of
from playground.training.examples import ExampleProbes
from playground.training.kinds import trainer_of
from playground.training.looking import Look
from playground.training.material import material_of
from playground.training.paced import Asked

LINEAR = "data=noisy_sine(window=4)&model=[Flatten]"


@pytest.fixture(scope="module")
def drawn_on():
    """drawn_on(index): the forecast from a test window on, the weights and the data."""
    experiment = link.read(LINEAR).experiment
    trainer, material = trainer_of(experiment), material_of(experiment)
    probes = ExampleProbes(trainer, experiment)
    state = trainer.initial(experiment)

    def forecast(index):
        asked = Asked(state, numbers_of(experiment), material, Look(index=index))
        return probes.slow["forecast"](asked), state[0], material.data

    return forecast


def test_every_prediction_is_fed_back(drawn_on):
    arrays, (kernel, bias), data = drawn_on(3)
    window = list(data.x_test[3, :, 0])
    np.testing.assert_array_equal(arrays["forecast/seen"], window)
    told = [window[-1]]
    for _ in range(8):
        told.append(float(np.dot(window, np.asarray(kernel)[:, 0]) + bias[0]))
        window = [*window[1:], told[-1]]
    np.testing.assert_allclose(arrays["forecast/told"], told, rtol=1e-4, atol=1e-6)


def test_the_true_continuation_is_the_next_values_of_the_series(drawn_on):
    arrays, _, data = drawn_on(3)
    np.testing.assert_array_equal(arrays["forecast/true"][1:], data.y_test[3:11])
    assert arrays["forecast/seen_at"].tolist() == [-3, -2, -1, 0]
    assert arrays["forecast/told_at"].tolist() == list(range(9))


def test_it_ends_where_the_series_does(drawn_on):
    _, _, data = drawn_on(0)
    arrays, _, _ = drawn_on(len(data.y_test) - 2)
    assert len(arrays["forecast/true"]) == len(arrays["forecast/true_at"]) == 3
    assert len(arrays["forecast/told"]) == 9


def test_a_run_answers_beside_its_frames_and_again_when_it_has_trained(desk):
    desk.open("forecast", LINEAR)
    desk.until("forecast", lambda _: desk.now("forecast", "forecast").arrays)
    before = desk.now("forecast", "forecast").arrays["forecast/told"]
    desk.do("forecast", "step", unit="epoch")
    desk.until("forecast", lambda _: not np.array_equal(
        before, desk.now("forecast", "forecast").arrays["forecast/told"]))

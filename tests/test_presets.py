"""Every named experiment is valid and does what its sentence claims."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from playground.experiment import Experiment
from playground.presets import presets
from playground.share import link
from playground.training.course import Course
from playground.training.forecast import Forecast
from playground.training.kinds import course_of, probes_of, trainer_of
from playground.training.looking import Look
from playground.training.material import material_of
from playground.training.paced import Asked


@dataclass(frozen=True)
class Outcome:
    """How it stands after some epochs."""

    loss: float
    test_loss: float
    accuracy: float  # on the test points; for regression the mean absolute error
    kernel: np.ndarray  # of the first layer


@cache
def course(text: str, epochs: int) -> Course:
    """A link's experiment, trained for so many epochs."""
    experiment = link.read(text).experiment
    course = course_of(experiment, trainer_of(experiment), material_of(experiment))
    while not (course.advance(0, epochs) and course.epoch >= epochs and course.step == 0):
        pass
    return course


def after(text: str, epochs: int) -> Outcome:
    """What a link's experiment has come to after so many epochs."""
    done = course(text, epochs)
    measured = done.measured
    return Outcome(
        measured[0, 0], measured[1, 0], measured[1, 1], np.asarray(done.state[0][0]))


def gallery(name: str, epochs: int) -> Outcome:
    return after(presets[name].link, epochs)


@pytest.mark.parametrize("name", presets)
def test_a_presets_link_is_valid_and_as_short_as_it_gets(name):
    opened = link.read(presets[name].link)
    assert not opened.problems
    assert link.write(opened.experiment, opened.view) == presets[name].link


@pytest.mark.parametrize("name", presets)
def test_a_preset_has_a_title_of_its_own_and_a_sentence(name):
    assert [each.title for each in presets.values()].count(presets[name].title) == 1
    assert presets[name].sentence.endswith(".") and len(presets[name].sentence) < 140


def test_the_first_one_is_what_a_visitor_meets():
    assert next(iter(presets)) == "first"
    assert presets["first"].experiment == Experiment()


def test_the_first_one_closes_its_curve():
    assert gallery("first", 150).accuracy > 0.97


def test_a_line_separates_two_clouds():
    assert gallery("line", 50).accuracy > 0.97


def test_exclusive_or_stays_a_coin_toss_without_a_hidden_layer():
    assert gallery("xor_line", 200).accuracy < 0.6


def test_a_hidden_layer_or_the_product_solves_exclusive_or():
    assert gallery("xor_hidden", 100).accuracy > 0.97
    assert gallery("xor_product", 50).accuracy > 0.97


def test_sines_make_the_spiral_quick_and_without_them_it_takes_long():
    assert gallery("spiral_sines", 50).accuracy > 0.95
    assert gallery("spiral_deep", 50).accuracy < 0.9
    assert gallery("spiral_deep", 300).accuracy > 0.93


def test_three_classes_are_told_apart():
    assert gallery("classes", 150).accuracy > 0.93


def test_the_curve_goes_through_the_points():
    assert gallery("curve", 20).test_loss > 0.03
    assert gallery("curve", 300).test_loss < 0.02  # the noise alone makes 0.003 of it


def test_the_hills_rise():
    assert gallery("hills", 5).test_loss > 0.03
    assert gallery("hills", 300).test_loss < 0.015


def test_the_penalty_leaves_the_two_squares():
    weights = np.abs(gallery("choosing", 300).kernel[:, 0])
    squares = [name.endswith("squared") for name in presets["choosing"].experiment.features]
    assert weights[squares].min() > 0.5 and weights[np.invert(squares)].max() < 0.02
    assert gallery("choosing", 300).accuracy > 0.97


def test_few_noisy_points_are_learned_by_heart():
    early, late = gallery("overfitting", 30), gallery("overfitting", 200)
    assert late.loss < 0.02
    assert late.test_loss > 1.5 * early.test_loss


def test_dropout_and_small_weights_help():
    plain = gallery("overfitting", 200).test_loss
    assert gallery("dropout", 200).test_loss < 0.7 * plain
    assert gallery("penalty", 200).test_loss < 0.5 * plain


def test_the_three_with_thirty_points_differ_in_their_layers_only():
    plain, *others = (presets[name].experiment for name in ("overfitting", "dropout", "penalty"))
    for other in others:
        assert other.data == plain.data and other.points == plain.points
        assert other.optimizer == plain.optimizer and other.seed == plain.seed


def test_too_large_steps_explode_and_smaller_ones_do_not():
    assert not gallery("explosion", 10).test_loss < 1e6
    assert after(presets["explosion"].link + "&optimizer=SGD(0.0003)", 200).test_loss < 0.01


def test_sigmoid_layers_do_not_move_until_they_are_normalized():
    assert gallery("vanishing", 100).test_loss == pytest.approx(np.log(2), abs=0.005)
    assert gallery("normalization", 100).accuracy > 0.97


def test_digits_are_read_and_windows_read_them_better():
    assert gallery("digits", 20).accuracy > 0.96
    assert gallery("windows", 10).accuracy > 0.97


def test_a_picture_is_read_line_by_line():
    assert gallery("rows", 20).accuracy > 0.9


def test_two_columns_of_the_iris_say_nearly_enough():
    assert gallery("few_columns", 40).accuracy > 0.9
    assert presets["few_columns"].experiment.features == ("petal_length", "petal_width")


def test_spam_is_told_by_the_mean_of_its_words():
    assert gallery("spam", 6).accuracy > 0.98


def test_chaos_is_told_one_step_ahead_and_not_for_long():
    preset, wrong = presets["chaos"], []
    done = course(preset.link, 100)
    assert 1 - done.measured[1, 2] / done.spread[1] > 0.97  # R² of the next value
    probes = probes_of(preset.experiment, done.trainer)
    forecast = Forecast(done.trainer, probes.row_of)
    for index in range(0, 80, 8):
        arrays = forecast(Asked(done.state, done.numbers, done.material, Look(index=index)))
        wrong.append(np.abs(arrays["forecast/told"] - arrays["forecast/true"])[1:])
    soon, late = np.mean(wrong, axis=0)[[0, 7]]
    assert late > 5 * soon

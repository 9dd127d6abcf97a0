"""Points drawn or removed by hand change what a run learns from, not what it has learned."""

import numpy as np

from playground.datasets.drawn import with_point, without_point
from playground.experiment import Experiment, change
from playground.fields import default_part
from playground.share import link


def redrawn(experiment, text):
    return change(experiment, data=experiment.data.replace(points=text))


def opened(desk, run, experiment):
    desk.engine.open(run, experiment)
    desk.until(run, lambda now: now.status not in ("starting", "compiling"))


def test_a_point_that_is_drawn_while_it_trains_leaves_the_weights_as_they_are(desk):
    experiment = Experiment(data="drawn")
    opened(desk, "drawing", experiment)
    for _ in range(5):
        desk.do("drawing", "step", unit="epoch")
    before = desk.now("drawing", "weights", "history")
    experiment = redrawn(experiment, with_point(experiment.data.points, (5.5, 5.5), 0))
    opened(desk, "drawing", experiment)
    after = desk.now("drawing", "weights", "history")
    assert after.epoch == before.epoch == 5 and after.status == "paused"
    for name, values in before.arrays.items():
        if name.startswith("weights"):
            np.testing.assert_array_equal(after.arrays[name], values)
    assert after.val_loss != before.val_loss  # the new point tests
    assert after.arrays["history/epoch"].tolist()[:6] == [0, 1, 2, 3, 4, 5]


def test_many_points_at_once_while_it_plays_and_it_goes_on_playing(desk):
    experiment = Experiment(data="drawn")
    opened(desk, "busy", experiment)
    desk.do("busy", "speed", value=200)
    desk.do("busy", "play")
    desk.until("busy", lambda now: now.epoch > 20)
    for place in range(6):
        text = with_point(experiment.data.points, (place - 3, 4), place % 2)
        experiment = redrawn(experiment, text)
        desk.engine.open("busy", experiment)
    desk.until("busy", lambda now: now.status == "playing")
    epoch = desk.now("busy").epoch
    assert epoch > 20
    desk.until("busy", lambda now: now.epoch > epoch)
    desk.do("busy", "pause")
    opened(desk, "busy", redrawn(experiment, without_point(experiment.data.points, (0, 0))))
    assert desk.now("busy").epoch >= epoch


def test_too_few_points_are_a_sentence_and_more_of_them_go_on(desk):
    experiment = Experiment(data="drawn")
    opened(desk, "few", experiment)
    desk.do("few", "step", unit="epoch")
    opened(desk, "few", redrawn(experiment, "AAA."))
    assert desk.now("few").status == "failed" and "draw more" in desk.now("few").notes[0].text
    opened(desk, "few", experiment)
    assert desk.now("few").status == "paused" and desk.now("few").epoch == 1


def test_another_class_or_another_model_begins_anew(desk):
    experiment = Experiment(data="drawn")
    for change_of in (
            lambda: redrawn(experiment, with_point(experiment.data.points, (0, 0), 2)),
            lambda: change(experiment, model=("Dense",)),
            lambda: change(experiment, data=default_part(
                link.experiments.FIELDS["data"].options, "circle"))):
        opened(desk, "anew", experiment)
        desk.do("anew", "step", unit="epoch")
        assert desk.now("anew").epoch == 1
        opened(desk, "anew", change_of())
        assert desk.now("anew").epoch == 0
        desk.engine.close("anew")

"""What a person asks of a run happens at once and exactly."""

import threading
import time

import numpy as np
import pytest

from playground.experiment import Experiment
from playground.share import link
from playground.training.engine import Engine
from playground.training.history import is_measured
from playground.training.run import MOST_STEPS

SPIRAL = "data=spiral&model=[Dense(6,tanh),Dense(4,tanh)]&optimizer=Adam(0.01)"


def test_a_step_is_one_batch(desk):
    desk.open("step", SPIRAL)
    before = desk.now("step", "weights").arrays["weights/0/kernel"]
    desk.do("step", "step", unit="batch")
    now = desk.now("step", "weights")
    assert (now.epoch, now.step, now.steps_per_epoch) == (0, 1, 25)
    assert not np.array_equal(before, now.arrays["weights/0/kernel"])
    desk.do("step", "step", unit="epoch")
    assert (desk.now("step").epoch, desk.now("step").step) == (1, 0)


def test_steps_wait_for_the_training_thread_and_are_not_piled_up(desk):
    desk.open("piled", SPIRAL)
    run = desk.engine._runs["piled"]
    with run.lock:  # nothing can be trained meanwhile
        for _ in range(2 * MOST_STEPS):
            desk.engine.command("piled", {"do": "step", "unit": "batch"})
        assert run.course.step == 0 and len(run._steps) == MOST_STEPS
    steps = run.course.steps_per_epoch
    desk.until("piled", lambda now: now.epoch * steps + now.step == MOST_STEPS)
    desk.do("piled", "step", unit="batch")
    desk.do("piled", "edit", layer=0, name="bias", index=[0], value=1.0)  # after that step
    now = desk.now("piled")
    assert now.epoch * steps + now.step == MOST_STEPS + 1


def test_a_small_model_does_not_wait_behind_large_ones(monkeypatch):
    engine, served = Engine(), []
    busy, go = threading.Event(), threading.Event()

    def prepare(run, experiment, checkpoint):
        busy.set()
        go.wait(5)
        served.append(run.name)

    monkeypatch.setattr(engine, "_prepare", prepare)
    large = link.read("model=[" + ",".join(["Dense(8,relu)"] * 8) + "]").experiment
    engine.open("first", large)
    busy.wait(5)
    for name, experiment in [("large", large), ("larger", large), ("small", Experiment())]:
        engine.open(name, experiment)
    go.set()
    deadline = time.monotonic() + 5
    while len(served) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert served == ["first", "small", "large", "larger"]


def test_reset_brings_the_same_weights_back(desk):
    desk.open("reset", SPIRAL)
    before = desk.now("reset", "weights").arrays
    desk.do("reset", "step", unit="epoch")
    desk.do("reset", "reset")
    after = desk.now("reset", "weights")
    assert after.epoch == 0
    for name, array in before.items():
        np.testing.assert_array_equal(array, after.arrays[name])


def test_pausing_holds_still(desk):
    desk.open("pause", SPIRAL)
    desk.do("pause", "speed", value=0)
    desk.do("pause", "play")
    desk.until("pause", lambda now: now.epoch > 10)
    desk.do("pause", "pause")
    epoch = desk.now("pause").epoch
    time.sleep(0.2)
    assert desk.now("pause").epoch == epoch and desk.now("pause").status == "paused"


def test_the_speed_is_kept(desk):
    desk.open("speed", SPIRAL)
    desk.do("speed", "speed", value=20)
    desk.do("speed", "play")
    time.sleep(2)
    desk.do("speed", "pause")
    assert 20 <= desk.now("speed").epoch <= 44


def test_it_stops_at_the_epochs_asked_for(desk):
    desk.open("target", f"{SPIRAL}&epochs=73")
    desk.finish("target")
    now = desk.now("target")
    assert now.epoch == 73 and "73 epochs" in now.notes[0].text
    desk.do("target", "play")  # a reached target does not hold it for ever
    desk.until("target", lambda now: now.epoch > 80)
    desk.do("target", "pause")


def test_it_stops_at_the_test_loss_asked_for(desk):
    desk.open("loss", "data=circle&optimizer=Adam(0.03)&stop_loss=0.1")
    desk.finish("loss")
    now = desk.now("loss", "history")
    assert "test loss reached 0.1" in now.notes[0].text
    assert (now.arrays["history/val_loss"] <= 0.1).any()


def test_a_learning_rate_too_high_is_explained(desk):
    desk.open("boom", "data=plane&model=[Dense(8,linear)]&optimizer=SGD(10)")
    desk.finish("boom")
    note = desk.now("boom").notes[0]
    assert note.kind == "stop" and "learning rate is probably too high" in note.text
    desk.do("boom", "reset")
    assert desk.now("boom").status == "paused" and np.isfinite(desk.now("boom").loss)


def test_an_edited_weight_changes_everything_at_once(desk):
    desk.open("edit", SPIRAL)
    before = desk.now("edit", "maps", "surface", "weights")
    desk.do("edit", "edit", layer=0, name="kernel", index=[1, 2], value=3.5)
    desk.do("edit", "edit", layer=2, name="bias", index=[0], value=-0.25)
    after = desk.now("edit", "maps", "surface", "weights")
    assert after.arrays["weights/0/kernel"][1, 2] == 3.5
    assert after.arrays["weights/2/bias"][0] == -0.25
    assert after.loss != before.loss and after.val_loss != before.val_loss
    assert not np.array_equal(before.arrays["maps/0"][2], after.arrays["maps/0"][2])
    np.testing.assert_array_equal(before.arrays["maps/0"][1], after.arrays["maps/0"][1])
    assert not np.array_equal(before.arrays["surface"], after.arrays["surface"])


@pytest.mark.parametrize("command", [
    {"layer": 9, "name": "kernel", "index": [0, 0], "value": 1},
    {"layer": 0, "name": "__class__", "index": [0, 0], "value": 1},
    {"layer": 0, "name": "kernel", "index": [0], "value": 1},
    {"layer": 0, "name": "kernel", "index": [0, -1], "value": 1},
    {"layer": 0, "name": "kernel", "index": "01", "value": 1},
    {"layer": 0, "name": "kernel", "index": [0, 0], "value": float("nan")},
    {"layer": 0, "name": "kernel", "index": [0, 0], "value": 1e300},
    {"layer": "0", "name": "kernel", "index": [0, 0], "value": "1"},
    {"layer": 0, "name": "kernel", "index": [0, 0], "value": 10 ** 400},
    {},
])
def test_an_edit_that_makes_no_sense_is_refused_in_a_sentence(desk, command):
    desk.open("refuse", SPIRAL)
    before = desk.now("refuse", "weights").arrays["weights/0/kernel"]
    with pytest.raises(ValueError):
        desk.do("refuse", "edit", **command)
    np.testing.assert_array_equal(
        before, desk.now("refuse", "weights").arrays["weights/0/kernel"])


def test_an_unknown_command_is_refused(desk):
    desk.open("refuse", SPIRAL)
    with pytest.raises(ValueError, match="No command is called 'exec'"):
        desk.do("refuse", "exec")


def test_a_new_learning_rate_keeps_the_trained_state(desk):
    desk.open("rate", SPIRAL)
    desk.do("rate", "step", unit="epoch")
    trainer = desk.engine._runs["rate"].trainer
    before = desk.now("rate", "weights").arrays["weights/0/kernel"]
    desk.open("rate", SPIRAL.replace("0.01", "0.3"))
    now = desk.now("rate", "weights")
    assert now.epoch == 1 and desk.engine._runs["rate"].trainer is trainer
    np.testing.assert_array_equal(before, now.arrays["weights/0/kernel"])
    desk.do("rate", "step", unit="epoch")
    moved = np.abs(desk.now("rate", "weights").arrays["weights/0/kernel"] - before).max()
    assert moved > 0.5  # thirty times the rate shows


def test_equal_structures_share_one_program(desk):
    desk.open("one", SPIRAL)
    desk.open("two", SPIRAL.replace("0.01", "0.02") + "&seed=44&points=300&share=40")
    runs = desk.engine._runs
    assert runs["one"].trainer is runs["two"].trainer
    compiled = runs["one"].trainer._advance._compiled
    desk.do("two", "step", unit="epoch")
    desk.do("two", "step", unit="batch")
    assert compiled and runs["one"].trainer._advance._compiled is compiled


def test_looking_at_a_unit_shows_its_map(desk):
    desk.open("look", SPIRAL)
    desk.do("look", "look", layer=1, unit=3)
    now = desk.now("look", "surface", "maps")
    assert now.look["title"] == "Layer 2, Dense, unit 4"
    corner = now.arrays["surface"][0][0, 0] / 127, now.arrays["maps/1"][3][0, 0] / 127
    assert corner[0] == pytest.approx(corner[1], abs=0.02)
    desk.do("look", "look", layer=99, unit=0)
    assert desk.now("look").look["title"] == "Output"


def test_a_slow_speed_does_not_hold_a_fast_one_back(desk):
    desk.open("slow", SPIRAL)
    desk.do("slow", "speed", value=1e-9)
    desk.do("slow", "play")
    desk.do("slow", "speed", value=60)
    desk.until("slow", lambda now: now.epoch > 20, seconds=10)
    desk.do("slow", "pause")


def test_opening_twice_while_it_compiles_starts_once(desk):
    text = "data=moons&model=[Dense(7,elu),Dense(5,elu)]&optimizer=Adam(0.01)"
    for _ in range(3):
        desk.engine.open("twice", link.read(text).experiment)
    desk.do("twice", "speed", value=0)
    desk.do("twice", "play")
    desk.until("twice", lambda now: now.epoch > 0)
    reached, deadline = 0, time.monotonic() + 2
    while time.monotonic() < deadline:
        epoch = desk.now("twice").epoch
        assert epoch >= reached
        reached = epoch
    desk.do("twice", "pause")


def test_a_target_counts_from_the_start_again_after_a_change(desk):
    desk.open("again", "data=circle&optimizer=Adam(0.03)")
    desk.do("again", "speed", value=0)
    desk.do("again", "play")
    desk.until("again", lambda now: now.epoch > 500)
    desk.engine.open("again", link.read(
        "data=gaussian&optimizer=Adam(0.03)&stop_loss=0.1").experiment)
    desk.until("again", lambda now: now.status == "finished")
    assert desk.now("again").epoch < 300


@pytest.mark.parametrize("speed", [0, 60])
def test_the_target_loss_stops_at_the_same_epoch_however_fast(desk, speed):
    name = f"exact{speed}"
    desk.open(name, "data=circle&optimizer=Adam(0.03)&stop_loss=0.3")
    desk.do(name, "speed", value=speed)
    desk.do(name, "play")
    desk.until(name, lambda now: now.status == "finished")
    arrays = desk.now(name, "history").arrays
    below = arrays["history/val_loss"] <= 0.3
    assert arrays["history/epoch"][below].tolist() == [desk.now(name).epoch]
    reached = desk.now(name).epoch
    desk.do(name, "play")  # and beyond, where one asks for it
    desk.until(name, lambda now: now.epoch > reached + 5)
    desk.do(name, "pause")


def test_a_checkpoint_is_of_one_moment(desk):
    desk.open("moment", SPIRAL)
    desk.do("moment", "speed", value=0)
    desk.do("moment", "play")
    for _ in range(60):
        checkpoint = desk.engine.checkpoint("moment")
        time.sleep(0.01)
        assert checkpoint["history"]["epochs"][-1] <= checkpoint["epoch"]
    desk.do("moment", "pause")


def test_single_steps_leave_the_same_curve(desk):
    desk.open("curve", SPIRAL)
    desk.do("curve", "speed", value=0)
    desk.do("curve", "play")
    desk.until("curve", lambda now: now.epoch > 300)
    desk.do("curve", "pause")
    for _ in range(5):
        desk.do("curve", "step", unit="epoch")
    epochs = desk.now("curve", "history").arrays["history/epoch"]
    assert all(is_measured(int(epoch)) for epoch in epochs)


@pytest.mark.parametrize("layer", ["BatchNormalization", "LayerNormalization", "Dropout(0.2)"])
def test_what_is_seen_agrees_with_what_is_measured(desk, layer):
    desk.open("agree", f"data=circle&model=[Dense(8,tanh),{layer}]&optimizer=Adam(0.03)&epochs=30")
    desk.finish("agree")
    now = desk.now("agree", "predictions")
    confusion = now.arrays["confusion"]
    assert np.trace(confusion) / confusion.sum() == pytest.approx(now.val_metric, abs=1e-6)


def test_overfitting_is_noticed(desk):
    desk.open("over", "data=spiral(noise=50)&points=60&model=[Dense(16,tanh),Dense(16,tanh)]"
              "&optimizer=Adam(0.03)&epochs=1500")
    desk.do("over", "speed", value=0)
    desk.do("over", "play")
    found = []
    desk.until("over", lambda now: found.extend(now.notes) or any(
        "overfits" in note.text for note in found))
    desk.engine.close("over")


def test_too_many_runs_are_refused_in_a_sentence(desk, monkeypatch):
    monkeypatch.setattr("playground.training.engine.MOST_RUNS", 0)
    with pytest.raises(RuntimeError, match="full at the moment"):
        desk.engine.open("more", None)


def test_a_run_that_is_closed_is_gone(desk):
    desk.open("gone", SPIRAL)
    desk.engine.close("gone")
    assert desk.engine.snapshot("gone", (), -1) is None
    desk.do("gone", "play")  # says nothing, does nothing


def test_the_summary_names_layers_as_a_fresh_script_does(desk):
    for name in ("first", "again"):
        desk.open(name, f"{SPIRAL}&batch_size={7 + len(name)}")  # structures of their own
        table = desk.engine.summary(name)
        assert "│ dense (Dense) " in table and "│ dense_2 (Dense) " in table

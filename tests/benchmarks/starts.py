"""What the model that each data set begins with reaches: ``python -m tests.benchmarks.starts``.

Every start of every shipped data set (or of those named: ``… starts mnist iris``) trains with its
defaults and seed 1 on one core, as on the page, for the epochs below. The score is on the test
examples: accuracy, and recall of spam; R² where the answer is a number.
"""

from __future__ import annotations

import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import numpy as np

from playground.datasets import built_in
from playground.experiment import Experiment, change
from playground.starts import Start, starts
from playground.training.kinds import course_of, trainer_of
from playground.training.material import material_of

AIMS = {  # data set -> the least that the best of its starts is to reach; MNIST's first one too
    "mnist": 0.985, "fashion_mnist": 0.84, "digits": 0.97, "iris": 0.95, "wine": 0.95,
    "breast_cancer": 0.96, "sms_spam": 0.98, "digit_questions": 0.88, "same_digit": 0.93}
EPOCHS = {
    ("mnist", "Dense"): 8, ("mnist", "Convolutional"): 4, ("fashion_mnist", "Dense"): 15,
    ("fashion_mnist", "Convolutional"): 10, ("digits", "Dense"): 30,
    ("digits", "Convolutional"): 20, ("sms_spam", "Average of words"): 6,
    ("sms_spam", "Recurrent"): 4, ("sms_spam", "Convolutional"): 4,
    ("digit_questions", "Picture and question"): 15, ("same_digit", "Shared reader"): 15}
USUAL = 40


def main(names: list[str]) -> None:
    """Print a row for every start, and which aims were missed."""
    print(f"{'data set':14} {'start':17} {'weights':>8} {'epochs':>6} {'compile':>8} {'train':>7}"
          "  score")
    best: dict[str, float] = {}
    for name, dataset in built_in.items():
        if dataset.kind == "points" or (names and name not in names):
            continue
        for start in starts(name, dataset.kind):
            score, row = reached(name, start)
            best[name] = max(score, best.get(name, 0.0))
            print(row, flush=True)
    missed = [f"{name} {best[name]:.4f} < {aim}" for name, aim in AIMS.items()
              if best.get(name, 1.0) < aim]
    print("Missed: " + ", ".join(missed) if missed else "Every aim is reached.")
    sys.exit(bool(missed))


def reached(name: str, start: Start) -> tuple[float, str]:
    """The test score of one start, and its row."""
    experiment = change(Experiment(), data=name)
    experiment = change(experiment, loss=None, **start.settings)
    epochs = EPOCHS.get((name, start.title), USUAL)
    began = time.perf_counter()
    material, trainer = material_of(experiment), trainer_of(experiment)
    course = course_of(experiment, trainer, material)
    course.warm_up()
    course.begin()
    compiled = time.perf_counter()
    while not (course.advance(0, epochs) and course.epoch >= epochs and course.step == 0):
        pass
    seconds = time.perf_counter() - compiled
    score, words = judged(course.outputs(), trainer, material.data.y_test, name)
    return score, (
        f"{name:14} {start.title:17} {trainer.parameters:8,} {epochs:6} "
        f"{compiled - began:7.1f}s {seconds:6.1f}s  {words}")


def judged(outputs: np.ndarray, trainer: object, true: np.ndarray, name: str) -> tuple[float, str]:
    """Accuracy or R², in figures and in words."""
    if trainer.task == "regression":
        r2 = 1 - np.square(outputs[:, 0] - true).mean() / true.var()
        return float(r2), f"R² {r2:.3f}"
    said = trainer.predicted_class(outputs)
    accuracy = float((said == true).mean())
    words = f"{accuracy:.2%}"
    if name == "sms_spam":
        words += f", recall of spam {(said[true == 1] == 1).mean():.1%}"
    return accuracy, words


if __name__ == "__main__":
    main(sys.argv[1:])

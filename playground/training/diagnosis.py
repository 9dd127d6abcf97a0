"""What a run's numbers say about it, in sentences: quiet ones, and the one when it had to stop."""

from __future__ import annotations

import numpy as np

from playground.experiment import Experiment
from playground.training.history import History
from playground.training.snapshot import Note

LOOK_BACK = 20  # epochs that must have passed before a word is said
WORSE = 1.15  # test loss over its best by this factor, while the training loss still falls,
MARGIN = 0.02  # and by this much, so that nothing is said about losses near zero
SILENT = {"relu", "relu6"}  # activations whose units can die: no gradient where they give 0


def not_finite(experiment: Experiment) -> Note:
    """Why the loss is probably no longer a number, and what to try."""
    rate = getattr(experiment.optimizer, "learning_rate", None)
    cause = "The learning rate is probably too high: try a third of it" if rate else \
        "The steps are probably too large"
    if rate:
        cause += f" ({rate / 3:.2g})"
    unbounded = {part.activation for part in experiment.model if hasattr(part, "activation")}
    if unbounded & {"relu", "linear", "exponential", "elu", "selu", "leaky_relu"}:
        cause += ", or an activation that is bounded, like tanh"
    return Note("stop", f"The loss is no longer a finite number, so training stopped. {cause}. "
                        "Reset brings the initial weights back.")


def diagnose(history: History, silent: list[int], experiment: Experiment) -> tuple[Note, ...]:
    """Dead units and overfitting, when the numbers show them."""
    notes = []
    dead = sum(
        count for count, part in zip(silent, experiment.model)
        if getattr(part, "activation", "") in SILENT)
    if dead:
        units = "1 unit gives" if dead == 1 else f"{dead} units give"
        notes.append(Note("warning", f"{units} 0 at every training point and can no longer learn: "
                                     "a smaller learning rate or leaky_relu helps."))
    rows = np.array(history.rows[-400:])
    if len(rows) > LOOK_BACK:
        test, train = rows[:, 1, 0], rows[:, 0, 0]
        best = int(test.argmin())
        lately = test[-LOOK_BACK // 2:].mean()
        if (best < len(rows) - LOOK_BACK and lately > WORSE * test[best] + MARGIN
                and train[-1] < train[best]):
            notes.append(Note("warning", "The test loss rises while the training loss still falls: "
                                         "the network overfits. More points, fewer units, dropout "
                                         "or regularization help."))
    return tuple(notes)

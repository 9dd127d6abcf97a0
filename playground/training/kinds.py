"""Which trainer, probes and course an experiment gets: by what its data are, and how many."""

from __future__ import annotations

from typing import Any

from playground.experiment import Experiment
from playground.training.course import Course, EpochCourse, SliceCourse
from playground.training.epochs import EpochTrainer
from playground.training.examples import ExampleProbes
from playground.training.material import Material, is_small
from playground.training.probes import PlaneProbes
from playground.training.samples import Samples
from playground.training.slices import SliceTrainer


def trainer_of(experiment: Experiment) -> Any:
    """What compiles and trains this experiment's structure.

    Raises:
        ValueError: a sentence, where the model cannot be built.
    """
    return (EpochTrainer if is_small(experiment) else SliceTrainer).of(experiment)


def probes_of(experiment: Experiment, trainer: Any) -> Any:
    """What computes the pictures of this experiment's structure."""
    kind = experiment.form.kind
    probes = PlaneProbes(trainer, experiment.features, experiment.dataset.inputs) \
        if kind == "points" else ExampleProbes(trainer, experiment)
    if trainer.answers.samples and kind in ("points", "image"):
        probes.samples = Samples(trainer, pictures=kind == "image")
    return probes


def course_of(experiment: Experiment, trainer: Any, material: Material) -> Course:
    """The course from an experiment's initial state."""
    kind = EpochCourse if isinstance(trainer, EpochTrainer) else SliceCourse
    return kind(experiment, trainer, material)

"""What is drawn of a stack that breaks: the layers above the break, with their initial weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.experiment import Experiment, stackable
from playground.fields import default_part
from playground.training.assembly import numbers_of
from playground.training.kinds import probes_of, trainer_of
from playground.training.looking import Look
from playground.training.material import Material
from playground.training.stages import stages

_TO_A_ROW = {2: "GlobalAveragePooling1D", 3: "GlobalAveragePooling2D"}  # by an output's sizes


@dataclass(frozen=True, eq=False)
class Above:
    """The first ``count`` layers of a stack, in a model that ends in an output of its own."""

    count: int
    probes: Any
    state: Any
    numbers: np.ndarray
    material: Material

    def seen(
        self, fields: tuple[str, ...], look: Look
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """``example/…`` of the layers that there are, without an answer; and what goes with it."""
        look = look.within(self.probes.widths[:self.count], self.material)
        words: dict[str, Any] = {"look": look.described(self.probes)}
        if "example" not in fields:
            return {}, words
        arrays, words["example"] = self.probes.example(
            self.state, self.numbers, self.material, look)
        kept = {"input", "kernel", *map(str, range(self.count))}
        return {name: values for name, values in arrays.items()
                if name.split("/")[1] in kept}, words


def above_of(experiment: Experiment, material: Material) -> Above | None:
    """The layers above the break; None where the first one breaks, or none does."""
    if experiment.form.kind == "points":
        return None
    found = stages(experiment)
    count = next((place for place, stage in enumerate(found) if stage.problem), 0)
    if not count:
        return None
    model = experiment.model[:count]
    ending = _TO_A_ROW.get(len(found[count - 1].shape))
    if ending:
        model += (default_part(stackable, ending),)
    whole = replace(experiment, model=model)
    trainer = trainer_of(whole)
    return Above(count, probes_of(whole, trainer), trainer.initial(whole), numbers_of(whole),
                 material)

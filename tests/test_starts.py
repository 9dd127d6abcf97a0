"""The models to begin with fit their data, and the quick ones reach what they promise.

``python -m tests.benchmarks.starts`` trains every one of them.
"""

import pytest

from playground.datasets import built_in
from playground.experiment import Experiment, change
from playground.share import link
from playground.starts import first_start, starts
from playground.training.kinds import course_of, trainer_of
from playground.training.material import material_of
from playground.training.stages import first_problem

OTHERS = [name for name, dataset in built_in.items() if dataset.kind != "points"]


def begun(name, start):
    return change(change(Experiment(), data=name), loss=None, **start.settings)


@pytest.mark.parametrize("name", OTHERS)
def test_every_start_fits_its_data_and_its_link_is_read(name):
    found = starts(name, built_in[name].kind)
    assert len({start.title for start in found}) == len(found)
    assert len(found) >= 2 or "code" in found[0].settings  # a graph is begun with in one way
    for start in found:
        experiment = begun(name, start)
        assert experiment.code or not first_problem(experiment)
        opened = link.read(link.write(experiment))
        assert opened.experiment == experiment and not opened.problems


@pytest.mark.parametrize("name", OTHERS)
def test_a_data_set_opens_with_its_first_start(name):
    first = begun(name, first_start(name, built_in[name].kind))
    assert link.read(f"data={name}").experiment == first == change(Experiment(), data=name)
    assert link.write(first) == f"data={name}"


@pytest.mark.parametrize("name, epochs, aim", [("digits", 30, 0.97), ("iris", 40, 0.95)])
def test_a_quick_start_reaches_its_score(name, epochs, aim):
    experiment = Experiment(data=name)
    course = course_of(experiment, trainer_of(experiment), material_of(experiment))
    while not (course.advance(0, epochs) and course.epoch >= epochs):
        pass
    assert course.measured[1, 1] >= aim

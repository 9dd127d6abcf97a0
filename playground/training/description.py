"""What is known of a model that is written as code: plain values, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ACROSS, DOWN = 10, 3  # pictures that a model makes, side by side


@dataclass(frozen=True)
class Problem:
    """What is wrong with a code, and where: line and column from 1; 0: nowhere in particular."""

    sentence: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Output:
    """One output of a model that has several.

    Args:
        wanted: what it is compared with, as Python: "y_train % 2".
        metric_name: what is measured of it beside its loss; empty: nothing.
        has_loss: whether it has one; one whose loss is None is not trained.
    """

    name: str
    wanted: str = ""
    metric_name: str = ""
    has_loss: bool = True


@dataclass(frozen=True)
class Answers:
    """How the outputs of a model are to be taken.

    Args:
        judged: they answer the data set's question, so that they can be right or wrong.
        logits: they are numbers before softmax or sigmoid.
        reproduces: they are compared with the examples themselves: an autoencoder.
        own_step: the model has a ``train_step`` of its own.
        own_loss: its loss is one of its own, one number for a batch.
        loss_name, metric_name: what a ``train_step`` of its own calls its loss, and what else it
            tells first; empty where it tells nothing else.
        samples: it has a method ``sample(count)`` that makes new examples.
        outputs: where there are several, each with a loss of its own.
        place: which of them answers the data set's question.
    """

    judged: bool = True
    logits: bool = False
    reproduces: bool = False
    own_step: bool = False
    own_loss: bool = False
    loss_name: str = "loss"
    metric_name: str = ""
    samples: bool = False
    outputs: tuple[Output, ...] = ()
    place: int | None = None


@dataclass(frozen=True)
class Description:
    """What came of reading an experiment's code.

    Args:
        code: what was read.
        problem: why there is no model; None: there is one.
        printed: (line, text) of what the code prints.
        boxes: the calls of its layers, and of a graph's operations: name, title, detail, shape,
            parameters, and the places of the boxes each is made from, -1 being the example. A
            nested model's come before it: ``within`` is its place, ``ends`` those that give what
            it gives. ``layer`` is the first place of the same layer.
        takes: the shape of an example as the model gets it; of each of its parts by name, in the
            order of the model's inputs. The name of the only one is empty.
        listed: whether it gets its parts as a list in this order, not by their names.
        parameters: how many numbers the model learns or keeps.
        answers: what the model's outputs are.
        calls: what the code itself calls, up to where it breaks: line, the outputs' shapes,
            parameters, and the place of its box, None where it has none.
    """

    code: str
    problem: Problem | None = None
    printed: tuple[tuple[int, str], ...] = ()
    boxes: tuple[dict[str, Any], ...] = ()
    takes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    listed: bool = False
    parameters: int = 0
    answers: Answers = Answers()
    calls: tuple[dict[str, Any], ...] = ()

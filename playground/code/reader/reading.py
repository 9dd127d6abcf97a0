"""``read``: from text to what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.code.reader import (  # noqa: F401  (they say what nodes and names mean)
    blocks,
    builtin_items,
    builtin_kinds,
    builtin_numbers,
    calls,
    classes,
    comparing,
    comprehensions,
    expressions,
    functions,
    imports,
    naming,
    operators,
    statements,
    texts,
)
from playground.code.reader.budget import Budget
from playground.code.reader.interpreter import Interpreter
from playground.code.reader.outcome import Outcome, Printed
from playground.code.reader.parsing import parse
from playground.code.reader.refusal import Refusal
from playground.code.reader.world import World

MOST_NOTES = 100


def read(
    text: str, world: World, budget: Budget = Budget(), given: Mapping[str, Any] = {},  # noqa: B006
) -> Outcome:
    """Read Python code over the things that a world hands out; nothing of it is run by Python.

    Args:
        given: what has a name before the text begins, such as the page's data.

    Raises:
        Refusal: something is not understood or goes wrong; what was read before it is in its
            ``outcome``.
    """
    tree, python = parse(text, budget)
    run = Interpreter(world, budget, python)
    run.outcome.printed += [Printed(*each) for each in python.notes[:MOST_NOTES]]
    run.scope.names.update(given)
    try:
        with run.entered(reading=True):
            run.ended(run.execute(tree.body, run.scope))
    except Refusal as refusal:
        refusal.outcome = run.outcome
        raise
    finally:
        run.outcome.names.update(run.scope.names)
    return run.outcome

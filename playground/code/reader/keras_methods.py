"""Methods of models that a reader does in its own way: what trains is noted and not done."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from playground.code.reader.data import RESULT, Data
from playground.code.reader.outcome import Fit
from playground.code.reader.values import Bound, Here

RECORDED = ("fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch",
            "save", "save_weights", "to_json", "export")


def _compile(here: Here, method: Bound, *args: Any, **kwargs: Any) -> Any:
    """``compile`` is done: optimizer, loss and metrics become objects."""
    run = here.interpreter
    args, kwargs = run.world.outward(args, run.spent), run.world.outward(kwargs, run.spent)
    method.target(*args, **kwargs)
    run.decided(method.owner)


def _recorded(name: str) -> Callable[..., Any]:
    def note(here: Here, method: Bound, *args: Any, **kwargs: Any) -> Data | None:
        run = here.interpreter
        run.spent.nested([args, kwargs])
        if run.records:
            run.outcome.fits.append(Fit(here.line, name, method.owner,
                                        _named(method.target, args, kwargs)))
        if name == "fit":
            run.decided(method.owner)
        return None if name in ("save", "save_weights", "export") else Data(RESULT, name)

    return note


def _named(
    method: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any]:
    names = [each for each in inspect.signature(method).parameters if each != "self"]
    given = {names[place] if place < len(names) else str(place): each
             for place, each in enumerate(args)}
    return {**given, **kwargs}


def _summary(here: Here, method: Bound, *args: Any, **kwargs: Any) -> None:
    """The table goes to what is printed."""
    lines: list[str] = []
    method.owner.summary(print_fn=lines.append)
    for each in lines:
        here.interpreter.print(here.line, each.rstrip("\n"))


MODEL_METHODS: dict[str, Callable[..., Any]] = {
    "compile": _compile, "summary": _summary, **{name: _recorded(name) for name in RECORDED}}

"""The reader: from Keras code to live objects, without ever running the code.

It interprets an allowed subset of Python's syntax tree, with a budget, over the names that a
``World`` hands out. What is not listed is not there; everything else is refused with its line, its
column and a sentence. Functions and classes of the text become real ones: called later, by whoever
has them, they come back to the interpreter with a fresh budget, in any thread.

    outcome = read(text, keras_world())
    outcome.model.summary()
"""

from __future__ import annotations

from playground.code.reader.budget import Budget
from playground.code.reader.outcome import Call, Fit, Outcome, Printed
from playground.code.reader.reading import read
from playground.code.reader.refusal import NotUnderstood, Refusal
from playground.code.reader.world import Family, Limits, World

__all__ = ["Budget", "Call", "Family", "Fit", "Limits", "NotUnderstood", "Outcome", "Printed",
           "Refusal", "World", "read"]

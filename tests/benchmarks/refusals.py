"""How long a text is read until it is refused: ``python -m tests.benchmarks.refusals``.

Every entry of the escape corpus is read twice, and the second reading is measured: in the first
one JAX compiles what the text computes. The time is the thread's own, so another program on the
machine does not change it. The slowest come first; those whose name holds a given word alone:
``… refusals exhausting``.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax

from playground.code.reader import Refusal, World, read
from playground.code.reader.jax_module import jax_modules
from playground.code.reader.keras_world import keras_world
from tests.code.reader.escapes import CORPUS, OF_JAX
from tests.code.reader.test_escapes import IMPORTS

SHOWN = 25


def main(word: str = "") -> None:
    """Print a row for each of the slowest, then the median and the largest of all."""
    worlds = keras_world(), keras_world(extra=jax_modules(jax))
    texts = {**{name: (text, worlds[0]) for name, text in CORPUS.items()},
             **{f"jax: {line}": (IMPORTS + line, worlds[1]) for line in OF_JAX}}
    rows = sorted(((*refused(*texts[name]), name) for name in texts if word in name), reverse=True)
    print("again, ms  first, ms  text: sentence")
    for again, first, sentence, name in rows[:SHOWN]:
        print(f"{again:9.1f} {first:10.1f}  {name}: {sentence[:60]}")
    print(f"{len(rows)} texts: median {statistics.median(row[0] for row in rows):.2f} ms, "
          f"largest {rows[0][0]:.0f} ms; the first time {max(row[1] for row in rows):.0f} ms")


def refused(text: str, world: World) -> tuple[float, float, str]:
    """The milliseconds until a text is refused, the second and the first time; and why."""
    times, sentence = [], ""
    for _ in range(2):
        began = time.thread_time()
        try:
            read(text, world)
            sentence = "!!! it is read"
        except Refusal as refusal:
            sentence = refusal.sentence
        times.append(1000 * (time.thread_time() - began))
    return times[1], times[0], sentence


if __name__ == "__main__":
    main(*sys.argv[1:2])

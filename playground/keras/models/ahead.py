"""The next batches are made in other threads while the model computes with this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import repeat
from typing import Any

from playground.keras.random import lent

READY = 2  # batches that wait for the model
_END = object()


def ahead(batches: Generator[Any]) -> Generator[Any]:
    """The same batches in the same order, made by one thread beside the one that asks for them.

    Where a batch takes as long to make as the step takes to compute, an epoch takes a little more
    than half of the time.
    """
    made = in_order(repeat(lambda: next(batches, _END)), 1, READY)
    with closing(batches), closing(made):
        yield from made


def in_order(
    calls: Iterable[Callable[[], Any]], workers: int, most: int
) -> Generator[Any]:
    """What the calls give, one after the other; up to ``most`` are made before they are asked for.

    What a call raises is raised here, when it is its turn. However this ends, no thread is left.
    """
    waiting: deque[Future[Any]] = deque()
    pool = ThreadPoolExecutor(workers, "batches", initializer=lent())
    try:
        for call in calls:
            waiting.append(pool.submit(call))
            if len(waiting) > most:
                batch = waiting.popleft().result()
                if batch is _END:
                    return
                yield batch
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)

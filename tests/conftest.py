"""How all tests run: beside Keras on JAX, quickly compiled, the whole suite in two processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/journeys/"
os.environ["KERAS_BACKEND"] = "jax"
# Most programs of the tests run once, on a few numbers, and would cost more to compile well. The
# journeys and the README's longest script do without these flags: they compile as a visitor does.
FASTER_TO_COMPILE = (  # a quarter of the time: 20 small models 1.6 s instead of 4.8
    "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false "
    "--xla_cpu_parallel_codegen_split_count=1")
os.environ.setdefault("XLA_FLAGS", FASTER_TO_COMPILE)


MUCH = 2 * 2**30  # bytes of memory from which what was compiled is thrown away
MEMORY = Path("/proc/self/statm")  # of this process, in pages; Linux has it


@pytest.fixture(scope="module", autouse=True)
def no_process_keeps_all_that_it_compiled() -> Iterator[None]:
    """After each file: several thousand programs are 7 GB, more than some machines have."""
    yield
    if "jax" in sys.modules and MEMORY.exists():
        pages = int(MEMORY.read_text().split()[1])
        if pages * os.sysconf("SC_PAGE_SIZE") > MUCH:
            sys.modules["jax"].clear_caches()


def as_a_visitor_has() -> dict[str, str]:
    """The environment without these flags."""
    return {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the whole suite; a part of it runs in this one."""
    return 2 if config.args_source is config.ArgsSource.TESTPATHS else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys begin, for they take the longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(JOURNEYS))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


class Together(LoadScopeScheduling):
    """One process has all tests of a file, which share what they compiled, and all journeys."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid.partition("::")[0]

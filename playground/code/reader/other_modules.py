"""What else tutorials import: a little arithmetic, and placeholders for data, files and plots."""

from __future__ import annotations

import math
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.dataclass import dataclasses_module
from playground.code.reader.library import library
from playground.code.reader.operators import NUMBERS, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here, Module, Special

PLACEHOLDERS = (
    "os", "os.path", "sys", "time", "datetime", "random", "pathlib", "warnings", "json", "csv",
    "glob", "io", "re", "string", "tqdm", "matplotlib", "matplotlib.pyplot", "seaborn", "pandas",
    "sklearn", "scipy", "PIL", "cv2", "tensorflow_datasets", "IPython", "requests", "zipfile",
    "logging", "argparse", "contextlib", "platform", "tempfile", "textwrap", "pprint", "copy",
    "shutil", "urllib", "pickle", "enum", "gc", "traceback", "uuid",
    "tensorflow_hub", "mpl_toolkits", "plotly",
)
_ONE = ("sqrt exp log log2 log10 log1p expm1 sin cos tan asin acos atan sinh cosh tanh ceil floor "
        "trunc fabs isnan isinf isfinite radians degrees erf").split()
_TWO = "pow atan2 hypot fmod copysign gcd".split()


def other_modules() -> dict[str, Any]:
    return {"math": _math(), "typing": Data("typing"), "abc": Data("abc"),
            **library(), "dataclasses": dataclasses_module(),
            **{name: Data(name) for name in PLACEHOLDERS}}


def _math() -> Module:
    constants = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "tau": math.tau}
    return Module("math", {
        **constants, **{name: _function(name, 1) for name in _ONE},
        **{name: _function(name, 2) for name in _TWO}, "prod": Special("prod", _product)})


def _function(name: str, count: int) -> Special:
    function = getattr(math, name)

    def run(here: Here, *args: Any) -> Any:
        if any(isinstance(each, Data) for each in args):
            return Data()
        if len(args) != count and not (name == "log" and len(args) == 2):
            raise NotUnderstood(f"math.{name} expects {count} numbers; got {len(args)}.")
        for each in args:
            if not isinstance(each, NUMBERS):
                raise NotUnderstood(f"math.{name} expects numbers; got {shown(each)}. Use "
                                    f"keras.ops for tensors.")
        return here.interpreter.spent.checked(function(*args))

    return Special(f"math.{name}", run)


def _product(here: Here, values: Any) -> Any:
    if not isinstance(values, (list, tuple, range)) or not all(
            isinstance(each, NUMBERS) for each in values):
        raise NotUnderstood("math.prod expects a list or a tuple of numbers.")
    result: Any = 1
    for each in values:
        here.interpreter.spent.step()
        result = here.interpreter.spent.checked(result * each)
    return result

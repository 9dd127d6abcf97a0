"""``import jax``: what a ``train_step`` needs of it. Who has JAX hands it in.

    keras_world(extra=jax_modules(jax))
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from playground.code.reader.functions import Decorator
from playground.code.reader.values import Bound, Here, Module, Special

NUMPY = """
abs all any arange argmax argmin argsort array asarray broadcast_to ceil clip concatenate cos cosh
cumprod cumsum diag diff divide dot einsum equal exp expand_dims expm1 eye flip floor full full_like
greater greater_equal hstack isfinite isinf isnan less less_equal linspace log log10 log1p log2
logical_and logical_not logical_or matmul max maximum mean median min minimum mod multiply negative
not_equal ones ones_like outer pad power prod ravel repeat reshape roll round sign sin sinh sort
split sqrt square squeeze stack std subtract sum swapaxes take take_along_axis tan tanh tensordot
tile transpose tri tril triu var vstack where zeros zeros_like
""".split()
NN = """
celu elu gelu glu hard_sigmoid hard_tanh leaky_relu log_sigmoid log_softmax logsumexp one_hot relu
relu6 selu sigmoid silu soft_sign softmax softplus standardize swish
""".split()
RANDOM = """
PRNGKey bernoulli beta categorical choice exponential fold_in gamma key laplace normal permutation
randint split truncated_normal uniform
""".split()
TREE = "flatten leaves map structure unflatten".split()
TYPES = "bfloat16 bool_ float16 float32 int32 int8 uint32 uint8".split()


def jax_modules(jax: ModuleType) -> dict[str, Module]:
    """``jax`` and the modules in it, by the names under which they are imported."""
    numbers = {**_of(jax.numpy, NUMPY), **{name: name.rstrip("_") for name in TYPES},
               "pi": jax.numpy.pi, "inf": jax.numpy.inf, "newaxis": None}
    parts = {
        "numpy": Module("jax.numpy", numbers), "nn": Module("jax.nn", _of(jax.nn, NN)),
        "random": Module("jax.random", _of(jax.random, RANDOM)),
        "lax": Module("jax.lax", _of(jax.lax, ["cond", "select", "stop_gradient", "rsqrt"])),
        "tree": Module("jax.tree", _of(jax.tree, TREE)),
        "tree_util": Module("jax.tree_util", {
            "tree_map": jax.tree_util.tree_map, "tree_leaves": jax.tree_util.tree_leaves}),
    }
    top = Module("jax", {
        **parts, "grad": _transform(jax.grad), "value_and_grad": _transform(jax.value_and_grad),
        "vmap": _transform(jax.vmap), "checkpoint": Decorator("jax.checkpoint"),
        "jit": Decorator("jax.jit"), "__version__": jax.__version__})
    return {"jax": top, **{f"jax.{name}": each for name, each in parts.items()}}


def _of(module: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(module, name) for name in names}


def _transform(function: Callable[..., Any]) -> Special:
    """What makes a function of a function."""
    name = function.__name__

    def run(here: Here, *args: Any, **kwargs: Any) -> Bound:
        world, spent = here.interpreter.world, here.interpreter.spent
        made = function(*world.outward(args, spent), **world.outward(kwargs, spent))
        return Bound(None, name, made, None)

    return Special(f"jax.{name}", run)

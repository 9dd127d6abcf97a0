"""All of a model's variables as one tree of arrays, by their paths: for loops and for libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.keras.variable import Variable

Tree = dict[str, Any]
_ROOTS = ("trainable_variables", "non_trainable_variables", "optimizer_variables",
          "metrics_variables")


class StateTree:
    """The part of a model that gives its whole state away, and takes one back."""

    def get_state_tree(self, value_format: str = "backend_tensor") -> dict[str, Tree]:
        """``{"trainable_variables": {"model": {"dense": {"kernel": …}}}, …}``.

        Args:
            value_format: "backend_tensor" for arrays of JAX, "numpy_array" for NumPy's.

        Returns:
            the trainable and the other variables, the optimizer's and the metrics', each as dicts
            within dicts, a level for each name in a variable's path.
        """
        if value_format not in ("backend_tensor", "numpy_array"):
            raise ValueError("get_state_tree expects value_format 'backend_tensor' or "
                             f"'numpy_array'; got {value_format!r}.")
        trees: dict[str, Tree] = {}
        for root, variables in self._roots().items():
            trees[root] = {}
            for variable in variables:
                place = trees[root]
                *outer, last = variable.path.split("/")
                for name in outer:
                    place = place.setdefault(name, {})
                place[last] = (variable.numpy() if value_format == "numpy_array"
                               else variable.value)
        return trees

    def set_state_tree(self, state_tree: Mapping[str, Tree]) -> None:
        """Give the variables the values of such a tree; what it does not name stays as it is.

        Raises:
            ValueError: a name or a shape in it is not that of a variable.
        """
        roots = self._roots()
        for root, place in state_tree.items():
            if root not in roots:
                raise ValueError(f"set_state_tree expects {', '.join(_ROOTS)}; got {root!r}.")
            _assign({each.path: each for each in roots[root]}, place, "")

    def jax_state_sync(self) -> None:
        """Nothing: where a callback sees a batch, the variables have its values already."""

    def _roots(self) -> dict[str, Sequence[Variable]]:
        optimizer = getattr(self, "optimizer", None)
        found = (self.trainable_variables, self.non_trainable_variables,  # type: ignore[attr-defined]
                 [] if optimizer is None else optimizer.variables,
                 self.metrics_variables)  # type: ignore[attr-defined]
        return {root: each for root, each in zip(_ROOTS, found, strict=True)
                if root != "optimizer_variables" or optimizer is not None}


def _assign(variables: Mapping[str, Variable], place: Mapping[str, Any], path: str) -> None:
    for name, value in place.items():
        whole = f"{path}{name}"
        if isinstance(value, Mapping):
            _assign(variables, value, f"{whole}/")
        elif whole in variables:
            variables[whole].assign(value)
        else:
            raise ValueError(f"set_state_tree expects the paths of variables: "
                             f"{', '.join(variables) or 'none'}; got {whole!r}.")

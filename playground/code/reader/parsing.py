"""From text to a syntax tree of which every node is of a kind that is understood."""

from __future__ import annotations

import ast
import re
import warnings

from playground.code.reader.budget import Budget
from playground.code.reader.leftovers import Python, python_of
from playground.code.reader.refusal import Refusal, at

UNDERSTOOD = frozenset((
    ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.If, ast.For, ast.While,
    ast.Break, ast.Continue, ast.Pass, ast.FunctionDef, ast.Return, ast.ClassDef, ast.Assert,
    ast.Raise, ast.Import, ast.ImportFrom, ast.alias, ast.arguments, ast.arg, ast.keyword,
    ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Call,
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.JoinedStr,
    ast.FormattedValue, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp,
    ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Load, ast.Store,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult,
    ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor, ast.Invert, ast.Not, ast.UAdd,
    ast.USub, ast.And, ast.Or, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is,
    ast.IsNot, ast.In, ast.NotIn, ast.Try, ast.ExceptHandler, ast.With, ast.withitem, ast.Global,
    ast.Nonlocal, ast.Delete, ast.Del, ast.NamedExpr,
))
_HALF = re.compile("[\ud800-\udfff]")
CONSTANTS = (bool, int, float, str, type(None), type(...))
DEFINED = frozenset(("__init__", "__call__"))  # the only names with two underscores of methods

WAYS_OUT = {  # of sentences only: what is not in UNDERSTOOD is refused, named here or not
    "TryStar": "except* is not read. Write except.",
    "AsyncWith": "async is not read. Write it without.",
    "AsyncFor": "async is not read. Write it without.",
    "AsyncFunctionDef": "async is not read. Write it without.",
    "Await": "await is not read. Write it without.",
    "Yield": "yield is not read. Collect the values in a list and return it.",
    "YieldFrom": "yield is not read. Collect the values in a list and return it.",
    "Match": "match is not read. Write if and elif.",
}

OF_TAPES = "A GradientTape is not read. Gradients are taken as in Keras on JAX, with "\
    "jax.value_and_grad in a train_step."


def parse(text: str, budget: Budget) -> tuple[ast.Module, Python]:
    """The tree of a text, and the text as Python reads it.

    Raises:
        Refusal: it is too long, no Python, or has something that is not understood.
    """
    if not isinstance(text, str):
        raise Refusal(f"The reader expects a text; got {type(text).__name__}.")
    if len(text) > budget.text:
        raise Refusal(f"The text has {len(text):,} characters; at most {budget.text:,} are read. "
                      "Leave out what does not belong to the model.")
    if "\0" in text:
        raise Refusal("The text has a character of number 0 in it. Take it out.",
                      text[: text.index("\0")].count("\n") + 1)
    python = python_of(text)
    lines = python.text.split("\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(python.text)
    except SyntaxError as error:
        raise python.placed(_no_python(error, lines)) from None
    except (RecursionError, MemoryError):
        raise Refusal("The text is nested too deep to be read. Use fewer brackets in one "
                      "another.") from None
    except (ValueError, OverflowError) as error:
        raise Refusal(f"This is no Python: {error}.") from None
    try:
        _check(tree, lines, budget)
    except Refusal as refusal:
        raise python.placed(refusal) from None
    return tree, python


def _no_python(error: SyntaxError, lines: list[str]) -> Refusal:
    line = min(max(error.lineno or 1, 1), len(lines))
    said = (error.msg or "invalid syntax").rstrip(".")
    way_out = " Write print(…) with brackets." if "print" in said else ""
    return Refusal(f"This is no Python: {said}.{way_out}", line, max(error.offset or 1, 1))


def _check(tree: ast.Module, lines: list[str], budget: Budget) -> None:
    count, waiting = 0, [(tree, 0)]
    found: list[tuple[int, int, Refusal]] = []
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > budget.nodes:
            raise Refusal(f"The text has more than {budget.nodes:,} parts. Write lists of numbers "
                          "as ranges, and what repeats as a loop.")
        if depth > budget.nesting:
            raise at(node, f"This is nested more than {budget.nesting} deep. Give the inner part "
                     "a name in a line of its own.", lines)
        wrong = _wrong_with(node)
        if wrong:
            place = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
            found.append((*place, at(node, wrong, lines)))
            continue
        waiting += [(each, depth + (not _is_elif(node, each)))
                    for each in ast.iter_child_nodes(node)]
    if found:
        raise min(found, key=lambda each: each[:2])[2]


def _is_elif(node: ast.AST, inside: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(inside, ast.If) and node.orelse == [inside]


def _wrong_with(node: ast.AST) -> str | None:
    """The sentence about a node that is not understood."""
    kind = type(node)
    if kind not in UNDERSTOOD:
        name = kind.__name__
        return WAYS_OUT.get(name, f"{name} is not read here. Write it another way: the help "
                             "lists what is read.")
    if kind is ast.Constant and type(node.value) not in CONSTANTS:
        return f"{type(node.value).__name__} values are not read. Use numbers and texts."
    if kind is ast.Constant and isinstance(node.value, str) and _HALF.search(node.value):
        return "This text has half a character in it. Write the character itself."
    if kind is ast.Attribute and node.attr.startswith("_") and not (
            node.attr == "__version__" or _of_super(node)):
        return underscored(node.attr)
    if kind is ast.Name and not _usable(node.id):
        return f"The name {node.id} is not used here. Choose one without two underscores."
    if kind is ast.arg and not _usable(node.arg):
        return f"The name {node.arg} is not used here. Choose one without two underscores."
    if kind is ast.keyword and node.arg is not None and node.arg.startswith("_"):
        return f"An argument called {node.arg} is not read. Choose a name without an underscore."
    if kind is ast.alias:
        return _wrong_with_alias(node)
    if kind is ast.FunctionDef and node.name.startswith("__") and node.name not in DEFINED:
        return f"A method {node.name} is not read. Give it a name without underscores."
    if kind is ast.ClassDef:
        return _wrong_with_class(node)
    if kind in (ast.Global, ast.Nonlocal) or kind is ast.ExceptHandler and node.name:
        for name in getattr(node, "names", None) or (node.name,):
            if not _usable(name):
                return f"The name {name} is not used here. Choose one without two underscores."
    if kind is ast.With and any(
            last_name(getattr(each.context_expr, "func", None)) == "GradientTape"
            for each in node.items):
        return OF_TAPES
    if kind is ast.FormattedValue and node.conversion == 97:
        return "!a is not read in texts. Leave it out."
    if kind is ast.comprehension and node.is_async:
        return "async is not read. Write it without."
    return None


def last_name(node: ast.AST | None) -> str:
    """The name behind the last dot of what is called, as ``Dense`` of ``keras.layers.Dense``."""
    return getattr(node, "attr", None) or getattr(node, "id", "")


def underscored(name: str) -> str:
    bare = name.strip("_") or "name"
    return f"Attributes that begin with an underscore are not read: {name}. Call it {bare}."


def _of_super(node: ast.Attribute) -> bool:
    called = node.value
    return (node.attr == "__init__" and isinstance(called, ast.Call)
            and isinstance(called.func, ast.Name) and called.func.id == "super")


def _usable(name: str) -> bool:
    return not name.startswith("__") or name == "__name__"


def _wrong_with_alias(node: ast.alias) -> str | None:
    parts = [*node.name.split("."), node.asname or ""]
    if any(each.startswith("_") for each in parts):
        return f"{node.name} is not imported here. Names with an underscore first are not read."
    return None


def _wrong_with_class(node: ast.ClassDef) -> str | None:
    if node.name.startswith("_"):
        return "A class's name begins with a letter here. Take the underscore away."
    if node.keywords:
        return "A class takes only its bases in the brackets here. Leave out "\
            f"{node.keywords[0].arg or '**'}."
    if getattr(node, "type_params", None):
        return "Types in brackets behind a class's name are not read. Leave them out."
    return None

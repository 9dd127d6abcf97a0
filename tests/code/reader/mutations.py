"""Programs that nobody would write: parts exchanged, characters scrambled, trees put together."""

from __future__ import annotations

import ast
import copy
import random

_NAMES = ["x", "y", "f", "A", "self", "keras", "layers", "ops", "np", "print", "len", "range", "z",
          "super", "map", "sorted", "object", "property", "sum", "max", "dict", "str", "isinstance"]
_ATTRIBUTES = ["append", "shape", "call", "Dense", "zeros", "Layer", "Input", "Model", "Sequential",
               "sort", "add", "fit", "save", "T", "items", "name", "compile", "weights", "astype",
               "pop", "update", "run", "target", "owner", "Lambda", "get", "index", "join"]
_VALUES = [0, 1, -1, 2, 10 ** 9, 1.5, 1e300, "", "a", "{0.__class__}", None, True, ...]
_BEFORE = """
import keras
from keras import layers, ops
import numpy as np
x = y = [1, 2.5]
z, f, A = keras.Input((3,)), layers.Dense(3), np.ones((2, 3))
"""
_NEVER = ["__class__", "__builtins__", "eval", "_written", "__init__", "load_model", "format"]
_BINARY = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.LShift,
           ast.MatMult, ast.BitOr]


def exchanged(text: str, rng: random.Random) -> str:
    """The program with a few of its expressions and names in one another's places."""
    tree = ast.parse(text)
    places = [(node, field) for node in ast.walk(tree) for field, value in ast.iter_fields(node)
              if isinstance(value, ast.expr)]
    for _ in range(rng.randint(1, 3)):
        (one, field), (other, its) = rng.choice(places), rng.choice(places)
        setattr(one, field, copy.deepcopy(getattr(other, its)) if rng.random() < 0.6
                else expression(rng, 2))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and rng.random() < 0.05:
            node.attr = rng.choice(_ATTRIBUTES)
        if isinstance(node, ast.Name) and rng.random() < 0.05:
            node.id = rng.choice(_NAMES)
    return _written(tree)


def crossed(text: str, other: str, rng: random.Random) -> str:
    """The program with statements and expressions of another one in places of its own."""
    tree, donor = ast.parse(text), ast.parse(other)
    for kind in (ast.expr, ast.stmt):
        places = [(node, field, place) for node in ast.walk(tree)
                  for field, value in ast.iter_fields(node) if isinstance(value, list)
                  for place, each in enumerate(value) if isinstance(each, kind)]
        given = [node for node in ast.walk(donor) if isinstance(node, kind)]
        for _ in range(rng.randint(1, 3)):
            node, field, place = rng.choice(places)
            getattr(node, field)[place] = copy.deepcopy(rng.choice(given))
    return _written(tree)


def scrambled(text: str, rng: random.Random) -> str:
    """The program with characters and lines cut, doubled and exchanged."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randint(0, 12))
        piece = rng.choice(["", text[start:end] * 2, "(", ")", "[", ".", "_", "__", "'", ":", "\n",
                            "**", "=", "lambda: ", "yield ", "\x00", "\ud800", "ſ", "{"])
        text = text[:start] + piece + text[end:]
    return text


def blind(rng: random.Random) -> str:
    """Statements put together without a thought."""
    body: list[ast.stmt] = [_statement(rng, 2) for _ in range(rng.randint(1, 5))]
    return _BEFORE + _written(ast.Module(body, []))


def _written(tree: ast.AST) -> str:
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, RecursionError, AttributeError, TypeError):  # a tree that is no program
        return ""


def expression(rng: random.Random, depth: int) -> ast.expr:
    """An expression of any kind, at most so deep."""
    def inner() -> ast.expr:
        return expression(rng, depth - 1)

    if rng.random() < 0.005:
        return ast.Attribute(ast.Name(rng.choice(_NEVER), ast.Load()), rng.choice(_NEVER),
                             ast.Load())
    kinds = [lambda: ast.Name(rng.choice(_NAMES), ast.Load()),
             lambda: ast.Constant(rng.choice(_VALUES))]
    if depth > 0:
        kinds += [
            lambda: ast.Attribute(inner(), rng.choice(_ATTRIBUTES), ast.Load()),
            lambda: ast.Call(inner(), [inner()], [ast.keyword(rng.choice(_ATTRIBUTES), inner())]),
            lambda: ast.Call(inner(), [inner() for _ in range(rng.randint(0, 2))], []),
            lambda: ast.Call(inner(), [ast.Starred(inner(), ast.Load())],
                             [ast.keyword(None, inner())]),
            lambda: ast.BinOp(inner(), rng.choice(_BINARY)(), inner()),
            lambda: ast.Subscript(inner(), inner(), ast.Load()),
            lambda: ast.Compare(inner(), [rng.choice([ast.In, ast.Eq, ast.Lt, ast.Is])()],
                                [inner()]),
            lambda: ast.List([inner(), inner()], ast.Load()),
            lambda: ast.Dict([inner(), None], [inner(), inner()]),
            lambda: ast.ListComp(inner(), [ast.comprehension(
                ast.Name("x", ast.Store()), inner(), [inner()], 0)]),
            lambda: ast.Lambda(ast.arguments([], [ast.arg("x")], None, [], [], None, [inner()]),
                               inner()),
            lambda: ast.JoinedStr([ast.FormattedValue(inner(), -1, None)]),
            lambda: ast.IfExp(inner(), inner(), inner()),
            lambda: ast.UnaryOp(ast.USub(), inner()),
        ]
    return rng.choice(kinds)()


def _statement(rng: random.Random, depth: int) -> ast.stmt:
    value = expression(rng, 3)
    target = rng.choice([
        ast.Name(rng.choice(_NAMES[:4]), ast.Store()),
        ast.Attribute(expression(rng, 1), rng.choice(_ATTRIBUTES), ast.Store()),
        ast.Subscript(expression(rng, 1), expression(rng, 1), ast.Store())])
    kinds = [lambda: ast.Expr(value), lambda: ast.Assign([target], value),
             lambda: ast.AugAssign(target, rng.choice(_BINARY)(), value)]
    if depth > 0:
        block = [_statement(rng, depth - 1), ast.Return(value)]
        arguments = ast.arguments([], [ast.arg("self")], ast.arg("y"), [], [], None, [])
        function = ast.FunctionDef(rng.choice(["f", "call", "build", "__init__", "metrics"]),
                                   arguments, block, [])
        kinds += [
            lambda: function,
            lambda: ast.ClassDef("A", [value], [], [function], []),
            lambda: ast.For(ast.Name("x", ast.Store()), value, [block[0]], []),
            lambda: ast.If(value, [block[0]], []),
            lambda: ast.While(value, [block[0], ast.Break()], []),
        ]
    return rng.choice(kinds)()

"""Number by number: what is computed of every entry of an array, or of two arrays together.

Two arrays are stretched to a common shape first: axes of size 1 are repeated. Whole numbers become
floats where the result is one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array

Operation = Callable[..., Any]


def _unary(name: str, words: str, of: str | None = None, floats: bool = False) -> Operation:
    """The operation of one array that ``jax.numpy`` has under this name, or the name ``of``."""
    def compute(x: Array) -> Array:
        x = jnp.asarray(x)
        if floats and not jnp.issubdtype(x.dtype, jnp.inexact):
            x = x.astype(jnp.float32)
        return getattr(jnp, of or name)(x)

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return op(compute)


def _binary(name: str, words: str, of: str | None = None, names: str = "x1 x2") -> Operation:
    """The operation of two arrays that ``jax.numpy`` has under this name, or the name ``of``."""
    def compute(x1: Array, x2: Array) -> Array:
        return getattr(jnp, of or name)(jnp.asarray(x1), jnp.asarray(x2))

    def compute_xy(x: Array, y: Array) -> Array:
        return compute(x, y)

    chosen = compute if names == "x1 x2" else compute_xy
    chosen.__name__ = chosen.__qualname__ = name
    chosen.__doc__ = words
    return op(chosen)


# ---------------------------------------------------------------------- one array: arithmetic

absolute = abs = _unary("absolute", "|x|")
fabs = _unary("fabs", "|x|, as a float.")
negative = _unary("negative", "-x")
sign = _unary("sign", "-1, 0 or 1: the sign of x.")
signbit = _unary("signbit", "Whether the sign bit is set: true for -0.0 too.")
square = _unary("square", "x²")
sqrt = _unary("sqrt", "√x; NaN below 0.")
cbrt = _unary("cbrt", "The cube root of x, below 0 too.")
reciprocal = _unary("reciprocal", "1 / x")
ceil = _unary("ceil", "The smallest whole number not below x.", floats=True)
floor = _unary("floor", "The largest whole number not above x.", floats=True)
trunc = _unary("trunc", "x without its fraction.")

# ---------------------------------------------------------------------- exponentials, logarithms

exp = _unary("exp", "eˣ")
exp2 = _unary("exp2", "2ˣ")
expm1 = _unary("expm1", "eˣ - 1, exact near 0.")
log = _unary("log", "The natural logarithm of x; NaN below 0.")
log10 = _unary("log10", "The logarithm of x to base 10.")
log1p = _unary("log1p", "log(1 + x), exact near 0.")
log2 = _unary("log2", "The logarithm of x to base 2.")

# ---------------------------------------------------------------------- angles, in radians

sin = _unary("sin", "The sine of x.")
cos = _unary("cos", "The cosine of x.")
tan = _unary("tan", "The tangent of x.")
arcsin = _unary("arcsin", "The angle whose sine is x.")
arccos = _unary("arccos", "The angle whose cosine is x.")
arctan = _unary("arctan", "The angle between ±π/2 whose tangent is x.")
sinh = _unary("sinh", "(eˣ - e⁻ˣ) / 2")
cosh = _unary("cosh", "(eˣ + e⁻ˣ) / 2")
tanh = _unary("tanh", "(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)")
arcsinh = _unary("arcsinh", "The number whose sinh is x.")
arccosh = _unary("arccosh", "The number of 0 or more whose cosh is x.")
arctanh = _unary("arctanh", "The number whose tanh is x.")
sinc = _unary("sinc", "sin(πx) / (πx), and 1 at 0.")
deg2rad = _unary("deg2rad", "Degrees to radians.")
rad2deg = _unary("rad2deg", "Radians to degrees.")
i0 = _unary("i0", "The modified Bessel function of the first kind, of order 0.")

# ---------------------------------------------------------------------- complex numbers

angle = _unary("angle", "The angle of a complex number.")
conjugate = conj = _unary("conjugate", "The complex conjugate.")
imag = _unary("imag", "The imaginary part.")
real = _unary("real", "The real part.")
isreal = _unary("isreal", "Whether the imaginary part is 0.")

# ---------------------------------------------------------------------- questions

isfinite = _unary("isfinite", "Whether x is neither infinite nor NaN.")
isinf = _unary("isinf", "Whether x is infinite.")
isnan = _unary("isnan", "Whether x is NaN.")
isneginf = _unary("isneginf", "Whether x is -∞.")
isposinf = _unary("isposinf", "Whether x is +∞.")
logical_not = _unary("logical_not", "Whether x is 0 or False.")
bitwise_invert = _unary("bitwise_invert", "Every bit of x turned over.", of="invert")
bitwise_not = bitwise_invert

# ---------------------------------------------------------------------- two arrays: arithmetic

add = _binary("add", "x1 + x2")
subtract = _binary("subtract", "x1 - x2")
multiply = _binary("multiply", "x1 · x2")
divide = _binary("divide", "x1 / x2, always a float.")
true_divide = _binary("true_divide", "x1 / x2, always a float.")
floor_divide = _binary("floor_divide", "x1 / x2, rounded down.")
mod = _binary("mod", "What division leaves; it has the sign of x2.")
fmod = _binary("fmod", "What division leaves; it has the sign of x1.")
power = _binary("power", "x1 to the power x2.")
arctan2 = _binary("arctan2", "The angle of the point (x2, x1), in all four quadrants.")
hypot = _binary("hypot", "√(x1² + x2²)")
heaviside = _binary("heaviside", "0 below 0, x2 at 0, 1 above.")
logaddexp = _binary("logaddexp", "log(exp(x1) + exp(x2)), without overflow.")
logaddexp2 = _binary("logaddexp2", "log2(2^x1 + 2^x2), without overflow.")
ldexp = _binary("ldexp", "x1 · 2^x2, x2 whole numbers.")
nextafter = _binary("nextafter", "The next float after x1 on the way to x2.")
gcd = _binary("gcd", "The greatest common divisor of whole numbers.")
lcm = _binary("lcm", "The least common multiple of whole numbers.")
maximum = _binary("maximum", "The larger of two; NaN when either is.")
minimum = _binary("minimum", "The smaller of two; NaN when either is.")
fmax = _binary("fmax", "The larger of two; NaN counts as missing.")
fmin = _binary("fmin", "The smaller of two; NaN counts as missing.")

# ---------------------------------------------------------------------- comparisons, bits

equal = _binary("equal", "Whether x1 = x2.")
not_equal = _binary("not_equal", "Whether x1 ≠ x2.")
greater = _binary("greater", "Whether x1 > x2.")
greater_equal = _binary("greater_equal", "Whether x1 ≥ x2.")
less = _binary("less", "Whether x1 < x2.")
less_equal = _binary("less_equal", "Whether x1 ≤ x2.")
logical_and = _binary("logical_and", "Whether both are true.")
logical_or = _binary("logical_or", "Whether one is true, or both.")
logical_xor = _binary("logical_xor", "Whether exactly one is true.")
bitwise_and = _binary("bitwise_and", "The bits set in both.", names="x y")
bitwise_or = _binary("bitwise_or", "The bits set in one or both.", names="x y")
bitwise_xor = _binary("bitwise_xor", "The bits set in exactly one.", names="x y")
bitwise_left_shift = _binary("bitwise_left_shift", "x · 2^y of whole numbers.", of="left_shift",
                             names="x y")
bitwise_right_shift = _binary("bitwise_right_shift", "x / 2^y of whole numbers, rounded down.",
                              of="right_shift", names="x y")
left_shift, right_shift = bitwise_left_shift, bitwise_right_shift


@op
def divide_no_nan(x1: Array, x2: Array) -> Array:
    """x1 / x2, and 0 where x2 is 0."""
    x1, x2 = jnp.asarray(x1), jnp.asarray(x2)
    return jnp.where(x2 == 0, 0, x1 / jnp.where(x2 == 0, 1, x2))


@op
def clip(x: Array, x_min: Any, x_max: Any) -> Array:
    """x, but not below x_min and not above x_max."""
    x = jnp.asarray(x)
    return jnp.clip(x.astype("int32") if x.dtype == bool else x, x_min, x_max)


@op
def round(x: Array, decimals: int = 0) -> Array:
    """x to so many decimals; halves go to the even neighbour."""
    x = jnp.asarray(x)
    if decimals < 0 and jnp.issubdtype(x.dtype, jnp.integer):
        factor = 10.0 ** decimals
        return (jnp.round(x * factor) / factor).astype(x.dtype)
    return jnp.round(x, decimals)


@op
def nan_to_num(
    x: Array, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """x with other numbers for NaN and ±∞ (the largest and smallest float, unless given)."""
    return jnp.nan_to_num(jnp.asarray(x), nan=nan, posinf=posinf, neginf=neginf)


@op
def isclose(
    x1: Array, x2: Array, rtol: Array = 1e-5, atol: Array = 1e-8, equal_nan: bool = False
) -> Array:
    """Whether |x1 - x2| ≤ atol + rtol · |x2|."""
    return jnp.isclose(jnp.asarray(x1), jnp.asarray(x2), rtol, atol, equal_nan)


@op(class_name="AllClose")
def allclose(
    x1: Array, x2: Array, rtol: Array = 1e-5, atol: Array = 1e-8, equal_nan: bool = False
) -> Array:
    """Whether ``isclose`` holds everywhere."""
    return jnp.all(jnp.isclose(jnp.asarray(x1), jnp.asarray(x2), rtol, atol, equal_nan))


@op
def view(x: Array, dtype: Any = None) -> Array:
    """The same bits read as another type."""
    return jnp.asarray(x).view(dtype)


@op
def copy(x: Array) -> Array:
    """The same numbers in memory of their own."""
    return jnp.copy(jnp.asarray(x))


def vectorize(
    pyfunc: Operation, *, excluded: Any = None, signature: str | None = None
) -> Operation:
    """A function of numbers (or of what ``signature`` says) that takes arrays of them.

    Args:
        signature: as in NumPy: ``"(m),(m)->()"``.
    """
    return jnp.vectorize(pyfunc, excluded=frozenset(excluded or ()), signature=signature)

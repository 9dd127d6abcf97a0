"""Texts as numbers of 64 bits, the same on every machine: FarmHash and SipHash.

Sources: G. Pike, FarmHash (Fingerprint64), 2014; J.-P. Aumasson and D. Bernstein, "SipHash: a fast
short-input PRF", 2012.
"""

from __future__ import annotations

_ALL = (1 << 64) - 1
_K0, _K1, _K2 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F


def fingerprint(data: bytes) -> int:
    """FarmHash's Fingerprint64."""
    size = len(data)
    if size <= 16:
        return _up_to_16(data, size)
    multiplier = (_K2 + size * 2) & _ALL
    if size > 64:
        return _long(data, size)
    a, b = _word(data, 0) * (_K1 if size <= 32 else _K2), _word(data, 8)
    c, d = _word(data, size - 8) * multiplier, _word(data, size - 16) * _K2
    y = _turn(a + b, 43) + _turn(c, 30) + d
    z = _mix_two(y, a + _turn(b + _K2, 18) + c, multiplier)
    if size <= 32:
        return z
    e, f = _word(data, 16) * multiplier, _word(data, 24)
    g = (y + _word(data, size - 32)) * multiplier
    h = (z + _word(data, size - 24)) * multiplier
    return _mix_two(_turn(e + f, 43) + _turn(g, 30) + h, e + _turn(f + a, 18) + g, multiplier)


def _up_to_16(data: bytes, size: int) -> int:
    multiplier = (_K2 + size * 2) & _ALL
    if size >= 8:
        a, b = _word(data, 0) + _K2, _word(data, size - 8)
        return _mix_two(_turn(b, 37) * multiplier + a, (_turn(a, 25) + b) * multiplier, multiplier)
    if size >= 4:
        first, last = (int.from_bytes(each, "little") for each in (data[:4], data[-4:]))
        return _mix_two(size + (first << 3), last, multiplier)
    if size:
        y = data[0] + (data[size >> 1] << 8)
        z = size + (data[-1] << 2)
        return _shift((y * _K2 ^ z * _K0) & _ALL) * _K2 & _ALL
    return _K2


def _long(data: bytes, size: int) -> int:
    """More than 64 bytes, in blocks of 64; the last block ends with the text."""
    x, y = 81, (81 * _K1 + 113) & _ALL
    z = _shift((y * _K2 + 113) & _ALL) * _K2 & _ALL
    v, w = (0, 0), (0, 0)
    x = (x * _K2 + _word(data, 0)) & _ALL
    last = (size - 1) // 64 * 64
    for at in range(0, last, 64):
        x, y, z, v, w = _block(data, at, x, y, z, v, w, _K1, 1)
    multiplier = (_K1 + ((z & 0xFF) << 1)) & _ALL
    w = ((w[0] + (size - 1 & 63)) & _ALL, w[1])
    v = ((v[0] + w[0]) & _ALL, v[1])
    w = ((w[0] + v[0]) & _ALL, w[1])
    x, y, z, v, w = _block(data, last + (size - 1 & 63) - 63, x, y, z, v, w, multiplier, 9)
    return _mix_two(_mix_two(v[0], w[0], multiplier) + _shift(y) * _K0 + z,
                    _mix_two(v[1], w[1], multiplier) + x, multiplier)


def _block(data: bytes, at: int, x: int, y: int, z: int, v: tuple[int, int], w: tuple[int, int],
           multiplier: int, times: int) -> tuple[int, int, int, tuple[int, int], tuple[int, int]]:
    x = _turn(x + y + v[0] + _word(data, at + 8), 37) * multiplier
    y = _turn(y + v[1] + _word(data, at + 48), 42) * multiplier
    x = (x ^ w[1] * times) & _ALL
    y = (y + v[0] * times + _word(data, at + 40)) & _ALL
    z = _turn(z + w[0], 33) * multiplier & _ALL
    v = _weak(data, at, v[1] * multiplier, x + w[0])
    w = _weak(data, at + 32, z + w[1], y + _word(data, at + 16))
    return z, y, x, v, w


def _weak(data: bytes, at: int, a: int, b: int) -> tuple[int, int]:
    first, second, third, fourth = (_word(data, at + 8 * place) for place in range(4))
    a += first
    b = _turn(b + a + fourth, 21)
    c = a
    a += second + third
    b += _turn(a, 44)
    return (a + fourth) & _ALL, (b + c) & _ALL


def _mix_two(u: int, v: int, multiplier: int) -> int:
    a = _shift(((u ^ v) & _ALL) * multiplier & _ALL)
    return _shift(((v ^ a) & _ALL) * multiplier & _ALL) * multiplier & _ALL


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at:at + 8], "little")


def _turn(value: int, bits: int) -> int:
    """The bits turned to the right, those that leave coming back at the left."""
    value &= _ALL
    return (value >> bits | value << 64 - bits) & _ALL


def _shift(value: int) -> int:
    return value ^ value >> 47


def keyed_fingerprint(data: bytes, key: tuple[int, int]) -> int:
    """SipHash-2-4 with a key of two numbers."""
    v = [key[0] ^ 0x736F6D6570736575, key[1] ^ 0x646F72616E646F6D,
         key[0] ^ 0x6C7967656E657261, key[1] ^ 0x7465646279746573]
    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 0xFF])
    for at in range(0, len(padded), 8):
        word = _word(padded, at)
        v[3] ^= word
        _rounds(v, 2)
        v[0] ^= word
    v[2] ^= 0xFF
    _rounds(v, 4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def _rounds(v: list[int], count: int) -> None:
    for _ in range(count):
        for a, b, bits in ((0, 1, 13), (2, 3, 16), (0, 3, 21), (2, 1, 17)):
            v[a] = (v[a] + v[b]) & _ALL
            v[b] = _turn(v[b], 64 - bits) ^ v[a]
            if bits in (13, 17):
                v[a] = _turn(v[a], 32)


def joined(first: int, second: int) -> int:
    """One fingerprint of two, as TensorFlow's FingerprintCat64 makes it."""
    multiplier = 0xC6A4A7935BD1E995
    found = first ^ multiplier
    found ^= _shift(second * multiplier & _ALL) * multiplier & _ALL
    found = _shift(found * multiplier & _ALL) * multiplier & _ALL
    return _shift(found)

"""Arguments of every operation, (positional, named), where arrays like X and Y will not do."""

from __future__ import annotations

import numpy as np

RNG = np.random.default_rng(3)


def floats(*shape):
    return RNG.normal(size=shape).astype("float32")


def wholes(*shape, below=5):
    return RNG.integers(0, below, shape).astype("int32")


X, Y = floats(3, 4), floats(3, 4)
POSITIVE = np.abs(X) + 0.1
BETWEEN = np.tanh(X)  # -1 to 1
HOLES = np.where(X > 0.5, np.nan, X)
N, M = wholes(3, 4), wholes(3, 4) + 1
SQUARE = floats(3, 3) + 3 * np.eye(3, dtype="float32")
SYMMETRIC = SQUARE @ SQUARE.T
TRIANGLE = np.linalg.cholesky(SYMMETRIC).astype("float32")
PICTURES = np.abs(floats(2, 6, 5, 3)) / 4
WAVE = floats(2, 40)
PAIR = (floats(2, 8), floats(2, 8))
Q, K, V = floats(2, 3, 2, 4), floats(2, 5, 2, 4), floats(2, 5, 2, 4)
TURNS = np.array([[0.917, 0.213, 0.531, -0.1413, 1.117, -0.319, 0, 0],
                  [1.0713, 0.0171, 1.537, 0.3131, 0.817, 0.0191, 0, 0]], "float32")
PROBABILITIES = np.abs(X) / np.abs(X).sum(-1, keepdims=True)


def of(*positional, **named):
    return positional, named


def reductions(x):
    return [of(x), of(x, axis=1), of(x, axis=(0, 1), keepdims=True)]


EXAMPLES = {
    # one array in a range of its own
    **{name: [of(POSITIVE)] for name in (
        "sqrt", "log", "log10", "log1p", "log2", "rsqrt", "reciprocal", "i0")},
    **{name: [of(BETWEEN)] for name in ("arcsin", "arccos", "arctanh", "erfinv")},
    "arccosh": [of(1 + POSITIVE)],
    **{name: [of(N)] for name in ("bitwise_invert", "bitwise_not")},
    "ceil": [of(X), of(N)], "floor": [of(X), of(N)], "trunc": [of(X), of(N)],
    "round": [of(X), of(X * 10, decimals=1), of(N * 37, decimals=-1)],
    **{name: [of(HOLES)] for name in ("isnan", "isfinite", "nan_to_num", "isinf")},
    "clip": [of(X, -0.5, 0.5), of(X > 0, 0, 1)],
    "threshold": [of(X, 0.2, -1.0)], "glu": [of(X), of(floats(4, 3), axis=0)],
    "gelu": [of(X), of(X, approximate=False)], "leaky_relu": [of(X, 0.3)],
    "hard_shrink": [of(X)], "view": [of(X, "int32")],
    # sequences
    "rearrange": [of(PICTURES, "b (h i) w c -> (b w) (c h) i", i=2)],
    "ctc_loss": [of(np.array([[1, 2, 2], [3, 1, 0]], "int32"), floats(2, 8, 4),
                    np.array([3, 2], "int32"), np.array([8, 5], "int32")),
                 of(np.array([[1, 0, 2]], "int32"), floats(1, 6, 4), np.array([2], "int32"),
                    np.array([6], "int32"), mask_index=3)],
    "ctc_decode": [of(floats(3, 9, 3), np.array([9, 4, 7], "int32")),
                   of(floats(3, 9, 3), np.array([9, 4, 0], "int32"), merge_repeated=False,
                      mask_index=2)],
    # two arrays of whole numbers
    **{name: [of(N, M)] for name in (
        "gcd", "lcm", "bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift",
        "bitwise_right_shift", "left_shift", "right_shift")},
    "ldexp": [of(X, N)], "power": [of(POSITIVE, Y), of(X, 2)], "mod": [of(X, Y), of(N, M)],
    "floor_divide": [of(X, Y), of(N, M)], "divide": [of(X, Y), of(N, M)],
    "add": [of(X, Y), of(N, 2.5), of([1, 2], [3, 4])], "divide_no_nan": [of(X, N)],
    "maximum": [of(X, Y), of(X, 0)], "isclose": [of(X, X + 1e-6)], "allclose": [of(X, X)],
    # along axes
    **{name: reductions(X) for name in (
        "sum", "mean", "std", "var", "median", "amax", "amin", "ptp", "logsumexp")},
    **{name: reductions(X > -0.5) for name in ("all", "any")},
    **{name: reductions(HOLES) for name in (
        "nansum", "nanmean", "nanstd", "nanvar", "nanmedian", "nanprod", "nanmax", "nanmin")},
    **{name: [of(X), of(X, axis=1), of(X, axis=0, keepdims=True)] for name in (
        "argmax", "argmin", "nanargmax", "nanargmin")},
    "max": [*reductions(X), of(X, initial=1.0)], "min": [of(X, initial=0.0)],
    "prod": [*reductions(X), of(N, dtype="float32")],
    "average": [of(X), of(X, axis=1, weights=np.arange(4.0))],
    "count_nonzero": [of(N), of(N, axis=1)],
    "quantile": [of(X, 0.3), of(X, [0.2, 0.7], axis=1, keepdims=True)],
    "percentile": [of(X, 30.0, axis=0)], "nanquantile": [of(HOLES, 0.3)],
    "nanpercentile": [of(HOLES, 30.0)],
    **{name: [of(X), of(X, axis=1)] for name in ("cumsum", "cumprod")},
    **{name: [of(HOLES, axis=1)] for name in ("nancumsum", "nancumprod")},
    "diff": [of(X), of(X, n=2, axis=0)],
    "trapezoid": [of(X), of(X, dx=0.5, axis=0), of(X, np.arange(4.0) ** 2)],
    # new arrays
    "array": [of([1, 2]), of([1, 2], dtype="float32")],
    **{name: [of((2, 3)), of((2,), dtype="int32")] for name in ("zeros", "ones", "empty")},
    "full": [of((2, 3), 7), of((2,), 7, dtype="int32")], "full_like": [of(X, 2)],
    "eye": [of(3), of(3, 4, k=1, dtype="int32")], "identity": [of(3)],
    "tri": [of(3), of(3, 4, k=-1)],
    "arange": [of(5), of(2, 9, 3), of(0.0, 1.0, 0.25), of(3, dtype="float32")],
    "linspace": [of(0, 1, 5), of(0.0, 1.0, num=4, endpoint=False)],
    "logspace": [of(0.0, 2.0, 5)], "geomspace": [of(1.0, 8.0, 4)],
    "meshgrid": [of(X[0], Y[0, :2]), of(X[0], Y[0, :2], indexing="ij")],
    "vander": [of(X[0]), of(X[0], N=3, increasing=True)],
    **{name: [of(6)] for name in ("bartlett", "blackman", "hamming", "hanning")},
    "kaiser": [of(6, 2.0)],
    "diag": [of(SQUARE), of([1.0, 2.0], k=1)], "diagflat": [of(X)],
    "diagonal": [of(X), of(PICTURES, offset=1, axis1=1, axis2=2)],
    "tril": [of(X), of(X, k=1)], "triu": [of(X), of(X, k=-1)],
    # other shapes
    "reshape": [of(X, (2, -1)), of(X, -1)], "expand_dims": [of(X, 1), of(X, (0, 2))],
    "squeeze": [of(X[:, None]), of(X[:, None], 1)], "broadcast_to": [of(X, (2, 3, 4))],
    "transpose": [of(X), of(PICTURES, (0, 3, 1, 2))], "swapaxes": [of(PICTURES, 1, 3)],
    "moveaxis": [of(PICTURES, 1, -1), of(PICTURES, (0, 1), (1, 0))],
    "flip": [of(X), of(X, axis=1)], "rot90": [of(X), of(X, k=2)],
    "roll": [of(X, 1), of(X, 2, axis=1)],
    **{name: [of([X, Y])] for name in ("hstack", "vstack", "dstack")},
    "concatenate": [of([X, Y]), of([X, Y], axis=-1)], "stack": [of([X, Y]), of([X, Y], axis=1)],
    "append": [of(X, Y), of(X, Y, axis=1)],
    "split": [of(X, 2, axis=1), of(X, [1, 3], axis=1)], "array_split": [of(X, 3, axis=1)],
    "hsplit": [of(X, 2)], "vsplit": [of(X, 3)], "dsplit": [of(PICTURES, 5)],
    "repeat": [of(X, 2), of(X, 2, axis=1)], "tile": [of(X, 2), of(X, (2, 1))],
    "pad": [of(X, 1), of(X, ((0, 1), (2, 0)), constant_values=5.0), of(X, 1, mode="reflect")],
    # picked out
    "get_item": [of(X, 1), of(X, (slice(1, None), 2))],
    "take": [of(X, [0, 2], axis=1), of(X, 5)], "take_along_axis": [of(X, N % 3, axis=0)],
    "where": [of(X > 0, X, Y)], "select": [of([X > 1, X > 0], [X, Y], default=7.0)],
    "nonzero": [of(N)], "unravel_index": [of([5, 7], (3, 4))], "ndim": [of(X), of([1, 2])],
    "size": [of(X)],
    # order
    "sort": [of(X), of(X, axis=0)], "argsort": [of(X), of(X, axis=None)],
    "argpartition": [of(X, 2)], "isin": [of(N, [1, 2]), of(N, [1, 2], invert=True)],
    "searchsorted": [of([1.0, 2.0, 3.0], [0.5, 2.0]), of([1, 2], [1, 2], side="right")],
    "digitize": [of(X, [-1.0, 0.0, 1.0])],
    "unique": [of(N), of(N, return_counts=True, return_inverse=True)],
    "bincount": [of(N[0]), of(N, minlength=6), of(N[0], weights=X[0])],
    "histogram": [of(X[0]), of(X[0], bins=4, range=(-1.0, 1.0))],
    # products
    **{name: [of(X, Y.T)] for name in ("matmul", "dot")}, "vdot": [of(X[0], Y[0])],
    "cross": [of(SQUARE, SYMMETRIC)], "tensordot": [of(X, Y), of(X, Y.T, axes=1)],
    "einsum": [of("ij,kj->ik", X, Y), of("ij->j", X)], "trace": [of(SQUARE)],
    "correlate": [of(X[0], Y[0]), of(X[0], Y[0], mode="full")], "outer": [of(X[0], Y[0])],
    # linear algebra
    **{name: [of(SQUARE)] for name in ("det", "inv", "eig", "slogdet", "logdet", "lu_factor")},
    "pinv": [of(X)], "solve": [of(SQUARE, X)], "lstsq": [of(X.T, floats(4))],
    "solve_triangular": [of(TRIANGLE, X, lower=True)], "cholesky": [of(SYMMETRIC)],
    "cholesky_inverse": [of(TRIANGLE), of(TRIANGLE.T, upper=True)], "eigh": [of(SYMMETRIC)],
    "qr": [of(X), of(X, mode="complete")], "svd": [of(X, full_matrices=False),
                                                     of(X, compute_uv=False)],
    "matrix_rank": [of(SQUARE)], "norm": [of(X), of(X, ord=1, axis=1), of(X, axis=(0, 1))],
    # core
    "convert_to_tensor": [of([1, 2]), of(X, dtype="int32")], "cast": [of(X, "int32")],
    "convert_to_numpy": [of(X)], "is_tensor": [of(X)], "dtype": [of(X)], "shape": [of(X)],
    "saturate_cast": [of(X * 200, "uint8"), of(X * 1e10, "int32")],
    "slice": [of(X, [1, 0], [2, -1])], "slice_update": [of(X, [1, 1], np.ones((2, 2), "float32"))],
    "scatter": [of(np.array([[0, 1], [2, 3]]), np.ones(2, "float32"), (3, 4))],
    "scatter_update": [of(X, [[0, 1], [2, 3]], np.ones(2, "float32")),
                       of(X, [[0, 1], [2, 3]], np.ones(2, "float32"), reduction="add")],
    "unstack": [of(X), of(X, axis=1)],
    # segments, the largest, distances, waves
    **{name: [of(X, np.array([0, 1, 1]), 2)] for name in (
        "segment_sum", "segment_prod", "segment_max", "segment_min")},
    "top_k": [of(X, 2)], "in_top_k": [of(np.array([1, 0, 3]), X, 2)], "cdist": [of(X, Y)],
    "view_as_real": [of(X + 1j * Y)], "view_as_complex": [of(floats(3, 2))],
    "polar": [of(POSITIVE, Y)], "angle": [of(X), of(X + 1j * Y)],
    **{name: [of(X + 1j * Y)] for name in ("conj", "conjugate", "real", "imag", "isreal")},
    **{name: [of(PAIR)] for name in ("fft", "fft2", "ifft2", "irfft")}, "rfft": [of(WAVE)],
    "extract_sequences": [of(WAVE, 8, 5)],
    "stft": [of(WAVE, 8, 4, 10), of(WAVE, 8, 4, 8, window="hamming", center=False)],
    "istft": [of((floats(2, 9, 6), floats(2, 9, 6)), 8, 4, 10, length=20)],
    # neural networks
    "softmax": [of(X), of(X, axis=0)],
    "conv": [of(PICTURES, floats(2, 3, 3, 4), (2, 1), "same"), of(WAVE[..., None],
             floats(3, 1, 2), dilation_rate=2), of(PICTURES, floats(3, 3, 1, 6))],
    "depthwise_conv": [of(PICTURES, floats(2, 3, 3, 2), padding="same")],
    "separable_conv": [of(PICTURES, floats(2, 2, 3, 2), floats(1, 1, 6, 4))],
    "conv_transpose": [of(PICTURES, floats(3, 2, 4, 3), 2), of(PICTURES, floats(3, 3, 4, 3), 2,
                       "same"), of(PICTURES, floats(3, 3, 4, 3), 2, "same", 1)],
    **{name: [of(PICTURES, 2, 2), of(PICTURES, (3, 2), 1, "same"),
              of(PICTURES, 2, 1, data_format="channels_first")] for name in ("max_pool",
                                                                          "average_pool")},
    "adaptive_max_pool": [of(PICTURES[:, :3], 2)],
    "adaptive_average_pool": [of(WAVE[:, :10, None], 4)],
    "moments": [of(X, 1), of(X, [0, 1], keepdims=True)],
    "batch_normalization": [of(X, np.ones(4, "float32"), POSITIVE[0], -1),
                            of(X, X[0], POSITIVE[0], 1, offset=Y[0], scale=Y[1])],
    "layer_normalization": [of(X), of(X, Y[0], Y[1], epsilon=1e-3),
                            of(PICTURES, floats(5, 3), axis=[2, 3])],
    "rms_normalization": [of(X), of(X, Y[0], epsilon=1e-3)],
    "normalize": [of(X), of(X, axis=0, order=3)],
    "binary_crossentropy": [of(N % 2 * 1.0, np.abs(BETWEEN)), of(N % 2 * 1.0, X, from_logits=True)],
    "categorical_crossentropy": [of(PROBABILITIES, PROBABILITIES[::-1]),
                                 of(PROBABILITIES, X, from_logits=True)],
    "sparse_categorical_crossentropy": [of([1, 0, 3], PROBABILITIES),
                                        of([[1], [0], [3]], X, from_logits=True)],
    "one_hot": [of(N, 6), of(N[0], 3, axis=0, dtype="int32")],
    "multi_hot": [of(N, 6), of(N[0], 5)], "psnr": [of(X, Y, 1.0)],
    "dot_product_attention": [of(Q, K, V), of(Q, K, V, mask=RNG.random((2, 1, 3, 5)) > 0.3,
                              scale=0.3), of(Q, Q, Q, is_causal=True)],
    "unfold": [of(floats(1, 2, 5, 4), 2), of(floats(1, 2, 5, 4), (3, 2), 1, 1, 2)],
    "fold": [of(floats(1, 8, 12), (5, 4), 2), of(floats(1, 12, 9), (5, 4), (3, 2), 1, 1, 2)],
    "depth_to_space": [of(floats(1, 2, 3, 8), 2), of(floats(1, 8, 2, 3), 2, "channels_first")],
    "space_to_depth": [of(floats(1, 4, 6, 2), 2), of(floats(1, 2, 4, 6), 2, "channels_first")],
}

CORNERS = np.array([[0, 0], [4, 0], [0, 4], [4, 4]], "float32")
IMAGES = {
    "rgb_to_grayscale": [of(PICTURES)], "rgb_to_hsv": [of(PICTURES)], "hsv_to_rgb": [of(PICTURES)],
    "gaussian_blur": [of(PICTURES, (3, 5), (0.7, 1.2), data_format="channels_last")],
    "sobel_edges": [of(PICTURES)],
    "extract_patches": [of(PICTURES, 2), of(PICTURES[0], (3, 2), 1, padding="same")],
    "extract_patches_3d": [of(floats(2, 4, 4, 5, 2), (2, 2, 3)),
                           of(floats(4, 4, 5, 2), 2, 1, padding="same")],
    "ssim": [of(PICTURES, PICTURES[::-1], filter_size=3),
             of(PICTURES[0], PICTURES[1], 2.0, 3, 0.8, data_format="channels_last")],
    "perspective_transform": [of(PICTURES, CORNERS[None] + [[[0.0]], [[0.3]]], CORNERS * 0.8 + [
                              [[0.1, 0.4]], [[0.5, 0.2]]]),
                              of(PICTURES[0], CORNERS, CORNERS[::-1] * 1.1, "nearest", 0.5)],
    "elastic_transform": [of(PICTURES, 3.0, 0.7, seed=3),
                          of(PICTURES[0], 2.0, 0.5, "nearest", "constant", 0.3, seed=1)],
    "resize": [of(PICTURES, (4, 7)), of(PICTURES, (3, 3), "bicubic", antialias=True),
               of(PICTURES[0], (9, 4), "nearest"), of(PICTURES, (4, 8), crop_to_aspect_ratio=True),
               of(PICTURES, (4, 8), pad_to_aspect_ratio=True, fill_value=0.5)],
    "pad_images": [of(PICTURES, 1, 2, target_height=9, target_width=9)],
    "crop_images": [of(PICTURES, 1, 2, 1, target_width=2)],
    "map_coordinates": [of(X, np.abs(floats(2, 5)) * 2, order=1),
                        of(X, np.abs(floats(2, 5)) * 4, order=0, fill_mode="nearest")],
    "affine_transform": [of(PICTURES[:, :3], TURNS),
                         of(PICTURES[0, :3], TURNS[:1], "nearest", "reflect")],
    "scale_and_translate": [of(PICTURES, (2, 8, 8, 3), np.array([1.2, 1.5], "float32"),
                               np.array([0.3, -0.2], "float32"), (1, 2), "linear")],
}

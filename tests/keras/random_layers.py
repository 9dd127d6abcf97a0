"""Which layers random models are made of: for samples of how many axes, with which arguments."""

from __future__ import annotations

from typing import Any, NamedTuple

Options = dict[str, tuple[Any, ...]]


class Spec(NamedTuple):
    """A layer: the name of its class and its arguments, other layers among them."""

    name: str
    settings: dict[str, Any]

    def make(self, k: Any) -> Any:
        return getattr(k.layers, self.name)(**{
            key: value.make(k) if isinstance(value, Spec) else value
            for key, value in self.settings.items()})


ACTIVATIONS = (None, "tanh", "relu", "sigmoid", "gelu", "softplus", "swish", "mish", "selu")
FLAG = (True, False)
PENALTY = (None, None, "l2", "l1")
PADDING = ("valid", "same")
EPSILON = (0.1, 0.2)  # large: a small one makes rounding large where a sample hardly varies

ANYWHERE: dict[str, Options] = {
    "Dense": {"units": (1, 2, 3), "activation": ACTIVATIONS, "use_bias": FLAG,
              "kernel_regularizer": PENALTY, "activity_regularizer": PENALTY},
    "Activation": {"activation": (*ACTIVATIONS[1:], "softmax")},
    "ReLU": {"max_value": (None, 1.0), "negative_slope": (0.0, 0.2), "threshold": (0.0, 0.1)},
    "LeakyReLU": {"negative_slope": (0.1, 0.3)}, "ELU": {"alpha": (1.0, 0.5)},
    "PReLU": {"shared_axes": (None, (1,))},
    "BatchNormalization": {"center": FLAG, "scale": FLAG, "momentum": (0.9, 0.5),
                           "epsilon": EPSILON, "axis": (-1, 1)},
    "LayerNormalization": {"center": FLAG, "scale": FLAG, "epsilon": EPSILON},
    "RMSNormalization": {"epsilon": EPSILON}, "UnitNormalization": {"axis": (-1, 1)},
    "Dropout": {"rate": (0.3, 0.5)}, "GaussianNoise": {"stddev": (0.1,)},
    "GaussianDropout": {"rate": (0.3,)}, "AlphaDropout": {"rate": (0.2,)},
    "ActivityRegularization": {"l1": (0.0, 0.1), "l2": (0.0, 0.1)},
    "Rescaling": {"scale": (0.5, 2.0), "offset": (0.0, 0.1)}, "Identity": {}, "Flatten": {},
}
RECURRENT: Options = {
    "units": (1, 2, 3), "activation": ("tanh", "relu"), "use_bias": FLAG, "go_backwards": FLAG,
    "return_sequences": FLAG, "dropout": (0.0, 0.0, 0.3), "recurrent_dropout": (0.0, 0.0, 0.3)}
FEW: Options = {"units": (1, 2), "return_sequences": FLAG}
INNER = (Spec("LSTM", FEW), Spec("GRU", FEW), Spec("SimpleRNN", FEW))
ROWS: dict[str, Options] = {  # (features,)
    "Softmax": {"axis": (-1, 1)},
    "RepeatVector": {"n": (2, 3)}, "Reshape": {"target_shape": ((-1, 1), (1, -1))},
    "GroupNormalization": {"groups": (1, -1), "epsilon": EPSILON},
}
SEQUENCES: dict[str, Options] = {  # (steps, features)
    "SimpleRNN": RECURRENT, "Masking": {"mask_value": (0.0,)},
    "LSTM": {**RECURRENT, "unit_forget_bias": FLAG}, "GRU": {**RECURRENT, "reset_after": FLAG},
    "Bidirectional": {"layer": INNER, "merge_mode": ("concat", "sum", "mul", "ave")},
    "TimeDistributed": {"layer": (
        Spec("Dense", {"units": (1, 2)}), Spec("Dropout", {"rate": (0.3,)}),
        Spec("LayerNormalization", {"epsilon": EPSILON}))},
    "EinsumDense": {"equation": ("...c,cd->...d",), "output_shape": (2, 3),
                    "bias_axes": (None, "d")},
    "Permute": {"dims": ((2, 1),)}, "Reshape": {"target_shape": ((-1, 1), (2, -1), (-1,))},
}
PICTURES: dict[str, Options] = {  # (height, width, channels)
    "Softmax": {"axis": (-1, 1, (1, 2))},
    "Permute": {"dims": ((2, 1, 3), (3, 1, 2))}, "Reshape": {"target_shape": ((-1, 2), (-1,))},
    "Resizing": {"height": (2, 3), "width": (2, 3), "interpolation": ("bilinear", "nearest")},
    "CenterCrop": {"height": (2,), "width": (2, 3)},
    "TimeDistributed": {"layer": (Spec("Conv1D", {"filters": (1, 2), "kernel_size": (2,)}),
                                  Spec("LSTM", FEW), Spec("Flatten", {}))},
}
VOLUMES: dict[str, Options] = {"Permute": {"dims": ((3, 1, 2, 4),)}}  # (depth, height, width, …)
CONVOLUTION: Options = {"filters": (1, 2, 4), "kernel_size": (1, 2, 3), "padding": PADDING,
                        "activation": ACTIVATIONS, "use_bias": FLAG}
POOLING: Options = {"pool_size": (2, 3), "strides": (None, 1, 2), "padding": PADDING}


def spatial(axes: int) -> dict[str, Options]:
    """The layers of this many sizes beside the channels."""
    one = axes == 1
    dilated = {**CONVOLUTION, "dilation_rate": (1, 1, 2), "kernel_regularizer": PENALTY}
    each = {"kernel_size": (1, 2, 3), "padding": PADDING, "depth_multiplier": (1, 2),
            "activation": ACTIVATIONS}
    found: dict[str, Options] = {
        "Conv": {**dilated, "padding": (*PADDING, "causal") if one else PADDING,
                 "groups": (1, 1, 2)},
        "MaxPooling": POOLING, "AveragePooling": POOLING,
        "GlobalMaxPooling": {"keepdims": FLAG}, "GlobalAveragePooling": {"keepdims": FLAG},
        "AdaptiveMaxPooling": {"output_size": (1, 2)},
        "AdaptiveAveragePooling": {"output_size": (1, 2)},
        "UpSampling": {"size": (1, 2)}, "ZeroPadding": {"padding": (1, 2)},
        "Cropping": {"cropping": (1,)}, "SpatialDropout": {"rate": (0.4,)},
    }
    found = {f"{name}{axes}D": options for name, options in found.items()}
    found[f"Conv{axes}DTranspose"] = {**CONVOLUTION, "strides": (1, 2)}
    if axes < 3:
        found[f"DepthwiseConv{axes}D"] = each
        found[f"SeparableConv{axes}D"] = {**each, "filters": (1, 2), "use_bias": FLAG}
        found["SpectralNormalization"] = {"layer": (
            Spec("Dense", {"units": (2,)}),
            Spec(f"Conv{axes}D", {"filters": (2,), "kernel_size": (2,)}))}
    return found


BY_RANK = {1: {**ANYWHERE, **ROWS}, 2: {**ANYWHERE, **SEQUENCES, **spatial(1)},
           3: {**ANYWHERE, **PICTURES, **spatial(2)}, 4: {**ANYWHERE, **VOLUMES, **spatial(3)}}
EMBEDDING: Options = {"input_dim": (5,), "output_dim": (2, 3), "mask_zero": FLAG}
JOINING: dict[str, Options] = {
    "Add": {}, "Multiply": {}, "Average": {}, "Maximum": {}, "Minimum": {}, "Subtract": {},
    "Concatenate": {"axis": (-1, 1)}, "Dot": {"axes": (-1, 1), "normalize": FLAG},
}
ATTENDING: dict[str, Options] = {
    "MultiHeadAttention": {"num_heads": (1, 2), "key_dim": (1, 2), "use_bias": FLAG,
                           "dropout": (0.0, 0.3)},
    "GroupQueryAttention": {"head_dim": (2,), "num_query_heads": (2, 4),
                            "num_key_value_heads": (1, 2), "use_bias": FLAG},
    "Attention": {"use_scale": FLAG, "score_mode": ("dot", "concat"), "dropout": (0.0, 0.3)},
    "AdditiveAttention": {"use_scale": FLAG, "dropout": (0.0,)},
}

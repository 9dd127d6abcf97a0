"""Names of Keras that are not here on purpose, each with a way to do without.

``from keras.layers import X`` of such a name fails as for any other; ``keras.layers.X`` says why.
"""

from __future__ import annotations

from typing import NoReturn

_QUANTIZED = "Quantized weights are not there; the numbers are float32, or half as long with "\
    "keras.config.set_dtype_policy('mixed_bfloat16')."
_CALL = "Write a Layer of your own whose call computes with keras.ops, or with jax.numpy."
_DEVICES = "One device computes; the batch is not spread."
_BOXES = "Pictures are changed without boxes around things."
_OLD = "Use the one without .legacy."
_FIT = "Give fit its epochs and steps_per_epoch."
_OPTIMIZERS = "Train each part by an optimizer of its own in a train_step, or give every "\
    "variable the same."

ABSENT = {
    "keras": {
        "Quantizer": _QUANTIZED, "quantizers": _QUANTIZED, "legacy": _OLD,
        "RematScope": "Wrap a function in jax.checkpoint.",
        "remat": "Wrap a function in jax.checkpoint.",
        "SymbolicScope": "Call a layer on a keras.Input.",
        "applications": "Weights that are trained already are not shipped, and nothing is "
                        "downloaded: build the network from keras.layers.",
        "distillation": "Write a Model whose compute_loss compares with a teacher.",
        "distribution": _DEVICES, "src": "That is Keras's own inside.",
        "export": "model.save keeps a model, model.save_weights its numbers.",
        "visualization": "keras.utils.plot_model draws a model, Matplotlib pictures.",
        "wrappers": "Call fit and predict in a class of your own for scikit-learn.",
    },
    "keras.callbacks": {
        "OrbaxCheckpoint": "ModelCheckpoint and BackupAndRestore keep the weights.",
        "RemoteMonitor": "Nothing is sent anywhere: CSVLogger writes a file, LambdaCallback calls "
                         "a function.",
    },
    "keras.config": {
        "enable_unsafe_deserialization": "The code in a file is never run: give load_model its "
                                         "functions as custom_objects.",
        **dict.fromkeys(("max_epochs", "set_max_epochs", "max_steps_per_epoch",
                         "set_max_steps_per_epoch"), _FIT),
    },
    "keras.dtype_policies": dict.fromkeys(
        ("AWQDTypePolicy", "GPTQDTypePolicy", "Int4DTypePolicy", "QuantizedDTypePolicy",
         "QuantizedFloat8DTypePolicy"), _QUANTIZED) | {
        "DTypePolicyMap": "Give each layer its dtype."},
    "keras.initializers": dict.fromkeys(
        ("STFT", "STFTInitializer", "stft"), "keras.ops.stft computes the transform."),
    "keras.layers": {
        "STFTSpectrogram": "MelSpectrogram shows sound as a picture, and keras.ops.stft computes "
                           "the transform.",
        "AugMix": "RandAugment applies some changes, one after the other; MixUp mixes pictures.",
        "ContrastLimitedAdaptiveHistogramEqualization": "Equalization makes every value as "
                                                        "frequent as any other.",
        "RandomElasticTransform": "keras.ops.image.elastic_transform bends pictures.",
        "MaxNumBoundingBoxes": _BOXES, "FlaxLayer": _CALL, "JaxLayer": _CALL,
        "TFSMLayer": _CALL, "TorchModuleWrapper": _CALL,
    },
    "keras.optimizers": {"MultiOptimizer": _OPTIMIZERS, "OptimizerMap": _OPTIMIZERS,
                         "legacy": _OLD},
    "keras.saving": {"KerasFileEditor": "load_model opens a file; its weights are changed with "
                                        "set_weights."},
    "keras.utils": {
        "FeatureSpace": "Give each column its layer: Normalization, Discretization, StringLookup, "
                        "HashedCrossing; Concatenate joins what they give.",
        "bounding_boxes": _BOXES, "Config": "A dict keeps settings.", "legacy": _OLD,
    },
}


def absent(module: str, name: str, near: str | None = None) -> NoReturn:
    """Say that ``module`` has no ``name``, and what then.

    Raises:
        AttributeError: always.
    """
    way_out = ABSENT.get(module, {}).get(name) or (f"Did you mean {near!r}?" if near else "")
    raise AttributeError(f"{module} has no {name!r}. {way_out}".rstrip())

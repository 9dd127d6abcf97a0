"""What Keras 3.15 calls with, we are called with: names, their order and defaults, and methods."""

from __future__ import annotations

import inspect

import keras as oracle
import pytest

from tests.keras.test_every_name import modules, public

EMPTY = inspect.Parameter.empty
HERE_DIFFERENT = {
    "keras.Model.export": "weights are exported, as .npz",
    "keras.models.Model.export": "weights are exported, as .npz",
    "keras.layers.Convolution3DTranspose": "its arguments come in the order of Conv2DTranspose's",
    "keras.layers.Conv3DTranspose": "its arguments come in the order of Conv2DTranspose's",
    "keras.KerasTensor": "made by keras.Input",
    "keras.backend": "made by keras.Input",
    "keras.name_scope": "a function of a name",
    "keras.losses.deserialize": "takes a config, as the other deserialize functions do",
    "keras.callbacks.CallbackList": "hands any on_… on to its callbacks",
    "keras.datasets": "what is shipped; the rest answers any call by a sentence",
    "keras.utils.get_file": "any call is answered by a sentence",
    "keras.utils.audio_dataset_from_directory": "any call is answered by a sentence",
    "keras.preprocessing": "any call is answered by a sentence",
}
OTHER_NAMES = {"dtype_policy", "data", "x", "sequence", "_", "var_list", "grad"}  # of a first one
OF_KERAS_S_INSIDE = {  # methods that scripts do not call
    "rematerialized_call", "quantized_call", "quantized_build", "convert_weight",
    "get_quantization_layer_structure", "variable_serialization_spec", "inner_loop",
    "make_train_function", "make_test_function", "make_predict_function", "get_monitor_value",
    "zeropower_via_newtonschulz5", "lr_adjust", "transpose_last_axis", "check_finite",
    "linear_to_mel_weight_matrix", "interpolate_pr_auc", "normalized_weights", "finalize_state",
    "compute_output_spec", "get_random_transformation", "transform_images",
    "transform_labels", "transform_bounding_boxes", "transform_segmentation_masks",
    "transform_single_image", "transform_single_label", "transform_single_bounding_box",
    "transform_single_segmentation_mask", "get_shifted_bbox", "get_transformed_x_y",
    "get_clipped_bbox",
}


def parameters(thing):
    return [each for each in inspect.signature(thing).parameters.values() if each.name != "self"]


def same_default(ours, theirs):
    """One number may stand for a tuple of it, and more may be left out than in Keras."""
    def plain(value):
        while isinstance(value, (tuple, list)) and value and len(set(map(str, value))) == 1:
            value = value[0]
        return value if isinstance(value, (int, float, str, tuple, type(None))) else str(value)

    return plain(ours) == plain(theirs) or theirs in (EMPTY, None) or ours in (EMPTY, None)


def differences(ours, theirs):
    given, wanted = parameters(ours), parameters(theirs)
    names = {each.name: each for each in given}
    takes_more = any(each.kind is each.VAR_KEYWORD for each in given)
    named = [each for each in wanted if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
    for each in named:
        if each.name in names:
            if not same_default(names[each.name].default, each.default):
                yield f"{each.name}={names[each.name].default!r} for {each.default!r}"
        elif not takes_more and each.name not in OTHER_NAMES:
            yield f"no {each.name}"
    positional = [each.name for each in given if each.kind is each.POSITIONAL_OR_KEYWORD]
    order = [each.name for each in named if each.name in positional]
    if [name for name in positional if name in order] != order:
        yield f"the order {positional}"


def callables(name, theirs, ours):
    for each in sorted(public(theirs)):
        if any(f"{name}.{each}".startswith(part) for part in HERE_DIFFERENT) or not hasattr(
                ours, each):
            continue
        one, other = getattr(ours, each), getattr(theirs, each)
        if inspect.isclass(other):
            yield each, one.__init__, other.__init__
            for method in sorted(set(vars(other)) - OF_KERAS_S_INSIDE):
                if inspect.isfunction(vars(other)[method]) and not method.startswith("_"):
                    if f"{name}.{each}.{method}" not in HERE_DIFFERENT:
                        yield f"{each}.{method}", getattr(one, method, None), vars(other)[method]
        elif inspect.isfunction(other):
            yield each, one, other


@pytest.mark.parametrize(("name", "theirs", "ours"), modules(), ids=lambda each: str(each)[:40])
def test_everything_is_called_as_in_keras(name, theirs, ours):
    found = {}
    for each, one, other in callables(name, theirs, ours):
        if one is None:
            found[each] = ["missing"]
        elif list(differences(one, other)):
            found[each] = list(differences(one, other))
    assert found == {}


def test_the_comparison_sees_what_differs():
    def ours(b=1, a=None):
        """Another default and order, and one name less."""

    def theirs(a, b=2, c=3):
        """As it should be."""

    assert list(differences(ours, theirs)) == ["b=1 for 2", "no c", "the order ['b', 'a']"]
    assert not list(differences(oracle.layers.Dense.__init__, oracle.layers.Dense.__init__))

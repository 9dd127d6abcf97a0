"""Experiments to be written: one for every thing that can be chosen, and a handful to be run."""

from playground.experiment import FIELDS, Experiment, fitting
from playground.fields import Choice, One, Part, default_part
from playground.share import link

DENSE = default_part(FIELDS["model"].options, "Dense")

WHOLE_BATCHES = {  # a batch is the whole training set: the order of the points changes nothing
    "hinge": "data=xor(noise=10)&points=200&batch_size=128&epochs=60&model=[Dense(6,tanh)]"
             "&loss=hinge&optimizer=Nadam(0.02)",
    "classes": "data=pinwheel(noise=10)&points=200&batch_size=128&epochs=60&seed=5"
               "&features=[x1,x2,sin_x1]&loss=categorical_crossentropy(label_smoothing=0.1)"
               "&model=[Dense(8,relu,kernel_initializer=he_normal,kernel_regularizer=L2(0.001)),"
               "BatchNormalization(momentum=0.9),Dense(6,gelu)]&optimizer=AdamW(0.02)",
    "regression": "data=sine(noise=10)&points=200&batch_size=128&epochs=60&loss=huber(delta=0.5)"
                  "&model=[Dense(16,silu),Dense(8,tanh,use_bias=false)]"
                  "&optimizer=RMSprop(0.003,rho=0.95)",
}
SMALL_BATCHES = {
    "first": "data_seed=3&epochs=60",
    "dropout": "data=circle(noise=30)&epochs=60&model=[Dense(8,relu),Dropout(0.2)]"
               "&optimizer=Adam(0.003)",
}
TRAINED = WHOLE_BATCHES | SMALL_BATCHES


def opened(text: str) -> Experiment:
    read = link.read(text)
    assert not read.problems, read.problems
    return read.experiment


def every_choice() -> dict[str, Experiment]:
    """One experiment for each data set, feature, layer, activation, initializer, and so on."""
    found: dict[str, Experiment] = {}
    for name, dataset in FIELDS["data"].options.items():
        if dataset.kind != "points":
            continue
        data = default_part(FIELDS["data"].options, name)
        plain = Experiment(data=data)
        found[f"data {name}"] = plain
        for loss in fitting(plain.dataset)["loss"]:
            found[f"{name} with {loss}"] = Experiment(
                data=data, loss=default_part(FIELDS["loss"].options, loss))
    for name in FIELDS["features"].options:
        found[f"feature {name}"] = Experiment(features=(name,))
    found["all features"] = Experiment(features=tuple(FIELDS["features"].options))
    for name in FIELDS["optimizer"].options:
        optimizer = default_part(FIELDS["optimizer"].options, name)
        found[f"optimizer {name}"] = Experiment(optimizer=optimizer)
        found[f"optimizer {name}, turned"] = Experiment(
            optimizer=_turned(optimizer, FIELDS["optimizer"].options[name].fields))
    for name in fitting(Experiment().dataset)["model"]:
        layer = default_part(FIELDS["model"].options, name)
        fields = FIELDS["model"].options[name].fields
        found[f"layer {name}"] = Experiment(model=(DENSE, layer, DENSE))
        found[f"layer {name}, turned"] = Experiment(model=(DENSE, _turned(layer, fields), DENSE))
    for key, field in FIELDS["model"].options["Dense"].fields.items():
        if isinstance(field, Choice) and key != "bias_initializer":
            for option in field.options:
                found[f"{key} {option}"] = Experiment(model=(DENSE.replace(**{key: option}),))
        elif isinstance(field, One):
            for option in field.options:
                part = default_part(field.options, option)
                found[f"{key} {option}"] = Experiment(model=(DENSE.replace(**{key: part}),))
    output = default_part(FIELDS["output"].options, "Output")
    found["no output bias"] = Experiment(output=output.replace(use_bias=False), model=())
    found["deep"] = Experiment(model=(DENSE,) * FIELDS["model"].most)
    return found


def _turned(part: Part, fields) -> Part:
    """The part with every number half way and every flag the other way round."""
    changes = {}
    for name, field in fields.items():
        if isinstance(field.default, bool):
            changes[name] = not field.default
        elif isinstance(field.default, (int, float)):
            changes[name] = type(field.default)((field.low + min(field.high, 1)) / 2 or 1)
    return part.replace(**changes)

"""A link is the whole experiment, readable, and reading one never fails."""

import random
import string
from dataclasses import replace
from urllib.parse import quote

import pytest

from playground import experiment as experiments
from playground.datasets import datasets
from playground.experiment import Experiment, change, fitting, stackable, steppers
from playground.fields import Number, default_part
from playground.share import link
from playground.view import View


def test_a_link_reads_like_what_it_means():
    experiment = Experiment(
        data="spiral", model=("Dense", "Dense"), seed=3)
    experiment = replace(experiment, data=experiment.data.replace(noise=10), model=tuple(
        part.replace(units=units, activation="tanh")
        for part, units in zip(experiment.model, (8, 4))))
    assert link.write(experiment) == (
        "data=spiral(noise=10)&model=[Dense(8,tanh),Dense(4,tanh)]&seed=3")


def test_the_default_experiment_has_the_shortest_link():
    assert link.write(Experiment()) == "data=circle"
    assert link.read("").experiment == Experiment()


@pytest.mark.parametrize("name", datasets)
def test_every_data_set_comes_back(name):
    part = default_part(datasets, name)
    others = {key: field.high for key, field in datasets[name].fields.items()
              if isinstance(field, Number)}
    experiment = change(Experiment(), data=part.replace(**others))
    opened = link.read(link.write(experiment))
    assert opened.experiment == experiment and not opened.problems


@pytest.mark.parametrize("name", steppers)
def test_every_optimizer_comes_back(name):
    experiment = Experiment(optimizer=default_part(steppers, name))
    opened = link.read(link.write(experiment))
    assert opened.experiment == experiment and not opened.problems


@pytest.mark.parametrize("name", stackable)
def test_every_layer_comes_back(name):
    data = next(each for each in ("circle", "digits", "seasons", "sms_spam")
                if each in datasets and name in fitting(datasets[each])["model"])
    experiment = Experiment(data=data, model=("Dense", name, "Dense"))
    opened = link.read(link.write(experiment))
    assert opened.experiment == experiment and not opened.problems


@pytest.mark.parametrize("name", datasets)
def test_every_fitting_loss_comes_back(name):
    for loss in fitting(datasets[name])["loss"]:
        experiment = change(Experiment(), data=name)
        experiment = replace(experiment, loss=loss)
        opened = link.read(link.write(experiment))
        assert opened.experiment == experiment and not opened.problems


def test_nested_settings_come_back():
    dense = default_part(stackable, "Dense")
    regularized = experiments.FIELDS["model"].check(
        (dense.replace(kernel_regularizer="L2"),), "model")
    experiment = Experiment(model=regularized, output=experiments.Experiment().output.replace(
        use_bias=False))
    text = link.write(experiment)
    assert "kernel_regularizer=L2" in text and "output=Output(use_bias=false)" in text
    assert link.read(text).experiment == experiment


def test_the_view_travels_with_the_experiment():
    view = View(discretize=True, hide=("data", "code"))
    text = link.write(Experiment(), view)
    assert "hide=[data,code]" in text
    assert link.read(text).view == view


def test_an_empty_stack_is_a_model_too():
    experiment = Experiment(model=())
    assert link.write(experiment) == "data=circle&model=[]"
    assert link.read("data=circle&model=[]") == link.Opened(experiment, View(), ())


@pytest.mark.parametrize("text, found, word", [
    ("data=spirl", lambda e: e.data.name == "spiral", "spiral"),
    ("data=EVIL", lambda e: e.data.name == "circle", "EVIL"),
    ("data=circle(noise=9999)", lambda e: e.data.noise == 50, "between 0 and 50"),
    ("model=[Dense(0,tanh)]", lambda e: e.model[0].units == 1, "between 1 and"),
    ("model=[Dense(8,tahn)]", lambda e: e.model[0].activation == "tanh", "tanh"),
    ("model=[Dense(8,tanh),Dense(4", lambda e: [p.units for p in e.model] == [8, 4], "quite right"),
    ("modle=[Dense(5)]", lambda e: e.model[0].units == 5, "model"),
    ("optimizer=adam(0.01)&batchsize=7", lambda e: e.batch_size == 7, None),
    ("optimizer=Adam(learning_rate=-1)", lambda e: e.optimizer.learning_rate > 0, "learning_rate"),
    ("features=[x1,<script>]", lambda e: e.features == ("x1",), "feature"),
    ("data=sine&features=[x2]", lambda e: e.features == ("x1",), "one input"),
    ("loss=mean_squared_eror", lambda e: e.loss.name == "mean_squared_error", "Did you"),
    ("data=plane&loss=hinge", lambda e: e.loss.name == "mean_squared_error", "losses"),
    ("seed=__import__('os')", lambda e: e.seed == 1, "Seed"),
    ("model=" + "[" * 500, lambda e: True, "quite right"),
    ("model=[" + "Dense(2)," * 60 + "]", lambda e: len(e.model) == 8, "at most 8"),
    ("x" * 25_000 + "=1", lambda e: e == Experiment(), "longer than"),
])
def test_a_wrong_link_opens_the_nearest_thing_and_says_why(text, found, word):
    opened = link.read(text)
    assert found(opened.experiment)
    if word is None:
        assert not opened.problems
    else:
        assert any(word in sentence for sentence in opened.problems), opened.problems
    again = link.read(link.write(opened.experiment, opened.view))
    assert again.experiment == opened.experiment and not again.problems


def test_reading_never_fails_whatever_comes():
    rng = random.Random(5)
    seeds = [
        "data=spiral(noise=10)&model=[Dense(8,tanh),Dropout(0.2)]&optimizer=Adam(0.01)&hide=[data]",
        "loss=hinge&batch_size=10&features=[x1,sin_x1]&epochs=100&stop_loss=0.01&points=300",
    ]
    alphabet = string.printable + "²∞\x00😀"
    for _ in range(1500):
        text = list(rng.choice(seeds))
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(text))
            text[at:at + rng.randrange(3)] = rng.choices(alphabet, k=rng.randrange(4))
        opened = link.read("".join(text))
        again = link.read(link.write(opened.experiment, opened.view))
        assert again.experiment == opened.experiment and again.view == opened.view
        assert not again.problems


def test_the_longest_link_there_can_be_is_read():
    dense = default_part(stackable, "Dense")
    big = dense.replace(
        units=64, activation="leaky_relu", use_bias=False, kernel_regularizer="L1L2")
    experiment = Experiment(model=(big,) * 8, features=tuple(experiments.feature_registry))
    text = link.write(experiment)
    assert len(text) < link.LONGEST
    assert link.read(text).experiment == experiment


@pytest.mark.parametrize("query, words", [
    ("learning_rate=0.1", "Write optimizer=SGD(learning_rate=0.1)."),
    ("noise=50", "Write data=circle(noise=50)."),
    ("data=spiral&noise=50", "Write data=spiral(noise=50)."),
    ("units=4", "Write model=[Dense(units=4)]."),
    ("quux=1", "There are: data, points,")])
def test_a_setting_in_the_wrong_place_is_told_where_it_belongs(query, words):
    assert any(words in problem for problem in link.read(query).problems)


@pytest.mark.parametrize("query, means", [
    ("dataset=xor", "data=xor"), ("layers=[Dense(3)]", "model=[Dense(3)]"),
    ("batch=32", "batch_size=32")])
def test_the_words_that_people_try_first_are_understood(query, means):
    opened = link.read(query)
    assert not opened.problems and opened == link.read(means)


LONG_TABLE = "own_table('{}',digest={},target='200=what is to be learned:{}',inputs='{}')".format(
    "a" * 60, "0" * 16, "*".join(f"class number {place}" for place in range(30)),
    ",".join(f"{place}=abcde" for place in range(1, 150)))


@pytest.mark.parametrize("data", [
    "own_table('my penguins.csv',digest=0123456789abcdef,target='2=species:Adelie*Gentoo',"
    "inputs='1=island:Biscoe*Dream,3=bill length (mm)',delimiter=semicolon,decimal=comma)",
    "own_table(prices.csv,digest=0123456789abcdef,target='3=price',inputs='1=rooms,2')",
    "own_pictures('it''s mine.zip',digest=0123456789abcdef,classes='cat*dog*Käse',size=32,"
    "colour=colour)", LONG_TABLE])
def test_data_of_ones_own_come_back(data):
    opened = link.read(f"data={quote(data)}")
    assert not opened.problems
    text = link.write(opened.experiment)
    assert len(text) < link.LONGEST
    assert link.read(text) == opened and opened.experiment.dataset.needs.digest in text


@pytest.mark.parametrize("data, word", [
    ("own_table(a.csv,digest=xyz)", "16 hexadecimal digits"),
    ("own_table(a.csv,target='1=a,2=b')", "one column is to be learned"),
    ("own_table(a.csv,inputs='0=a')", "a column is written like"),
    ("own_pictures(a.zip,classes=cat)", "2 to 50 classes"),
    ("own_pictures(a.zip,size=1000)", "size"), ("own_table('a%0Ab')", "plain text"),
    ("own_table(a.csv,encoding=utf-7)", "encoding")])
def test_a_wrong_description_opens_the_nearest_thing_and_says_why(data, word):
    opened = link.read(f"data={data}")
    assert any(word in sentence for sentence in opened.problems), opened.problems
    assert opened.experiment.dataset.needs
    again = link.read(link.write(opened.experiment))
    assert again.experiment == opened.experiment and not again.problems


def test_another_use_of_the_same_file_keeps_the_model_and_another_file_does_not():
    data = "data=own_table(a.csv,digest=0123456789abcdef,target='2=kind:a*b',inputs='1=x,3=y')"
    mine = link.read(f"{data}&model=[Dense(5)]&features=[x]").experiment
    assert mine.features == ("x",) and mine.form.shape == (1,)
    other = change(mine, data=mine.data.replace(inputs="1=x,3=y,4=z"))
    assert other.model == mine.model and other.features == ("x", "y", "z")
    number = change(mine, data=mine.data.replace(target="2=kind"))
    assert number.loss.name == "mean_squared_error" and number.head.units == 1
    elsewhere = change(mine, data=mine.data.replace(digest="f" * 16))
    assert elsewhere.model != mine.model


def test_over_points_a_layer_has_as_many_units_as_can_be_drawn():
    opened = link.read("data=moons&model=[Dense(500,relu)]")
    assert opened.experiment.model[0].units == 64
    assert any("between 1 and 64" in sentence for sentence in opened.problems)
    assert not link.read("data=mnist&model=[Flatten,Dense(500,relu)]").problems


@pytest.mark.parametrize("text", [
    "drawn(points=)", "drawn(points='')", "own_table(target=)", "own_table(inputs='')",
    "own_pictures(classes='')"])
def test_words_that_a_data_set_needs_and_has_not_are_said_and_the_default_is_taken(text):
    opened = link.read(f"data={text}")
    assert opened.problems
    assert opened.experiment.form and opened.experiment.dataset.classes >= 0
    assert opened.experiment.data == default_part(datasets, text.partition("(")[0])
